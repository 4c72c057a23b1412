import { createHash, randomBytes } from 'node:crypto';
import { sourceKey } from '@kinora/contracts';
import { createFileClient, type FileClient } from '@kinora/file-client';
import { createTestDatabase, type TestDatabase, tempFolder, testRedisUrl } from '@kinora/testing';
import { mp4 } from './form.js';
import {
  FILE_TOKEN,
  type FileService,
  type Studio,
  type StudioOptions,
  startFileService,
  startStudio,
} from './studio.js';

export interface StudioBed {
  database: TestDatabase;
  service: FileService;
  files: FileClient;
  studio: Studio;
  /** For another studio beside it. */
  options: StudioOptions;
  /** The rows of all videos. */
  videos(): Promise<Awaited<ReturnType<typeof allVideos>>>;
  /** SHA-256 in hex of a stored source. */
  storedSha256(id: string): Promise<string>;
  empty(): Promise<void>;
  stop(): Promise<void>;
}

const allVideos = ({ db }: TestDatabase) => db.selectFrom('videos').selectAll().execute();

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A file like no other that begins like an MP4. */
export const film = (sizeBytes: number): Buffer<ArrayBuffer> => {
  const head = mp4(Math.min(sizeBytes, 64));
  return Buffer.concat([head, randomBytes(sizeBytes - head.length)]);
};

/** The studio with all that it stands on. */
export async function startStudioBed(
  limits: Record<string, string | number> = {},
  startFiles = async () => startFileService(await tempFolder()),
): Promise<StudioBed> {
  const database = await createTestDatabase();
  const service = await startFiles();
  const files = createFileClient({ baseUrl: service.url, token: FILE_TOKEN });
  const options = { database: database.config, redisUrl: await testRedisUrl(), fileServiceUrl: service.url, limits };
  const studio = await startStudio(options);
  return {
    ...{ database, service, files, studio, options },
    videos: () => allVideos(database),
    async storedSha256(id) {
      const { body } = await files.get(sourceKey(id));
      return sha256(Buffer.concat(await body.toArray()));
    },
    async empty() {
      for (const table of ['upload_parts', 'uploads', 'videos'] as const) await database.db.deleteFrom(table).execute();
    },
    async stop() {
      await studio.stop();
      await files.close();
      await service.stop();
      await database.drop();
    },
  };
}
