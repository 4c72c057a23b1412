import { videoIdSchema } from '@kinora/contracts';
import { describe, expect, it } from 'vitest';
import { type CreationState, creationId, findCreation } from './creation-key.js';

describe('the id that a key stands for', () => {
  it('is that of a video, and the same every time', () => {
    const id = creationId('secret', 'alice', 'first', 1);
    expect(videoIdSchema.parse(id)).toBe(creationId('secret', 'alice', 'first', 1));
  });

  it.each([
    ['secret', ['other', 'alice', 'first', 1]],
    ['person', ['secret', 'bob', 'first', 1]],
    ['key', ['secret', 'alice', 'second', 1]],
    ['attempt', ['secret', 'alice', 'first', 2]],
  ] as const)('is another for another %s', (_what, [secret, owner, key, attempt]) => {
    expect(creationId(secret, owner, key, attempt)).not.toBe(creationId('secret', 'alice', 'first', 1));
  });
});

describe('what a request with a key makes', () => {
  const find = (key: string, ...states: CreationState[]) =>
    findCreation(key, String, async (id) => (states.length > 0 ? (states[Number(id) - 1] ?? null) : 'gone'));

  it('is new when no request came before', async () => {
    expect(await find('key', null)).toEqual({ id: '1', isRepeated: false, isArriving: false });
  });

  it('is what an earlier request made or is still sending', async () => {
    expect(await find('key', 'arrived')).toEqual({ id: '1', isRepeated: true, isArriving: false });
    expect(await find('key', 'arriving')).toEqual({ id: '1', isRepeated: true, isArriving: true });
  });

  it('is made anew when the earlier ones came to nothing', async () => {
    expect(await find('key', 'gone', 'gone', null)).toEqual({ id: '3', isRepeated: false, isArriving: false });
    await expect(find('key')).rejects.toMatchObject({ code: 'conflict' });
  });

  it.each(['', 'x'.repeat(256), 'tab\there', 'ü'])('is nothing for the key %j', async (key) => {
    await expect(find(key, null)).rejects.toMatchObject({ code: 'bad-request' });
    expect(await find('x'.repeat(255), null)).toMatchObject({ isRepeated: false });
  });
});
