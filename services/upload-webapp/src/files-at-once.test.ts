import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { convert, type Replacing, replacingIn } from './testing/replacing.js';
import { film, type StudioBed, startStudioBed } from './testing/studio-bed.js';

const ROUNDS = 25;

let bed: StudioBed;
let studio: Replacing;

beforeAll(async () => {
  bed = await startStudioBed({ JANITOR_PERIOD_MS: 50, CHANGE_OVER_PERIOD_MS: 20 });
  studio = replacingIn(bed);
});
afterAll(() => bed?.stop());

/** What a worker writes of a file: as it claims and publishes, with the row of the file locked, and as it goes on. */
async function workAt(fileId: string): Promise<void> {
  await bed.database.db.transaction().execute(async (tx) => {
    await tx.selectFrom('videos').select('id').where('id', '=', fileId).forUpdate().execute();
    const claimed = { state: 'processing' as const, playable: true, attempt: sql<number>`attempt + 1` };
    await tx.updateTable('transcodes').set(claimed).where('video_id', '=', fileId).execute();
    await tx
      .updateTable('renditions')
      .set({ size_bytes: sql`size_bytes + 7` })
      .where('video_id', '=', fileId)
      .execute();
  });
  await convert(bed, fileId, 'growing');
  await convert(bed, fileId, 'ready');
}

const patch = (id: string, title: string) =>
  fetch(`${bed.studio.url}${studio.pathOf(id)}`, {
    ...{ method: 'PATCH', body: JSON.stringify({ title }) },
    headers: { cookie: 'auth_token=alice', 'content-type': 'application/json' },
  });

async function replaceAndDiscard(id: string): Promise<Response> {
  const bytes = film(100);
  const type = { 'content-type': 'application/offset+octet-stream' };
  const answer = await studio.alice().announce(100, { filename: 'b.mp4', replaces: id }, type, bytes);
  const fileId = answer.headers.get('location')?.split('/').at(-1);
  if (answer.status === 201 && fileId) await studio.discard(id, fileId);
  return answer;
}

it('all that may happen to the files of a video at once waits for nothing that waits for it', async () => {
  const { id, fileId } = await studio.replaced();
  const refusals: string[] = [];
  const again = async (work: (round: number) => Promise<Response | undefined>) => {
    for (let round = 0; round < ROUNDS; round++) {
      const answer = await work(round);
      if (answer && answer.status >= 500) refusals.push(`${new URL(answer.url).pathname}: ${answer.status}`);
    }
  };
  await Promise.all([
    again(() => workAt(id).then(() => undefined)),
    again(() => workAt(fileId).then(() => undefined)),
    again(() => studio.serve(id, id)),
    again(() => studio.serve(id, fileId)),
    again((round) => patch(id, `Title ${round}`)),
    again(() => replaceAndDiscard(id)),
    again(() => studio.call(studio.pathOf(id), 'DELETE')),
    again(() => studio.call(`${studio.pathOf(id)}/restore`, 'POST')),
  ]);
  expect(refusals).toEqual([]);
  const { rows } = await sql`
    SELECT l.stored_bytes = (SELECT SUM(f.stored_bytes) FROM video_files f WHERE f.video_id = l.video_id) AS is_right
    FROM video_list l WHERE l.video_id = ${id}
  `.execute(bed.database.db);
  expect(rows).toEqual([{ is_right: 1 }]);
});
