import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileClient } from '@kinora/file-client';
import { PassingFault } from '../../domain/faults.js';
import { type Beginning, beginningOf } from './beginning.js';
import { bytesOf, pausingAfter, type ReadRange } from './read-range.js';
import { type EndsBytes, KEPT_BYTES, keepEnds } from './source-ends.js';
import { RETRY_DELAYS_MS, type RetryDelaysMs, readSource } from './source-reader.js';

/** A source that ffmpeg can read, until it is closed. */
export interface OpenSource {
  /** Loopback address with a path that cannot be guessed. */
  url: string;
  /** The same, for who looks at little of it: more is not read before it is seen to be needed. */
  glanceUrl: string;
  sizeBytes: number;
  /** The first bytes, fewer when the file is shorter. */
  readHead(bytes: number): Promise<Buffer>;
  beginning: Beginning;
  /** What ffmpeg does not tell: that a read broke off for good. Null while all went well. */
  fault(): PassingFault | null;
  /** How far into the file a read ever came, 0 to 1: all that is known of progress when the length is not. */
  readFraction(): number;
  /** How much was read, what was read twice counted twice. */
  readBytes(): number;
  close(): void;
}

export interface SourceServer {
  /** @throws PassingFault when there is no such object, or its size is not the expected one */
  open(key: string, expectedBytes: number | null, signal: AbortSignal): Promise<OpenSource>;
  close(): Promise<void>;
}

/** A frame or two is no more, and who has them hangs up in less time. */
const GLANCE = { bytes: 1_024 * 1_024, pauseMs: 200 };

interface Served {
  sizeBytes: number;
  fault: PassingFault | null;
  furthestByte: number;
  readBytes: number;
}

/** What is found under a path. */
interface Offer {
  served: Served;
  read: ReadRange;
}

interface Asked {
  first: number;
  last: number;
  isPart: boolean;
}

/** ffmpeg asks for nothing but `bytes=A-` and `bytes=A-B` (RFC 9110 section 14.1.2). Null when it lies outside. */
function askedRange(header: string | undefined, sizeBytes: number): Asked | null {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '');
  if (!match) return { first: 0, last: sizeBytes - 1, isPart: false };
  const first = Number(match[1]);
  const last = match[2] ? Math.min(Number(match[2]), sizeBytes - 1) : sizeBytes - 1;
  return first <= last ? { first, last, isPart: true } : null;
}

function writeHead(res: ServerResponse, { first, last, isPart }: Asked, sizeBytes: number): void {
  res.writeHead(isPart ? 206 : 200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': last - first + 1,
    'Accept-Ranges': 'bytes',
    ...(isPart ? { 'Content-Range': `bytes ${first}-${last}/${sizeBytes}` } : {}),
  });
}

/** A fault is remembered before the answer breaks off: whoever reads it may look for the fault at once. */
async function* watched(chunks: AsyncIterable<Buffer>, served: Served, first: number): AsyncGenerator<Buffer> {
  let at = first;
  try {
    for await (const chunk of chunks) {
      at += chunk.length;
      served.readBytes += chunk.length;
      served.furthestByte = Math.max(served.furthestByte, at);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof PassingFault) served.fault ??= error;
    throw error;
  }
}

async function send({ served, read }: Offer, asked: Asked, res: ServerResponse) {
  const closed = new AbortController();
  res.once('close', () => closed.abort());
  const chunks = watched(read(asked, closed.signal), served, asked.first);
  try {
    await pipeline(Readable.from(chunks, { objectMode: false }), res);
  } catch {
    res.destroy();
  }
}

/**
 * Serves sources to ffmpeg on loopback, from file-svc. ffmpeg holds no credential, and a read that breaks off is
 * either continued or remembered as a fault: to ffmpeg itself a broken source looks like a short one.
 */
export async function startSourceServer(
  files: FileClient,
  retryDelaysMs: RetryDelaysMs = RETRY_DELAYS_MS,
  keptBytes: EndsBytes = KEPT_BYTES,
): Promise<SourceServer> {
  const offers = new Map<string, Offer>();
  const handle = async (req: IncomingMessage, res: ServerResponse) => {
    const offer = offers.get(req.url ?? '');
    if (!offer || (req.method !== 'GET' && req.method !== 'HEAD')) return void res.writeHead(404).end();
    const { sizeBytes } = offer.served;
    const asked = askedRange(req.headers.range, sizeBytes);
    if (!asked) return void res.writeHead(416, { 'Content-Range': `bytes */${sizeBytes}` }).end();
    writeHead(res, asked, sizeBytes);
    if (req.method === 'HEAD') res.end();
    else await send(offer, asked, res);
  };
  const server = createServer({ requestTimeout: 0 }, (req, res) => void handle(req, res));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    async open(key, expectedBytes, signal) {
      const found = await files.head(key);
      if (!found) throw new PassingFault(`There is no source ${key}`);
      if (expectedBytes !== null && found.sizeBytes !== expectedBytes)
        throw new PassingFault(`The source ${key} has ${found.sizeBytes} bytes instead of ${expectedBytes}`);
      const { sizeBytes, etag } = found;
      const closed = new AbortController();
      const over = AbortSignal.any([closed.signal, signal]);
      const read: ReadRange = (range, asking = over) => {
        const options = { range, signal: AbortSignal.any([over, asking]), retryDelaysMs };
        return readSource(files, { key, sizeBytes, etag }, options);
      };
      const kept = keepEnds(read, sizeBytes, keptBytes);
      const served = { sizeBytes, fault: null, furthestByte: 0, readBytes: 0 };
      const paths: string[] = [];
      const offer = (read: ReadRange): string => {
        const path = `/${randomBytes(24).toString('base64url')}`;
        offers.set(path, { served, read });
        paths.push(path);
        return `http://127.0.0.1:${port}${path}`;
      };
      const { read: readBeginning, bitratesBps } = beginningOf(kept, sizeBytes);
      return {
        url: offer(kept),
        glanceUrl: offer(pausingAfter(kept, GLANCE.bytes, GLANCE.pauseMs)),
        sizeBytes,
        readHead: (bytes) => bytesOf(kept({ first: 0, last: Math.min(bytes, sizeBytes) - 1 })),
        beginning: { url: offer(readBeginning), bitratesBps },
        fault: () => served.fault,
        readFraction: () => (sizeBytes === 0 ? 0 : served.furthestByte / sizeBytes),
        readBytes: () => served.readBytes,
        close() {
          for (const path of paths) offers.delete(path);
          closed.abort();
        },
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
