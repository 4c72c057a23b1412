import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type MariaDb, type Redis, type Swift, startMariaDb, startRedis, startSwift } from '@kinora/stack';

/** As many test files as may ever want a numbered database of their own in one run. */
export const REDIS_DATABASES = 1_000;

export interface ServerAccess {
  mariadb: Pick<MariaDb, 'host' | 'port' | 'rootUser' | 'rootPassword'>;
  redis: Pick<Redis, 'url'>;
  s3: Pick<Swift, 'endpoint' | 'region' | 'accessKeyId' | 'secretAccessKey'>;
}
type Stoppable = { stop(): Promise<void> };
type Starters = { [Name in keyof ServerAccess]: () => Promise<ServerAccess[Name] & Stoppable> };

const starters = (folder: string): Starters => ({
  mariadb: () => startMariaDb({ dir: path.join(folder, 'mariadb') }),
  redis: () => startRedis({ dir: path.join(folder, 'redis'), databases: REDIS_DATABASES }),
  s3: () => startSwift({ dir: path.join(folder, 's3') }),
});

const listen = (server: Server) =>
  new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

/**
 * Starts each server when the first test asks for it, so that a run of pure tests starts none. Test workers are other
 * processes: they ask over HTTP.
 */
export async function startServersOnDemand(folder: string) {
  const start = starters(folder);
  const running = new Map<string, Promise<Stoppable>>();
  const http = createServer(async (req, res) => {
    const name = req.url?.slice(1) as keyof ServerAccess;
    try {
      const server = running.get(name) ?? start[name]();
      running.set(name, server);
      res.end(JSON.stringify(await server));
    } catch (error) {
      res.writeHead(500).end(String(error));
    }
  });
  const port = await listen(http);
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      http.closeAllConnections();
      http.close();
      await Promise.allSettled([...running.values()].map(async (server) => (await server).stop()));
    },
  };
}
