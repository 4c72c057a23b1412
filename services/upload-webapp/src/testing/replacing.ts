import { eventually } from '@kinora/testing';
import type { StudioVideo } from '../../web/props.js';
import { upload } from './studio.js';
import { film, type StudioBed } from './studio-bed.js';
import { announced, idOf, tusClient } from './tus.js';

type Converted = 'growing' | 'ready' | 'failed';

/** Writes what a transcoder would of a file. */
export async function convert({ database: { db } }: StudioBed, fileId: string, to: Converted): Promise<void> {
  const playable = to !== 'failed';
  const facts = {
    ...{ state: to === 'growing' ? ('processing' as const) : to, playable, attempt: 1 },
    ...{ hls_path: playable ? `hls/${fileId}/1/main.m3u8` : null, duration_seconds: playable ? 12 : null },
    ...{ failure_code: playable ? null : 'transcode-failed', failure_detail: playable ? null : 'It broke.' },
  };
  const { numUpdatedRows } = await db
    .updateTable('transcodes')
    .set(facts)
    .where('video_id', '=', fileId)
    .executeTakeFirst();
  if (numUpdatedRows === 0n)
    await db
      .insertInto('transcodes')
      .values({ video_id: fileId, started_at: new Date(), ...facts })
      .execute();
  if (to !== 'ready') return;
  const common = { kind: 'video' as const, state: 'done' as const, progress: 100, reason: '' };
  await db
    .insertInto('renditions')
    .values({ video_id: fileId, name: 'v360', size_bytes: 1_000, ...common })
    .onDuplicateKeyUpdate({ size_bytes: 1_000 })
    .execute();
}

/** What a test asks of a studio, as alice. */
export function replacingIn(bed: StudioBed) {
  const alice = () => tusClient(bed.studio.url);
  const call = (path: string, method = 'GET', headers: Record<string, string> = {}, as = 'alice') =>
    fetch(`${bed.studio.url}${path}`, { method, headers: { cookie: `auth_token=${as}`, ...headers } });
  const pathOf = (id: string, fileId?: string) =>
    `/api/v1/studio/videos/${id}${fileId === undefined ? '' : `/files/${fileId}`}`;
  const videoOf = async (id: string) => (await (await call(pathOf(id))).json()) as StudioVideo;

  const client = {
    ...{ alice, call, pathOf, videoOf },
    /** A video that can be watched. */
    async addVideo(title = 'Garden'): Promise<string> {
      const response = await upload(bed.studio.url, { fields: { title }, file: new Blob([film(2_000)]) });
      const { id } = (await response.json()) as StudioVideo;
      await convert(bed, id, 'ready');
      return id;
    },
    /** A new file of which every byte has arrived. */
    async replace(id: string, bytes = film(3_000)): Promise<string> {
      const path = await announced(alice(), bytes.length, { filename: 'again.mp4', replaces: id });
      const { status } = await alice().patch(path, 0, bytes);
      if (status !== 204) throw new Error(`the bytes were answered with ${status}`);
      return idOf(path);
    },
    async untilServed(id: string, fileId: string): Promise<void> {
      await eventually(async () => {
        if ((await client.servedOf(id)) !== fileId) throw new Error('another file is served');
      });
    },
    servedOf: async (id: string): Promise<string> => {
      const { db } = bed.database;
      const rows = db.selectFrom('video_overview').select('media_id').where('id', '=', id);
      return (await rows.executeTakeFirstOrThrow()).media_id;
    },
    /** A video whose file was replaced, and viewers get the new one. */
    async replaced(): Promise<{ id: string; fileId: string }> {
      const id = await client.addVideo();
      const fileId = await client.replace(id);
      await convert(bed, fileId, 'ready');
      await client.untilServed(id, fileId);
      return { id, fileId };
    },
    serve: (id: string, fileId: string, headers?: Record<string, string>) =>
      call(`${pathOf(id, fileId)}/serve`, 'POST', headers),
    discard: (id: string, fileId: string, headers?: Record<string, string>) =>
      call(pathOf(id, fileId), 'DELETE', headers),
  };
  return client;
}

export type Replacing = ReturnType<typeof replacingIn>;
