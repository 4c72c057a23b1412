import type { Caption, StudioStorage, StudioVideo } from '@kinora/contracts';
import { eventually } from '@kinora/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captionsIn, pathOf, SOURCE_BYTES, SRT, VTT } from './testing/captions.js';
import { problemOf } from './testing/studio.js';
import { type StudioBed, startStudioBed } from './testing/studio-bed.js';
import { tusClient } from './testing/tus.js';

const QUOTA_BYTES = 10_000;
const KEEP_SECONDS = 3_600;
const LIMITS = {
  ...{ USER_QUOTA_BYTES: QUOTA_BYTES, CAPTIONS_MAX_PER_VIDEO: 2, CAPTION_CUE_MAX_CHARS: QUOTA_BYTES },
  ...{ JANITOR_PERIOD_MS: 50, DELETED_CAPTIONS_KEEP_SECONDS: KEEP_SECONDS },
};

let bed: StudioBed;
beforeAll(async () => {
  bed = await startStudioBed(LIMITS);
});
afterAll(() => bed?.stop());

const { call, post, addVideo, add, captionsOf, textOf, storedTexts } = captionsIn(() => bed);

const deleteForGood = async (id: string) =>
  expect((await call(`/api/v1/studio/videos/${id}?permanently=true`, { method: 'DELETE' })).status).toBe(204);
const remove = async (id: string, { id: captionId }: Caption) =>
  expect((await call(pathOf(id, `/${captionId}`), { method: 'DELETE' })).status).toBe(204);
const restore = (id: string, { id: captionId }: Caption, as = 'alice') =>
  call(pathOf(id, `/${captionId}/restore`), { method: 'POST', as });
/** Captions of so many bytes, as they are kept. */
const textOfBytes = (sizeBytes: number) => `${VTT.trim()}${'x'.repeat(sizeBytes - VTT.length)}\n`;

describe('what captions take', () => {
  const storedBytes = async (id: string) => {
    const video = (await (await call(`/api/v1/studio/videos/${id}`)).json()) as StudioVideo;
    const all = (await (await call('/api/v1/studio/storage')).json()) as StudioStorage;
    expect(all.storedBytes).toBe(video.storedBytes);
    return video.storedBytes;
  };
  const put = (id: string, caption: Caption, sizeBytes: number) =>
    call(pathOf(id, `/${caption.id}/file`), { method: 'PUT', body: textOfBytes(sizeBytes) });
  const announce = async (sizeBytes: number) => {
    const alice = tusClient(bed.studio.url);
    const response = await alice.announce(sizeBytes);
    if (response.status === 201) await alice.end(String(response.headers.get('location')));
    return response.status;
  };

  it('is a part of what their video stores, until they are gone for good', async () => {
    const id = await addVideo();
    const caption = await add(id, undefined, textOfBytes(500));
    expect([caption.sizeBytes, await storedBytes(id)]).toEqual([500, SOURCE_BYTES + 500]);
    expect((await put(id, caption, 300)).status).toBe(200);
    expect(await storedBytes(id)).toBe(SOURCE_BYTES + 300);
    await remove(id, caption);
    expect(await storedBytes(id)).toBe(SOURCE_BYTES + 300);
    const { db } = bed.database;
    await db
      .updateTable('captions')
      .set({ deleted_at: new Date(Date.now() - (KEEP_SECONDS + 1) * 1_000) })
      .execute();
    await eventually(async () => expect(await storedBytes(id)).toBe(SOURCE_BYTES));
    await eventually(async () => expect(await storedTexts(id)).toEqual([]));
    await deleteForGood(id);
  });

  it('counts for the quota to the last byte, and leaves as much less for files', async () => {
    const id = await addVideo();
    const leftBytes = QUOTA_BYTES - SOURCE_BYTES;
    expect((await problemOf(await post(id, textOfBytes(leftBytes + 1)))).code).toBe('quota-exceeded');
    const caption = await add(id, undefined, textOfBytes(leftBytes - 1_000));
    expect([await announce(1_001), await announce(1_000)]).toEqual([413, 201]);
    expect((await problemOf(await put(id, caption, leftBytes + 1))).code).toBe('quota-exceeded');
    expect(await captionsOf(id)).toEqual([caption]);
    expect((await put(id, caption, leftBytes)).status).toBe(200);
    expect((await problemOf(await post(id, SRT))).code).toBe('quota-exceeded');
    await eventually(async () => expect(await storedTexts(id)).toHaveLength(1));
    await deleteForGood(id);
  });
});

describe('deleted captions', () => {
  it('come back as they were when that is undone, however often that is asked', async () => {
    const id = await addVideo();
    const [first, second] = [await add(id, 'language=en&label=Loud', VTT), await add(id)];
    await remove(id, first);
    expect(await captionsOf(id)).toEqual([second]);
    expect((await textOf(id, first)).status).toBe(404);
    for (const response of [await restore(id, first), await restore(id, first)])
      expect([response.status, await response.json()]).toEqual([200, first]);
    expect(await captionsOf(id)).toEqual([first, second]);
    expect(await (await textOf(id, first)).text()).toBe(VTT);
    await deleteForGood(id);
  });

  it('do not come back beside as many as there may be, into the trash, or for somebody else', async () => {
    const id = await addVideo();
    const [first] = [await add(id), await add(id)];
    await remove(id, first);
    await add(id);
    expect((await problemOf(await restore(id, first))).code).toBe('too-many-captions');
    expect((await restore(id, first, 'bob')).status).toBe(404);
    await call(`/api/v1/studio/videos/${id}`, { method: 'DELETE' });
    expect((await problemOf(await restore(id, first))).code).toBe('conflict');
    await deleteForGood(id);
  });

  it('go with their video, and no object stays', async () => {
    const id = await addVideo();
    await remove(id, await add(id));
    expect(await storedTexts(id)).toHaveLength(1);
    await deleteForGood(id);
    await eventually(async () => expect(await storedTexts(id)).toEqual([]));
    await eventually(async () =>
      expect(await bed.database.db.selectFrom('captions').select('id').execute()).toEqual([]),
    );
  });
});

describe('an Idempotency-Key', () => {
  it('makes captions once, however often they are sent, and twice at once', async () => {
    const id = await addVideo();
    const sent = [1, 2].map(() => post(id, SRT, undefined, { key: 'mine' }));
    const answers = await Promise.all([...(await Promise.all(sent)), await post(id, SRT, undefined, { key: 'mine' })]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const [caption] = await captionsOf(id);
    for (const answer of answers) expect(await answer.json()).toEqual(caption);
    expect(await captionsOf(id)).toHaveLength(1);
    await eventually(async () => expect(await storedTexts(id)).toHaveLength(1));
    await deleteForGood(id);
  });

  it('stands for other captions of another video, of another key, and after they were deleted', async () => {
    const [id, other] = [await addVideo(), await addVideo()];
    const idIn = async (video: string, key: string) =>
      ((await (await post(video, SRT, undefined, { key })).json()) as Caption).id;
    const ids = [await idIn(id, 'a'), await idIn(id, 'b'), await idIn(other, 'a')];
    await remove(id, { id: ids[0] } as Caption);
    ids.push(await idIn(id, 'a'));
    expect(new Set(ids).size).toBe(4);
    for (const video of [id, other]) await deleteForGood(video);
  });
});
