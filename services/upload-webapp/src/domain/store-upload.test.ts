import { EventEmitter, once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { Problem } from '@kinora/service-kit';
import { eventually, silentLog } from '@kinora/testing';
import { expect, it } from 'vitest';
import { mp4 } from '../testing/form.js';
import { type StoreUploadDeps, storeUpload } from './store-upload.js';

/** A store that answers when the test says so, and notes what it is asked. */
function slowStore() {
  const asked: string[] = [];
  const answer = new EventEmitter();
  const put = async (_key: string, body: Readable, { signal }: { signal?: AbortSignal } = {}) => {
    asked.push('put');
    signal?.addEventListener('abort', () => asked.push('broken off'));
    let sizeBytes = 0;
    body.on('data', ({ length }: Buffer) => {
      sizeBytes += length;
    });
    await once(answer, 'stored', { signal });
    asked.push('stored');
    return { sizeBytes, etag: '"1"' };
  };
  const remove = async () => void asked.push('removed');
  const files = { put, remove, get: () => Promise.reject(new Error('not asked for')) };
  return { asked, answer, files: files as StoreUploadDeps['files'] };
}

const records: StoreUploadDeps['records'] = {
  begin: async () => {},
  beat: async () => true,
  complete: async () => true,
  fail: async () => true,
  sourceRemoved: async () => {},
};

function start(files: StoreUploadDeps['files']) {
  const ending = new AbortController();
  const stream = new PassThrough();
  const fields = { title: 'Film', description: '', visibility: 'private' as const };
  const upload = { id: 'id', ownerId: 'alice', fields, fileName: 'film.mp4', replaces: null, bodyBytes: null };
  const restOfForm = () => new Promise<void>(() => {});
  const limits = { heartbeatMs: 60_000, completePatienceMs: 0, userQuotaBytes: 0 };
  const done = storeUpload(
    { ...upload, stream, restOfForm, signal: ending.signal },
    {
      ...{ records, files, log: silentLog, ...limits },
    },
  );
  done.catch(() => {});
  return { stream, done, breakOff: () => ending.abort(new Problem('upload-interrupted')) };
}

it('breaks off what is not whole', async () => {
  const { asked, files } = slowStore();
  const { stream, done, breakOff } = start(files);
  stream.write(mp4(50_000));
  await eventually(() => expect(asked).toEqual(['put']));
  breakOff();
  await expect(done).rejects.toMatchObject({ code: 'upload-interrupted' });
  await eventually(() => expect(asked).toEqual(['put', 'broken off', 'removed']));
});

it('removes a file that was handed on whole only after it is stored: its removal would come too early', async () => {
  const { asked, answer, files } = slowStore();
  const { stream, done, breakOff } = start(files);
  stream.end(mp4(50_000));
  await eventually(() => expect(stream.readableEnded).toBe(true));
  await eventually(() => expect(asked).toEqual(['put']));
  breakOff();
  answer.emit('stored');
  await expect(done).rejects.toMatchObject({ code: 'upload-interrupted' });
  await eventually(() => expect(asked).toEqual(['put', 'stored', 'removed']));
});
