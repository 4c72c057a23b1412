import { Readable } from 'node:stream';
import type { ByteRange, FileClient } from '@kinora/file-client';
import { afterEach, describe, expect, it } from 'vitest';
import { PassingFault } from '../../domain/faults.js';
import { type SourceServer, startSourceServer } from './source-server.js';

const CONTENT = Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7 + (i >> 8)) % 256));
const KEY = 'source/7c1f0a52-3f0e-4c6e-9d55-0c8d1f3f9a10';
const QUICK = [1, 1, 1];
const NOTHING_KEPT = { head: 0, tail: 0 };

interface Behaviour {
  /** Bytes after which a read breaks off, for each read in turn; the last one goes on for all later ones. */
  breakAfter?: number[];
  /** Ends without an error instead. */
  endsEarly?: boolean;
  etags?: string[];
  content?: Buffer;
}

/** file-svc as it behaves on a bad day. */
function unreliable({ breakAfter = [], endsEarly = false, etags = [], content = CONTENT }: Behaviour = {}) {
  const reads: ByteRange[] = [];
  const nth = <Item>(list: Item[], i: number): Item | undefined => list[Math.min(i, list.length - 1)];
  async function* body(range: Required<ByteRange>, limit: number | undefined) {
    const whole = content.subarray(range.first, range.last + 1);
    yield limit === undefined ? whole : whole.subarray(0, limit);
    if (limit !== undefined && limit < whole.length && !endsEarly) throw new Error('connection lost');
  }
  const files: Pick<FileClient, 'head' | 'get'> = {
    head: async () => ({ sizeBytes: content.length, etag: '"one"' }),
    get: async (_key, options) => {
      const range = { first: options?.range?.first ?? 0, last: options?.range?.last ?? content.length - 1 };
      const i = reads.push(range) - 1;
      const limit = nth(breakAfter, i);
      return {
        etag: nth(etags, i) ?? '"one"',
        sizeBytes: range.last - range.first + 1,
        body: Readable.from(body(range, limit), { objectMode: false }),
      };
    },
  };
  return { files: files as FileClient, reads };
}

let server: SourceServer;
afterEach(() => server.close());
const open = async (behaviour?: Behaviour) => {
  const { files, reads } = unreliable(behaviour);
  server = await startSourceServer(files, QUICK, NOTHING_KEPT);
  return {
    source: await server.open(KEY, (behaviour?.content ?? CONTENT).length, new AbortController().signal),
    reads,
  };
};
const read = async (url: string, range?: string) => {
  const response = await fetch(url, range ? { headers: { range } } : {});
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
};

describe('a source', () => {
  it('is served whole', async () => {
    const { source } = await open();
    const { response, bytes } = await read(source.url);
    expect(response.status).toBe(200);
    expect(bytes.equals(CONTENT)).toBe(true);
    expect(source.fault()).toBeNull();
    expect(source.readFraction()).toBe(1);
  });

  it.each([
    ['bytes=0-', 0, 99_999],
    ['bytes=99999-', 99_999, 99_999],
    ['bytes=10-19', 10, 19],
    ['bytes=10-999999', 10, 99_999],
  ])('is served in part: %s', async (range, first, last) => {
    const { source } = await open();
    const { response, bytes } = await read(source.url, range);
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${first}-${last}/100000`);
    expect(bytes.equals(CONTENT.subarray(first, last + 1))).toBe(true);
  });

  it('is read a little at a time for who only glances at it', async () => {
    const content = Buffer.concat(Array.from({ length: 30 }, () => CONTENT));
    const { source, reads } = await open({ content });
    const { bytes } = await read(source.glanceUrl, 'bytes=500000-');
    expect(bytes.equals(content.subarray(500_000))).toBe(true);
    expect(reads).toEqual([
      { first: 500_000, last: 500_000 + 1_048_575 },
      { first: 500_000 + 1_048_576, last: 2_999_999 },
    ]);
  });

  it('ends where it ends', async () => {
    const { source } = await open();
    expect((await read(source.url, 'bytes=100000-')).response.status).toBe(416);
  });

  it('is taken up where a read broke off', async () => {
    const { source, reads } = await open({ breakAfter: [40_000, 30_000, CONTENT.length] });
    expect((await read(source.url)).bytes.equals(CONTENT)).toBe(true);
    expect(reads.map(({ first }) => first)).toEqual([0, 40_000, 70_000]);
    expect(source.fault()).toBeNull();
  });

  it('is taken up where a read ended too early without an error', async () => {
    const { source } = await open({ breakAfter: [40_000, CONTENT.length], endsEarly: true });
    expect((await read(source.url)).bytes.equals(CONTENT)).toBe(true);
  });

  it('that stays broken is a fault, never a short file', async () => {
    const { source } = await open({ breakAfter: [40_000, 0] });
    await expect(read(source.url)).rejects.toThrow();
    expect(source.fault()).toBeInstanceOf(PassingFault);
  });

  it('that changes under way is a fault', async () => {
    const { source } = await open({ breakAfter: [40_000, CONTENT.length], etags: ['"one"', '"two"'] });
    await expect(read(source.url)).rejects.toThrow();
    expect(source.fault()).toBeInstanceOf(PassingFault);
  });

  it('shows its first bytes', async () => {
    const { source } = await open({ breakAfter: [10, CONTENT.length] });
    expect((await source.readHead(4_100)).equals(CONTENT.subarray(0, 4_100))).toBe(true);
  });

  it('is not there for who guesses, nor after it was closed', async () => {
    const { source } = await open();
    expect((await fetch(new URL('/source', source.url))).status).toBe(404);
    source.close();
    expect((await fetch(source.url)).status).toBe(404);
  });

  it('of another size than the upload had is not opened', async () => {
    server = await startSourceServer(unreliable().files, QUICK);
    await expect(server.open(KEY, 99_999, new AbortController().signal)).rejects.toBeInstanceOf(PassingFault);
  });
});
