import { databaseConfig } from '@kinora/database';
import { commonConfig, loadConfig, secret } from '@kinora/service-kit';
import { z } from 'zod';
import { partSizeBytes, RESUMABLE_MAX_BYTES } from './domain/resumable/part-size.js';

const DAY_SECONDS = 86_400;
const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const positiveInteger = (fallback: number) => z.coerce.number().int().positive().default(fallback);

const settings = z.object({
  ...commonConfig,
  ...databaseConfig,
  PORT: commonConfig.PORT.default(3000),
  REDIS_URL: z.url().default('redis://valkey:6379'),
  FILE_SVC_URL: z.url().default('http://file-svc:4000'),
  FILE_TOKEN: secret(),
  TRANSCODER_URL: z.url().default('http://transcoder:5000'),
  TRANSCODER_TOKEN: secret(),
  /** Longer than the transcoder takes for a picture. */
  TRANSCODER_TIMEOUT_MS: positiveInteger(30_000),
  AUTH_JWKS_URL: z.url().default('http://auth-svc:8000/.well-known/jwks.json'),
  PLAYBACK_SECRET: secret(),
  UPLOAD_MAX_BYTES: positiveInteger(20 * GIB).pipe(z.number().max(RESUMABLE_MAX_BYTES)),
  /** What the files and captions of one person may take together; 0: no limit. */
  USER_QUOTA_BYTES: z.coerce.number().int().nonnegative().default(0),
  /** For the parts of all uploads that go on, while they are filled and stored. Whoever finds no room waits. */
  UPLOAD_MEMORY_MAX_BYTES: positiveInteger(128 * MIB),
  /** How long room in the store is kept for an upload of which nothing comes. */
  UPLOAD_RESERVE_SECONDS: positiveInteger(3_600),
  /** An upload that nobody goes on with for this long is given up. */
  UPLOAD_EXPIRE_SECONDS: positiveInteger(7 * DAY_SECONDS),
  /**
   * A client that sends nothing for this long is cut off. Longer than file-client lets the storage stall, shorter than
   * file-svc waits for the next byte: so each tells its own trouble.
   */
  UPLOAD_IDLE_MS: positiveInteger(90_000),
  UPLOAD_HEARTBEAT_MS: positiveInteger(5_000),
  /** An upload without a heartbeat for this long has lost its process. Many heartbeats long. */
  UPLOAD_STALE_MS: positiveInteger(60_000),
  /** How long a stored upload waits for a database that is away, before it is given up. */
  UPLOAD_COMPLETE_PATIENCE_MS: positiveInteger(30_000),
  /** How long, and how much, a client may still send after it was refused: it must get the time to read why. */
  UPLOAD_LINGER_MS: positiveInteger(30_000),
  UPLOAD_LINGER_BYTES: positiveInteger(GIB),
  JANITOR_PERIOD_MS: positiveInteger(30_000),
  /** How long a file is kept in which nothing could be watched, so that its conversion can be tried again. */
  FAILED_SOURCE_KEEP_SECONDS: positiveInteger(7 * DAY_SECONDS),
  /** How long a video stays in the trash before it is deleted for good. */
  TRASH_KEEP_SECONDS: positiveInteger(30 * DAY_SECONDS),
  /** The largest file of captions. It is read whole, and by then twice as large in memory. */
  CAPTION_FILE_MAX_BYTES: positiveInteger(5 * MIB),
  CAPTION_MAX_CUES: positiveInteger(20_000),
  /** Of the text of one cue. */
  CAPTION_CUE_MAX_CHARS: positiveInteger(2_000),
  CAPTIONS_MAX_PER_VIDEO: positiveInteger(50),
  /** How long deleted captions can be restored. Who read them then may go on reading them. */
  DELETED_CAPTIONS_KEEP_SECONDS: positiveInteger(3_600),
  /** How long a file of a video is kept in whose place viewers get another one. */
  FORMER_FILE_KEEP_SECONDS: positiveInteger(30 * DAY_SECONDS),
  /** How soon viewers get a new file of a video once it can be watched. */
  CHANGE_OVER_PERIOD_MS: positiveInteger(1_000),
  /** Of a picture that is uploaded for a video. */
  PICTURE_MAX_BYTES: positiveInteger(10 * MIB),
  PICTURE_MIN_SIDE_PIXELS: positiveInteger(64),
  PICTURE_MAX_SIDE_PIXELS: positiveInteger(10_000),
  /** Width times height. */
  PICTURE_MAX_PIXELS: positiveInteger(50_000_000),
  /** Pictures that are taken in at one moment, each of which is held in memory. */
  PICTURES_AT_ONCE: positiveInteger(4),
  /** How long a picture stays that was replaced: pages that were loaded before may still show it. */
  OLD_PICTURE_KEEP_SECONDS: positiveInteger(3_600),
  QUEUE_ADD_TIMEOUT_MS: positiveInteger(2_000),
  EVENTS_POLL_MS: positiveInteger(1_000),
  EVENTS_KEEP_ALIVE_MS: positiveInteger(10_000),
  /** Vite's own server, in development only. */
  WEB_DEV_SERVER_URL: z.url().optional(),
});

const schema = settings.refine((config) => config.UPLOAD_MEMORY_MAX_BYTES >= partSizeBytes(config.UPLOAD_MAX_BYTES), {
  path: ['UPLOAD_MEMORY_MAX_BYTES'],
  message: 'has no room for one part of a file of UPLOAD_MAX_BYTES: 5 MiB, or for larger files a 9000th of it',
});

export type Config = z.infer<typeof schema>;

export const readConfig = (env: Record<string, string | undefined> = process.env): Config => loadConfig(schema, env);
