import type { ProblemDocument } from '@kinora/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StudioVideo } from '../props.js';
import { withHandle } from './file-handle.js';
import { UNDO_MS } from './phases/waiting.js';
import type { NeedsFile } from './queue.js';
import type { UnfinishedUpload } from './queue-check.js';
import type { FileToSend, SendListeners } from './send-file.js';
import { testMemory } from './testing/memory.js';
import { createUploadQueue } from './upload-queue.js';
import type { FoundUploads, UploadsApi } from './uploads-api.js';

const NO_ANSWER = { status: 0, title: 'The connection broke off' } as ProblemDocument;
const REFUSAL = { status: 507, title: 'Full' } as ProblemDocument;
const video = { id: 'v1', title: 'Server', description: '', visibility: 'private', version: 1 } as StudioVideo;
const OVERTAKEN = { status: 412, code: 'precondition-failed' } as ProblemDocument;
const theirs = { ...video, title: 'Theirs', version: 7 };
const upload: UnfinishedUpload = {
  ...{ id: 'v1', fileName: 'clip.mp4', title: 'Server', sizeBytes: 4, receivedBytes: 3 },
  ...{ fingerprint: 'fp:clip', replaces: null, isBeingSent: false, expiresAt: '2026-11-28T00:00:00Z' },
};

