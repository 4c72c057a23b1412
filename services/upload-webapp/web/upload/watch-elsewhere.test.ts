import type { ProblemDocument } from '@kinora/contracts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StudioVideo } from '../props.js';
import { resume, step } from './queue.js';
import type { UnfinishedUpload } from './queue-check.js';
import { unfinishedFile } from './queue-items.js';
import { createQueueStore } from './queue-store.js';
import { testMemory } from './testing/memory.js';
import { LOOK_EVERY_MS, watchElsewhere } from './watch-elsewhere.js';

const GONE = { status: 404 } as ProblemDocument;
const SHA256 = 'ab'.repeat(32);
const video = {
  id: 'v1',
  sha256: SHA256,
  title: 'Clip',
  description: '',
  visibility: 'private',
  version: 1,
  files: [],
} as unknown;
const upload = (more: Partial<UnfinishedUpload> = {}): UnfinishedUpload => ({
  ...{ id: 'v1', fileName: 'clip.mp4', title: 'Clip', sizeBytes: 10, receivedBytes: 3, fingerprint: 'fp' },
  ...{ replaces: null, isBeingSent: false, expiresAt: '2026-11-28T00:00:00Z', ...more },
});

/** A page that shows one upload which was begun before. */
function setUp() {
  const api = { unfinished: vi.fn(async () => [upload()]), video: vi.fn(async () => video as StudioVideo) };
  const onVideo = vi.fn();
  const store = createQueueStore({ work: {}, onChanged: () => {} });
  const memory = testMemory();
  watchElsewhere({ api, memory, onVideo }, store);
  store.set([unfinishedFile(upload(), video as StudioVideo, { typed: undefined, isPaused: false, handle: undefined })]);
  const look = () => vi.advanceTimersByTimeAsync(LOOK_EVERY_MS);
  return { api, memory, onVideo, store, look, only: () => store.get()[0] };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('tells what another window sends, when it stops, and when it is paused there', async () => {
  const { api, memory, look, only } = setUp();
  api.unfinished.mockResolvedValue([upload({ isBeingSent: true, receivedBytes: 5 })]);
  await look();
  expect(only()).toMatchObject({ sentBytes: 5, phase: { at: 'needs-file', isSentElsewhere: true } });
  api.unfinished.mockResolvedValue([upload({ receivedBytes: 7 })]);
  await look();
  expect(only()).toMatchObject({ sentBytes: 7, phase: { isSentElsewhere: true } });
  await look();
  expect(only()).toMatchObject({ sentBytes: 7, phase: { isSentElsewhere: false, isPaused: false } });
  memory.paused.keep('v1', true);
  await look();
  expect(only()).toMatchObject({ phase: { isSentElsewhere: false, isPaused: true } });
});

it('shows the video when it has arrived from elsewhere', async () => {
  const { api, onVideo, look, only } = setUp();
  api.unfinished.mockResolvedValue([]);
  await look();
  expect(only()?.phase).toEqual({ at: 'arrived', video });
  expect(onVideo).toHaveBeenCalledWith(video);
});

it.each<[string, () => Promise<StudioVideo>]>([
  ['a new video', () => Promise.reject(GONE)],
  ['a file of a video that is there', async () => ({ ...(video as StudioVideo), id: 'v0' })],
  ['one that arrived wrong', async () => ({ ...(video as StudioVideo), state: 'failed', sha256: null })],
  [
    'a file that arrived wrong',
    async () => ({ ...(video as StudioVideo), id: 'v0', files: [{ id: 'v1', sha256: null }] as StudioVideo['files'] }),
  ],
])('drops the card of an upload that was cancelled or refused elsewhere: %s', async (_of, answer) => {
  const { api, store, look } = setUp();
  api.unfinished.mockResolvedValue([]);
  api.video.mockImplementation(answer);
  await look();
  expect(store.get()).toEqual([]);
});

it('asks on after no answer came, and no more when nothing is left to ask for', async () => {
  const { api, store, look, only } = setUp();
  api.unfinished.mockRejectedValueOnce({ status: 0 });
  await look();
  expect(only()?.phase.at).toBe('needs-file');
  await look();
  expect(api.unfinished).toHaveBeenCalledTimes(2);
  const file = new File(['clip'], 'clip.mp4');
  store.set(step(store.get(), 'v1', (item) => resume({ ...item, file, phase: { at: 'paused' } })));
  await look();
  await look();
  expect(api.unfinished).toHaveBeenCalledTimes(3);
});
