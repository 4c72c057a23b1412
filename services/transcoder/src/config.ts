import { databaseConfig } from '@kinora/database';
import { commonConfig, loadConfig, secret } from '@kinora/service-kit';
import { z } from 'zod';

const positive = z.coerce.number().int().positive();
const MIB = 1_024 ** 2;
const GIB = 1_024 ** 3;

const schema = z.object({
  ...commonConfig,
  ...databaseConfig,
  PORT: commonConfig.PORT.default(5000),
  REDIS_URL: z.url(),
  FILE_SVC_URL: z.url(),
  FILE_TOKEN: secret(),
  /** Who carries it may ask for pictures. */
  TRANSCODER_TOKEN: secret(),
  SCRATCH_DIR: z.string().min(1),
  FFMPEG_PATH: z.string().default('ffmpeg'),
  FFPROBE_PATH: z.string().default('ffprobe'),

  TRANSCODE_CONCURRENCY: positive.default(1),
  /** Threads of each ffmpeg part; 0 lets ffmpeg use all cores. */
  FFMPEG_THREADS: z.coerce.number().int().nonnegative().default(0),
  STALL_TIMEOUT_MS: positive.default(60_000),
  PROBE_TIMEOUT_MS: positive.default(60_000),
  /** Of one picture, and of all pictures of a video; what is not there by then is left out. */
  PICTURE_TIMEOUT_MS: positive.default(15_000),
  PICTURES_TIMEOUT_MS: positive.default(45_000),
  /** Pictures that owners ask for and that are made at one moment; whoever asks for more is told to come back. */
  ASKED_PICTURES_AT_ONCE: positive.default(2),
  /** Of one that is asked for, with all that has to be read for it. */
  ASKED_PICTURE_TIMEOUT_MS: positive.default(25_000),
  PICTURE_MAX_BYTES: positive.default(10 * MIB),
  STORYBOARD_TIMEOUT_MS: positive.default(1_800_000),
  /** How long a video that is encoded waits for pictures that are still being made. */
  PICTURES_GRACE_MS: positive.default(15_000),

  LEASE_MS: positive.default(12_000),
  HEARTBEAT_MS: positive.default(1_000),
  /** How often a worker looks whether something more urgent waits. */
  YIELD_LOOK_INTERVAL_MS: positive.default(1_000),
  /** For so long a worker that took a video stays with it, whatever waits. */
  YIELD_PROTECTION_MS: positive.default(5_000),
  JOB_LOCK_MS: positive.default(15_000),
  JOB_STALLED_CHECK_MS: positive.default(5_000),
  RECONCILE_INTERVAL_MS: positive.default(10_000),
  MAX_LOST_WORKERS: positive.default(5),
  MAX_PASSING_FAULTS: positive.default(1_000),
  PASSING_DELAY_BASE_MS: positive.default(1_000),
  PASSING_DELAY_MAX_MS: positive.default(15_000),

  /** How often a worker writes down what it has stored, and how long it takes for that when it stops. */
  JOURNAL_INTERVAL_MS: positive.default(1_000),
  JOURNAL_CLOSE_TIMEOUT_MS: positive.default(2_000),

  PARALLEL_UPLOADS: positive.default(4),
  STORAGE_PATIENCE_MS: positive.default(300_000),
  SCRATCH_MAX_BYTES: positive.default(512 * MIB),
  SCRATCH_DEAD_AFTER_MS: positive.default(60_000),

  /** Of one ffmpeg; by default it follows from the threads. */
  MAX_FFMPEG_MEMORY_MIB: positive.optional(),
  MAX_FFPROBE_MEMORY_MIB: positive.default(1_024),
  /** Of one file that ffmpeg writes. */
  MAX_SEGMENT_BYTES: positive.default(GIB),
  MAX_DURATION_SECONDS: positive.default(172_800),
  /** Width times height times frames: a day of 2160p at 30 frames a second. */
  MAX_DECODED_MEGAPIXELS: positive.default(22_000_000),
  MAX_STREAMS: positive.default(64),
  /** Further tracks of sound are left out of the stream. */
  MAX_AUDIO_TRACKS: positive.default(8),
  /** Further tracks of subtitles, and larger ones, are left out of the stream. */
  MAX_SUBTITLE_TRACKS: positive.default(32),
  MAX_SUBTITLE_BYTES: positive.default(4 * MIB),
  /** Subtitles that are not read by then are left out. */
  SUBTITLES_TIMEOUT_MS: positive.default(1_800_000),
  MAX_PIXELS_PER_FRAME: positive.default(8_192 * 8_192),
  MAX_SIDE_PIXELS: positive.default(16_384),
  MAX_OUTPUT_BYTES: positive.default(200 * GIB),
  WALL_TIME_BASE_SECONDS: positive.default(600),
  WALL_TIME_FACTOR: positive.default(100),
  WALL_TIME_UNKNOWN_SECONDS: positive.default(86_400),
  MAX_WALL_TIME_SECONDS: positive.default(604_800),
});

export type Config = z.infer<typeof schema>;

export const readConfig = (env?: Record<string, string | undefined>): Config => loadConfig(schema, env);
