import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A small real service behind the gateway, and what it was asked. */
export interface Upstream {
  url: string;
  server: Server;
  requests: IncomingMessage[];
  /** What it answers from now on. */
  answer: RequestListener;
  /** Forgets what it was asked and what it should answer. */
  reset(): void;
  close(): Promise<void>;
}

const describeRequest: RequestListener = (req, res) => {
  res.setHeader('Content-Type', 'application/json');
  res.end(JSON.stringify({ method: req.method, url: req.url, headers: req.headers }));
};

export async function startUpstream(port = 0): Promise<Upstream> {
  const server = createServer({ keepAliveTimeout: 60_000 });
  const upstream: Upstream = {
    url: '',
    server,
    requests: [],
    answer: describeRequest,
    reset() {
      upstream.requests.length = 0;
      upstream.answer = describeRequest;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  server.on('request', (req, res) => {
    upstream.requests.push(req);
    upstream.answer(req, res);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  upstream.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return upstream;
}
