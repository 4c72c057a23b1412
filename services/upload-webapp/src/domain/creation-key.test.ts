import { videoIdSchema } from '@kinora/contracts';
import { describe, expect, it } from 'vitest';
import { type CreationState, creationId, creationSecret, findCreation } from './creation-key.js';

const SECRET = creationSecret('secret');

describe('the id that a key stands for', () => {
  it('comes from a secret that tells nothing of the one for playback', () => {
    expect(SECRET).toHaveLength(32);
    expect(SECRET.toString()).not.toContain('secret');
    expect(creationSecret('other')).not.toEqual(SECRET);
  });

  it('is that of a video, and the same every time', () => {
    const id = creationId(SECRET, 'alice', 'first', 1);
    expect(videoIdSchema.parse(id)).toBe(creationId(SECRET, 'alice', 'first', 1));
  });

  it.each([
    ['secret', [creationSecret('other'), 'alice', 'first', 1]],
    ['person', [SECRET, 'bob', 'first', 1]],
    ['key', [SECRET, 'alice', 'second', 1]],
    ['attempt', [SECRET, 'alice', 'first', 2]],
  ] as const)('is another for another %s', (_what, [secret, owner, key, attempt]) => {
    expect(creationId(secret, owner, key, attempt)).not.toBe(creationId(SECRET, 'alice', 'first', 1));
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
