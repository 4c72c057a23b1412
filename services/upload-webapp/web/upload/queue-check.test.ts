import { describe, expect, it } from 'vitest';
import type { Draft } from './queue.js';
import { settleCheck, type UnfinishedUpload } from './queue-check.js';
import { UNREADABLE } from './send-failure.js';
import { queued } from './testing/queued.js';

const upload: UnfinishedUpload = {
  ...{ id: 'video-1', fileName: 'clip.mp4', title: 'Clip', sizeBytes: 4, receivedBytes: 3 },
  ...{ fingerprint: 'aa', replaces: null, isBeingSent: false, expiresAt: '2026-11-28T00:00:00Z' },
};
const draft = (title: string): Draft => ({ title, description: 'Words', visibility: 'unlisted' });
const first = { id: 'video-0', title: 'The first' };
const needsFile = {
  at: 'needs-file',
  expiresAt: upload.expiresAt,
  isPaused: false,
  isSentElsewhere: false,
  handle: undefined,
} as const;
const base = (title: string) => ({ version: 3, draft: draft(title) });
const card = () => queued({ key: 'card', file: undefined, fingerprint: 'aa', videoId: 'video-1', phase: needsFile });

describe('settleCheck', () => {
  it('lets a new file get into line, with the title of its name', () => {
    const [item] = settleCheck([queued({ key: 'a' })], 'a', { fingerprint: 'aa' });
    expect(item).toMatchObject({ fingerprint: 'aa', phase: { at: 'waiting' }, draft: { title: 'clip' } });
  });

  it('asks about a file that has arrived before, once', () => {
    const [asked] = settleCheck([queued({ key: 'a' })], 'a', { fingerprint: 'aa', first });
    expect(asked?.phase).toEqual({ at: 'duplicate', first });
    const [wanted] = settleCheck([queued({ key: 'a', isCopyWanted: true })], 'a', { fingerprint: 'aa', first });
    expect(wanted?.phase.at).toBe('waiting');
  });

  it('goes on with the upload that was begun, with its draft', () => {
    const checked = { fingerprint: 'aa', first, unfinished: { upload, base: base('Saved') } };
    const [item] = settleCheck([queued({ key: 'a' })], 'a', checked);
    expect(item).toMatchObject({ videoId: 'video-1', sentBytes: 3, phase: { at: 'waiting' }, draft: draft('Saved') });
  });

  it('prefers what was typed in this browser and not saved', () => {
    const typed = { draft: draft('Typed'), base: undefined };
    const unfinished = { upload, base: base('Saved') };
    const [item] = settleCheck([queued({ key: 'a' })], 'a', { fingerprint: 'aa', typed, unfinished });
    expect(item).toMatchObject({ draft: typed.draft, savedDraft: draft('Saved'), base: base('Saved') });
    expect(settleCheck([queued({ key: 'a' })], 'a', { fingerprint: 'aa', typed })[0]?.draft).toEqual(typed.draft);
  });

  it('begins anew when the server does not know the upload any more', () => {
    const [item] = settleCheck([queued({ key: 'a', videoId: 'gone', sentBytes: 3 })], 'a', { fingerprint: 'aa' });
    expect(item).toMatchObject({ videoId: undefined, sentBytes: 0, phase: { at: 'waiting' } });
  });

  it('gives the file to the card that waits for it', () => {
    const chosen = queued({ key: 'a' });
    const queue = settleCheck([card(), chosen], 'a', { fingerprint: 'aa', unfinished: { upload, base: base('S') } });
    expect(queue).toHaveLength(1);
    expect(queue[0]).toMatchObject({ key: 'card', file: chosen.file, phase: { at: 'waiting' } });
  });

  it('gives the file to the card that was refused, which is then looked at again', () => {
    const refused = queued({ key: 'card', fingerprint: 'aa', phase: { at: 'refused', problem: UNREADABLE } });
    const chosen = queued({ key: 'a' });
    const queue = settleCheck([refused, chosen], 'a', { fingerprint: 'aa' });
    expect(queue).toMatchObject([{ key: 'card', file: chosen.file, phase: { at: 'checking' } }]);
  });

  it('takes a file once that is chosen twice, and again when the first has arrived', () => {
    const open = queued({ key: 'open', fingerprint: 'aa', phase: { at: 'paused' } });
    expect(settleCheck([open, queued({ key: 'a' })], 'a', { fingerprint: 'aa' })).toEqual([open]);
    const arrived = queued({ fingerprint: 'aa', phase: { at: 'arrived', video: {} as never } });
    expect(settleCheck([arrived, queued({ key: 'a' })], 'a', { fingerprint: 'aa' })).toHaveLength(2);
  });

  it('says so when another file is chosen for an upload', () => {
    const queue = settleCheck([card(), queued({ key: 'a', name: 'other.mp4', chosenFor: 'card' })], 'a', {
      fingerprint: 'bb',
    });
    expect(queue).toHaveLength(1);
    expect(queue[0]?.phase).toEqual({ ...needsFile, trouble: { what: 'other-file', name: 'other.mp4' } });
  });

  it('leaves a file alone whose card went while it was looked at', () => {
    const queue = settleCheck([queued({ key: 'a', chosenFor: 'card' })], 'a', { fingerprint: 'aa' });
    expect(queue).toMatchObject([{ key: 'a', phase: { at: 'waiting' } }]);
  });

  it('changes nothing for a file that was cancelled meanwhile', () => {
    const queue = [queued({ key: 'a', phase: { at: 'cancelled', before: { at: 'checking' } } })];
    expect(settleCheck(queue, 'a', { fingerprint: 'aa' })).toBe(queue);
  });
});
