import { databaseConfig } from '@kinora/database';
import { commonConfig, loadConfig, secret } from '@kinora/service-kit';
import { z } from 'zod';

const schema = z.object({
  ...commonConfig,
  ...databaseConfig,
  PORT: commonConfig.PORT.default(3100),
  FILE_SVC_URL: z.url().default('http://file-svc:4000'),
  FILE_TOKEN: secret(),
  AUTH_JWKS_URL: z.url().default('http://auth-svc:8000/.well-known/jwks.json'),
  PLAYBACK_SECRET: secret(),
  /** Of texts of captions whose cues are kept, so that not each of their segments reads them anew. */
  CAPTION_CACHE_MAX_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(16 * 1024 ** 2),
  /** Vite's own server, in development only. */
  WEB_DEV_SERVER_URL: z.url().optional(),
});

export type Config = z.infer<typeof schema>;

export const readConfig = (env: Record<string, string | undefined> = process.env): Config => loadConfig(schema, env);
