import type { Conversion, VideoFile } from '@kinora/contracts';
import type { Database } from '@kinora/database';
import { sql } from 'kysely';

async function replacedAmong(db: Database, videoIds: string[]): Promise<string[]> {
  if (videoIds.length === 0) return [];
  const rows = await db
    .selectFrom('videos')
    .select('replaces')
    .distinct()
    .where('replaces', 'in', videoIds)
    .where('deleted_at', 'is', null)
    .execute();
  return rows.flatMap(({ replaces }) => replaces ?? []);
}

/** The newest first. */
const findRows = (db: Database, videoIds: string[]) =>
  db
    .selectFrom('videos as v')
    .innerJoin('video_files as f', 'f.file_id', 'v.id')
    .innerJoin('videos as head', 'head.id', 'f.video_id')
    .leftJoin('transcodes as t', 't.video_id', 'v.id')
    .leftJoin('uploads as u', 'u.id', 'v.id')
    .select(['v.id', 'f.video_id', 'v.file_name', 'v.size_bytes', 'v.sha256', 'v.created_at', 'v.set_aside_at'])
    .select(['f.state', 'f.stored_bytes', 't.playable', 't.progress', 't.duration_seconds', 'u.received_bytes'])
    .select([
      'v.failure_code',
      'v.failure_detail',
      't.failure_code as conversion_code',
      't.failure_detail as conversion_detail',
    ])
    .select(sql<number>`v.id = COALESCE(head.served_id, head.id)`.as('is_served'))
    .where((eb) => eb.or([eb('v.id', 'in', videoIds), eb('v.replaces', 'in', videoIds)]))
    .where('v.deleted_at', 'is', null)
    .where('v.discarded_at', 'is', null)
    .orderBy('v.created_at', 'desc')
    .orderBy('v.id', 'desc')
    .execute();

type FileRow = Awaited<ReturnType<typeof findRows>>[number];

const failureOf = (row: FileRow): VideoFile['failure'] => {
  const code = row.failure_code ?? row.conversion_code;
  if (row.state !== 'failed' || code === null) return undefined;
  return { code, detail: row.failure_detail ?? row.conversion_detail ?? '' };
};

const MS_PER_SECOND = 1_000;

function toFile(row: FileRow, conversion: Conversion, keepSeconds: number): VideoFile {
  const failure = failureOf(row);
  const keptUntil = row.set_aside_at && new Date(row.set_aside_at.getTime() + keepSeconds * MS_PER_SECOND);
  return {
    ...{ id: row.id, fileName: row.file_name, sizeBytes: row.size_bytes, receivedBytes: row.received_bytes },
    ...{
      sha256: row.sha256,
      uploadedAt: row.created_at.toISOString(),
      state: row.state,
      storedBytes: row.stored_bytes,
    },
    ...{ playable: Boolean(row.playable), progress: row.progress ?? 0, durationSeconds: row.duration_seconds },
    ...{ isServed: Boolean(row.is_served), keptUntil: keptUntil?.toISOString() ?? null, conversion },
    ...(failure ? { failure } : {}),
  };
}

interface FilesOptions {
  /** How long a file is kept in whose place viewers get another one. */
  keepSeconds: number;
  conversionsOf(files: Pick<FileRow, 'id' | 'state'>[]): Promise<Map<string, Conversion>>;
}

/** The files of those videos that have several, or are about to. */
export async function findVideoFiles(
  db: Database,
  videoIds: string[],
  { keepSeconds, conversionsOf }: FilesOptions,
): Promise<Map<string, VideoFile[]>> {
  const replaced = await replacedAmong(db, videoIds);
  const rows = replaced.length > 0 ? await findRows(db, replaced) : [];
  const conversions = await conversionsOf(rows);
  const found = new Map<string, VideoFile[]>();
  for (const row of rows) {
    const conversion = conversions.get(row.id);
    const file = conversion && toFile(row, conversion, keepSeconds);
    if (file) found.set(row.video_id, [...(found.get(row.video_id) ?? []), file]);
  }
  return found;
}
