import { describe, expect, it } from 'vitest';
import { accessTo } from './access.js';

const ownerId = 'owner';

describe('accessTo', () => {
  it.each([
    ['private', true, 'granted', 'hidden', 'login'],
    ['private', false, 'granted', 'hidden', 'login'],
    ['unlisted', true, 'granted', 'granted', 'granted'],
    ['unlisted', false, 'granted', 'hidden', 'hidden'],
    ['public', true, 'granted', 'granted', 'granted'],
    ['public', false, 'granted', 'hidden', 'hidden'],
  ] as const)('%s, playable %s: owner %s, other %s, anonymous %s', (visibility, playable, owner, other, anonymous) => {
    const video = { ownerId, visibility, playable };
    expect([accessTo(video, ownerId), accessTo(video, 'other'), accessTo(video, null)]).toEqual([
      owner,
      other,
      anonymous,
    ]);
  });
});
