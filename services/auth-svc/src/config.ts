import { commonConfig, secret } from '@kinora/service-kit';
import { z } from 'zod';

const DAY_SECONDS = 24 * 3_600;

export const configSchema = z.object({
  ...commonConfig,
  PORT: commonConfig.PORT.default(8_000),
  AUTH_USERNAME: z.string().min(1).max(200),
  AUTH_PASSWORD: secret(1),
  /** PEM of the ES256 private key; made on the first start. */
  AUTH_KEY_FILE: z.string().min(1),
  SESSION_TTL_SECONDS: z.coerce
    .number()
    .int()
    .min(60)
    .default(7 * DAY_SECONDS),
  /** Counted for each client address (for IPv6: each /56 network). */
  LOGIN_MAX_FAILURES_PER_MINUTE: z.coerce.number().int().min(1).default(20),
  /** Vite's own server, in development only. */
  WEB_DEV_SERVER_URL: z.url().optional(),
});
