import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { ByteRange, FileClient } from '@kinora/file-client';
import { PassingFault } from '../../domain/faults.js';

export interface SourceObject {
  key: string;
  sizeBytes: number;
  /** Quoted, as in HTTP. Every read must come from the same object. */
  etag: string;
}

/** Pauses before each new try; after the last one the source is given up for now. A try that brings bytes starts anew. */
export type RetryDelaysMs = readonly number[];
export const RETRY_DELAYS_MS: RetryDelaysMs = [250, 500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000, 5_000, 5_000, 5_000];

interface ReadOptions {
  range: Required<ByteRange>;
  signal: AbortSignal;
  retryDelaysMs: RetryDelaysMs;
}

async function open(files: FileClient, source: SourceObject, range: Required<ByteRange>, signal: AbortSignal) {
  const { body, etag, sizeBytes } = await files.get(source.key, { range, signal });
  if (etag === source.etag && sizeBytes === range.last - range.first + 1) return body;
  body.destroy();
  throw new PassingFault(`The source ${source.key} is not the one that was opened: ${etag}, ${sizeBytes} bytes`);
}

/**
 * Reads a range of a source to its very end. A read that breaks off is taken up again where it stopped.
 * @throws PassingFault when it stays broken; never ends early
 */
export async function* readSource(
  files: FileClient,
  source: SourceObject,
  { range, signal, retryDelaysMs }: ReadOptions,
): AsyncGenerator<Buffer> {
  let next = range.first;
  for (let failures = 0; next <= range.last; ) {
    let body: Readable | undefined;
    try {
      body = await open(files, source, { first: next, last: range.last }, signal);
      for await (const chunk of body as AsyncIterable<Buffer>) {
        next += chunk.length;
        failures = 0;
        yield chunk;
      }
      if (next <= range.last) throw new Error(`the read ended ${range.last - next + 1} bytes early`);
    } catch (cause) {
      signal.throwIfAborted();
      const pause = retryDelaysMs[failures++];
      if (pause === undefined)
        throw new PassingFault(`The source ${source.key} cannot be read at byte ${next}`, { cause });
      await delay(pause, undefined, { signal });
    } finally {
      body?.destroy();
    }
  }
}
