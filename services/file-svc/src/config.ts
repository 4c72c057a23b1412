import { commonConfig, secret } from '@kinora/service-kit';
import { z } from 'zod';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const WEEK_SECONDS = 7 * 24 * 3_600;

const bytes = (byDefault: number) => z.coerce.number().int().positive().default(byDefault);

export const configSchema = z
  .object({
    ...commonConfig,
    PORT: commonConfig.PORT.default(4_000),
    FILE_TOKEN_UPLOAD_WEBAPP: secret(),
    FILE_TOKEN_TRANSCODER: secret(),
    FILE_TOKEN_STREAMING_WEBAPP: secret(),
    FILE_TOKEN_GATEWAY: secret(),
    /** Set: the bytes go to S3. */
    S3_BUCKET: z.string().min(3).optional(),
    /** Left out for AWS itself. */
    S3_ENDPOINT: z.url().optional(),
    S3_REGION: z.string().default('us-east-1'),
    /** Left out where the SDK finds credentials by itself, as on EC2. */
    AWS_ACCESS_KEY_ID: z.string().optional(),
    AWS_SECRET_ACCESS_KEY: z.string().optional(),
    /** Used without S3_BUCKET: the folder that holds the bytes. */
    FILE_STORE_DIR: z.string().optional(),
    /** Largest object. The same variable limits what upload-webapp takes. */
    UPLOAD_MAX_BYTES: bytes(20 * GIB),
    /** A client that neither sends nor takes a byte for so long is cut off. */
    IDLE_TIMEOUT_SECONDS: z.coerce.number().positive().default(120),
    /**
     * The largest part of an upload in parts. Each is held in memory until it is stored. upload-webapp sends 5 MiB, and up to
     * 64 MiB for files that would otherwise have too many parts.
     */
    PART_MAX_BYTES: bytes(64 * MIB),
    /** All parts that are held in memory at one moment. Whoever finds no room waits. */
    PART_MEMORY_MAX_BYTES: bytes(128 * MIB),
    /** What a broken upload left in the store goes after so long. Longer than any upload takes. */
    STALE_UPLOAD_HOURS: z.coerce.number().positive().default(48),
    /**
     * An upload in parts may pause for so long. The same variable tells upload-webapp when to give one up; what it leaves
     * behind then counts as broken.
     */
    UPLOAD_EXPIRE_SECONDS: z.coerce.number().int().positive().default(WEEK_SECONDS),
  })
  .refine((config) => config.S3_BUCKET || config.FILE_STORE_DIR, {
    path: ['FILE_STORE_DIR'],
    message: 'is missing: set it, or S3_BUCKET to store in S3',
  })
  .refine((config) => config.PART_MEMORY_MAX_BYTES >= config.PART_MAX_BYTES, {
    path: ['PART_MEMORY_MAX_BYTES'],
    message: 'has no room for the largest part: make it at least PART_MAX_BYTES',
  });

export type FileServiceConfig = z.infer<typeof configSchema>;
