import { createReadStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { FileClient } from '@kinora/file-client';
import { PassingFault } from '../../domain/faults.js';

const FIRST_DELAY_MS = 200;
const MAX_DELAY_MS = 5_000;

export interface PutOptions {
  signal: AbortSignal;
  /** How long the storage may be away before the whole video is put off. */
  patienceMs: number;
}

/** What is stored: text and small parts from memory, segments from their file, which is read anew at each try. */
export type Content = Buffer | { path: string; sizeBytes: number };

async function putOnce(files: FileClient, key: string, content: Content, signal: AbortSignal): Promise<void> {
  const isBuffer = Buffer.isBuffer(content);
  const sizeBytes = isBuffer ? content.length : content.sizeBytes;
  const body = isBuffer ? content : createReadStream(content.path);
  const stored = await files.put(key, body, { sizeBytes, signal });
  if (stored.sizeBytes !== sizeBytes) throw new Error(`stored ${stored.sizeBytes} of ${sizeBytes} bytes of ${key}`);
}

/** Stores an object, again and again while the storage is away. @throws PassingFault when the patience is at its end */
export async function put(
  files: FileClient,
  key: string,
  content: Content,
  { signal, patienceMs }: PutOptions,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (let pauseMs = FIRST_DELAY_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_DELAY_MS)) {
    try {
      return await putOnce(files, key, content, signal);
    } catch (cause) {
      signal.throwIfAborted();
      if (Date.now() + pauseMs > deadline) throw new PassingFault(`${key} cannot be stored`, { cause });
      await delay(pauseMs, undefined, { signal });
    }
  }
}