/** A queue whose server, network and hashes are played by the test. */
function setUp(found: Partial<FoundUploads> = {}, { replaces = null as string | null, memory = testMemory() } = {}) {
  const sent: (FileToSend & SendListeners & { stop: ReturnType<typeof vi.fn> })[] = [];
  const api = {
    replaces,
    unfinished: vi.fn(async () => found.uploads ?? []),
    find: vi.fn(async () => ({ uploads: [], videos: [], ...found })),
    video: vi.fn(async () => video),
    save: vi.fn(async () => video),
    discard: vi.fn(async () => {}),
    remove: vi.fn(async () => {}),
  } satisfies UploadsApi;
  const onVideo = vi.fn();
  const uploads = createUploadQueue({
    api,
    hashes: { fingerprint: async (file) => `fp:${await file.text()}`, sha256: async () => 'ab'.repeat(32) },
    send: (file, listeners) => {
      const stop = vi.fn();
      sent.push({ ...file, ...listeners, stop });
      return stop;
    },
    memory,
    uploadMaxBytes: 10,
    onVideo,
  });
  const clip = (words = 'clip', name = 'clip.mp4') => new File([words], name, { type: 'video/mp4' });
  const now = () => uploads.get().map(({ phase }) => phase.at);
  const only = () => uploads.get()[0] ?? expect.fail('the queue is empty');
  const until = (phase: string) => vi.waitFor(() => expect(now()[0]).toBe(phase));
  return { uploads, api, sent, memory, onVideo, clip, now, only, until };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('createUploadQueue', () => {
  it('announces a file with its draft and its fingerprint, and shows the video when it has arrived', async () => {
    const { uploads, sent, onVideo, clip, only, until } = setUp();
    uploads.add([clip()]);
    await until('sending');
    expect(sent[0]?.videoId).toBeUndefined();
    expect(sent[0]?.metadata).toEqual({
      ...{ filename: 'clip.mp4', filetype: 'video/mp4', fingerprint: 'fp:clip' },
      ...{ title: 'clip', visibility: 'private' },
    });
    sent[0]?.onAnnounced('v1');
    sent[0]?.onProgress(2);
    expect(only()).toMatchObject({ videoId: 'v1', sentBytes: 2 });
    sent[0]?.onDone();
    await until('arrived');
    expect(only().sha256).toBe('ab'.repeat(32));
    expect(onVideo).toHaveBeenCalledWith(video);
  });

  it('looks for the upload again before it announces it again, should the answer have been lost', async () => {
    const { uploads, api, sent, clip, until } = setUp();
    uploads.add([clip()]);
    await until('sending');
    api.find.mockResolvedValue({ uploads: [upload], videos: [] });
    sent[0]?.onFailure(NO_ANSWER);
    await vi.advanceTimersByTimeAsync(1_000);
    await until('sending');
    expect(sent[1]?.videoId).toBe('v1');
  });

  it('tries again by itself, later each time, and at once when the network is back', async () => {
    const { uploads, sent, clip, until, now } = setUp();
    uploads.add([clip()]);
    await until('sending');
    sent[0]?.onAnnounced('v1');
    sent[0]?.onFailure(NO_ANSWER);
    expect(now()).toEqual(['retrying']);
    await vi.advanceTimersByTimeAsync(1_000);
    sent[1]?.onFailure(NO_ANSWER);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(now()).toEqual(['retrying']);
    uploads.networkBack();
    expect(now()).toEqual(['sending']);
    expect(sent[2]?.videoId).toBe('v1');
  });

  it('stops what is sent when the browser goes offline', async () => {
    const { uploads, sent, clip, until, now } = setUp();
    uploads.add([clip()]);
    await until('sending');
    uploads.networkLost();
    expect(now()).toEqual(['retrying']);
    expect(sent[0]?.stop).toHaveBeenCalledOnce();
  });

  it('stops the transfer of a paused file and goes on with its upload', async () => {
    const { uploads, sent, clip, only, until } = setUp();
    uploads.add([clip()]);
    await until('sending');
    sent[0]?.onAnnounced('v1');
    uploads.pause(only().key);
    expect(sent[0]?.stop).toHaveBeenCalledOnce();
    uploads.resume(only().key);
    expect(sent[1]?.videoId).toBe('v1');
  });

  it('keeps two on the way, and takes the next when one is there', async () => {
    const { uploads, sent, clip, now } = setUp();
    uploads.add(['a', 'b', 'c'].map((words) => clip(words, `${words}.mp4`)));
    await vi.waitFor(() => expect(now()).toEqual(['sending', 'sending', 'waiting']));
    sent[0]?.onAnnounced('v1');
    sent[0]?.onDone();
    await vi.waitFor(() => expect(now()).toEqual(['arrived', 'sending', 'sending']));
  });

  it.each([
    ['empty', '', 'The file is empty'],
    ['too large', '12345678901', 'The file is too large'],
  ])('sends nothing of a file that is %s', async (_what, words, title) => {
    const { uploads, api, clip, only, until } = setUp();
    uploads.add([clip(words)]);
    await until('refused');
    expect(only().phase).toMatchObject({ problem: { title } });
    expect(api.find).not.toHaveBeenCalled();
  });

  it('shows what was begun before, and goes on when its file is chosen', async () => {
    const { uploads, sent, clip, now } = setUp({ uploads: [upload] });
    await uploads.find();
    expect(now()).toEqual(['needs-file']);
    uploads.add([clip()]);
    await vi.waitFor(() => expect(now()).toEqual(['sending']));
    expect(sent[0]).toMatchObject({ videoId: 'v1' });
  });

  it('discards a cancelled upload when the time to undo it is over', async () => {
    const { uploads, api, sent, clip, only, until, now } = setUp();
    uploads.add([clip()]);
    await until('sending');
    sent[0]?.onAnnounced('v1');
    uploads.cancel(only().key);
    await vi.advanceTimersByTimeAsync(UNDO_MS - 1);
    uploads.undo(only().key);
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(now()).toEqual(['sending']);
    uploads.cancel(only().key);
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(now()).toEqual([]);
    expect(api.discard).toHaveBeenCalledExactlyOnceWith('v1');
  });
});

describe('a page that is opened again', () => {
  const opened = (file: File) =>
    ({ requestPermission: async () => 'granted', getFile: async () => file }) as unknown as FileSystemFileHandle;

  it('shows a paused upload as paused, until it goes on', async () => {
    const { uploads, sent, clip, only, until, memory } = setUp();
    uploads.add([clip()]);
    await until('sending');
    sent[0]?.onAnnounced('v1');
    uploads.pause(only().key);
    const next = setUp({ uploads: [upload] }, { memory });
    await next.uploads.find();
    expect(next.only().phase).toMatchObject({ at: 'needs-file', isPaused: true });
    uploads.resume(only().key);
    const last = setUp({ uploads: [upload] }, { memory });
    await last.uploads.find();
    expect(last.only().phase).toMatchObject({ at: 'needs-file', isPaused: false });
  });

  it('goes on with the file that the browser has kept', async () => {
    const { uploads, sent, clip, until, memory } = setUp();
    uploads.add([withHandle(clip(), opened(clip()))]);
    await until('sending');
    sent[0]?.onAnnounced('v1');
    const next = setUp({ uploads: [upload] }, { memory });
    await next.uploads.find();
    const { phase, key } = next.only();
    await next.uploads.reopen(key, (phase as NeedsFile).handle ?? expect.fail('no file is kept'));
    await next.until('sending');
    expect(next.sent[0]).toMatchObject({ videoId: 'v1' });
    sent[0]?.onDone();
    await until('arrived');
    expect(await memory.files.get('fp:clip')).toBeUndefined();
  });

  it('asks for the file where the browser may not open it any more', async () => {
    const { uploads, memory, only } = setUp({ uploads: [upload] });
    const refused = { requestPermission: async () => 'denied' } as unknown as FileSystemFileHandle;
    await memory.files.keep('fp:clip', refused);
    await uploads.find();
    await uploads.reopen(only().key, refused);
    expect(only().phase).toMatchObject({ at: 'needs-file', handle: undefined, trouble: { what: 'unreadable' } });
  });
});

describe('what is typed', () => {
  const typed = { title: 'Typed', description: 'Words', visibility: 'public' } as const;

  it('is announced with the file, and saved a moment after the last key from then on', async () => {
    const { uploads, api, sent, clip, only, until } = setUp();
    uploads.add([clip()]);
    await until('sending');
    uploads.edit(only().key, typed);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(api.save).not.toHaveBeenCalled();
    sent[0]?.onAnnounced('v1');
    await vi.advanceTimersByTimeAsync(600);
    expect(api.save).toHaveBeenCalledExactlyOnceWith('v1', typed, 1);
    expect(only().savedDraft).toEqual(typed);
  });

  it('is saved at once when that is asked for', async () => {
    const { uploads, api, sent, clip, only, until } = setUp();
    uploads.add([clip()]);
    await until('sending');
    sent[0]?.onAnnounced('v1');
    uploads.edit(only().key, typed);
    uploads.save(only().key);
    expect(api.save).toHaveBeenCalledExactlyOnceWith('v1', typed, 1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(api.save).toHaveBeenCalledOnce();
  });

  it('is saved when the server is back', async () => {
    const { uploads, api, sent, clip, only, until } = setUp();
    uploads.add([clip()]);
    await until('sending');
    sent[0]?.onAnnounced('v1');
    api.save.mockRejectedValueOnce(NO_ANSWER);
    uploads.edit(only().key, typed);
    await vi.advanceTimersByTimeAsync(600);
    expect(only().savedDraft).not.toEqual(typed);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(only().savedDraft).toEqual(typed);
  });

  it('survives an upload that is refused, also when the page is opened anew', async () => {
    const { uploads, api, sent, clip, only, until } = setUp();
    uploads.add([clip()]);
    await until('sending');
    uploads.edit(only().key, typed);
    sent[0]?.onFailure(REFUSAL);
    expect(only()).toMatchObject({ phase: { at: 'refused', problem: REFUSAL }, draft: typed });
    uploads.dismiss(only().key);
    uploads.add([clip()]);
    await until('sending');
    const { description, ...short } = typed;
    expect(sent[1]?.metadata).toMatchObject(short);
    expect(sent[1]?.metadata).not.toHaveProperty('description');
    sent[1]?.onAnnounced('v2');
    await vi.advanceTimersByTimeAsync(600);
    expect(api.save).toHaveBeenCalledExactlyOnceWith('v2', { ...short, description }, 1);
  });

  it('is told when another window was first, which is overwritten only when the person says so', async () => {
    const { uploads, api, sent, clip, only, until } = setUp();
    uploads.add([clip()]);
    await until('sending');
    sent[0]?.onAnnounced('v1');
    api.save.mockRejectedValueOnce(OVERTAKEN);
    api.video.mockResolvedValue(theirs);
    uploads.edit(only().key, typed);
    await vi.advanceTimersByTimeAsync(600);
    expect(only()).toMatchObject({ newer: theirs, draft: typed });
    uploads.edit(only().key, { ...typed, title: 'Typed on' });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(api.save).toHaveBeenCalledOnce();
    uploads.keepMine(only().key);
    await vi.advanceTimersByTimeAsync(600);
    expect(api.save).toHaveBeenLastCalledWith('v1', { ...typed, title: 'Typed on' }, 7);
  });

  it('gives way to the words of the other window when the person takes those', async () => {
    const { uploads, api, sent, clip, only, until } = setUp();
    uploads.add([clip()]);
    await until('sending');
    sent[0]?.onAnnounced('v1');
    api.save.mockRejectedValueOnce(OVERTAKEN);
    api.video.mockResolvedValue(theirs);
    uploads.edit(only().key, typed);
    await vi.advanceTimersByTimeAsync(600);
    uploads.takeNewer(only().key);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(only()).toMatchObject({ newer: undefined, draft: { title: 'Theirs' }, draftNumber: 1 });
    expect(api.save).toHaveBeenCalledOnce();
  });

  it.each([
    ['another window changed only what is not typed here', { title: 'clip' }],
    ['its own first save came through although nobody heard the answer', typed],
  ])('is saved over the newer version when %s', async (_what, newer) => {
    const { uploads, api, sent, clip, only, until } = setUp();
    uploads.add([clip()]);
    await until('sending');
    sent[0]?.onAnnounced('v1');
    api.save.mockRejectedValueOnce(NO_ANSWER).mockRejectedValueOnce(OVERTAKEN);
    api.video.mockResolvedValue({ ...video, ...newer, version: 7 });
    uploads.edit(only().key, typed);
    await vi.advanceTimersByTimeAsync(600);
    const more = { ...typed, title: 'Typed on' };
    uploads.edit(only().key, more);
    await vi.advanceTimersByTimeAsync(600);
    expect(api.save).toHaveBeenLastCalledWith('v1', more, 7);
    expect(only()).toMatchObject({ newer: undefined, savedDraft: more });
  });

  it('is not saved unseen over what another window wrote while this browser was closed', async () => {
    const { uploads, api, memory, only } = setUp({ uploads: [upload] });
    const base = { version: 1, draft: { ...typed, title: 'As it was' } };
    memory.typed.keep('fp:clip', { draft: typed, base });
    api.video.mockResolvedValue(theirs);
    api.save.mockRejectedValueOnce(OVERTAKEN);
    await uploads.find();
    expect(only().draft).toEqual(typed);
    await vi.advanceTimersByTimeAsync(600);
    expect(api.save).toHaveBeenCalledExactlyOnceWith('v1', typed, 1);
    expect(only().newer).toEqual(theirs);
  });

  it('goes with the file that is sent again because it arrived wrong, whose first video is removed', async () => {
    const { uploads, api, sent, clip, only, until } = setUp();
    uploads.add([clip()]);
    await until('sending');
    sent[0]?.onAnnounced('v1');
    sent[0]?.onFailure({ status: 422, code: 'checksum-mismatch' } as ProblemDocument);
    uploads.edit(only().key, typed);
    uploads.resume(only().key);
    expect(api.remove).toHaveBeenCalledExactlyOnceWith('v1');
    await until('sending');
    expect(sent[1]?.videoId).toBeUndefined();
    sent[1]?.onAnnounced('v2');
    await vi.advanceTimersByTimeAsync(600);
    expect(api.save).toHaveBeenLastCalledWith('v2', typed, 1);
  });

  it('is saved, and what is cancelled discarded, when the page is left at once', async () => {
    const { uploads, api, sent, clip, only, until } = setUp();
    uploads.add([clip()]);
    await until('sending');
    sent[0]?.onAnnounced('v1');
    uploads.edit(only().key, typed);
    uploads.leave();
    expect(api.save).toHaveBeenCalledExactlyOnceWith('v1', typed, 1);
    uploads.cancel(only().key);
    uploads.leave();
    expect(api.discard).toHaveBeenCalledExactlyOnceWith('v1');
  });

  it('is not saved without a title, and says what the server says of it', async () => {
    const { uploads, api, sent, clip, only, until } = setUp();
    uploads.add([clip()]);
    await until('sending');
    sent[0]?.onAnnounced('v1');
    uploads.edit(only().key, { ...typed, title: ' ' });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(api.save).not.toHaveBeenCalled();
    api.save.mockRejectedValue({ ...REFUSAL, status: 422 });
    uploads.edit(only().key, typed);
    await vi.advanceTimersByTimeAsync(600);
    expect(only().draftProblem?.status).toBe(422);
  });
});
