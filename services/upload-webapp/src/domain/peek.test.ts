import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { peek } from './peek.js';

const never = new AbortController().signal;

async function* pieces(...texts: string[]) {
  for (const text of texts) {
    await turn();
    yield Buffer.from(text);
  }
}

it.each([
  [['abcdef'], 'abc'],
  [['a', 'b', 'c', 'd', 'e', 'f'], 'abc'],
  [['abc'], 'abc'],
  [['a', 'b'], 'ab'],
  [[], ''],
])('shows the head of %j and leaves all of it there', async (texts, head) => {
  const stream = Readable.from(pieces(...texts), { objectMode: false });
  expect(String(await peek(stream, 3, never))).toBe(head);
  expect(String(await buffer(stream))).toBe(texts.join(''));
});

it('throws what broke the stream', async () => {
  const stream = new Readable({ read() {} });
  stream.push('a');
  const peeked = peek(stream, 3, never);
  stream.destroy(new Error('broken'));
  await expect(peeked).rejects.toThrow('broken');
});

it('throws the reason of the signal', async () => {
  const stop = new AbortController();
  const peeked = peek(new Readable({ read() {} }), 3, stop.signal);
  stop.abort(new Error('too late'));
  await expect(peeked).rejects.toThrow('too late');
});
