import { commonConfig, secret } from '@kinora/service-kit';
import { z } from 'zod';

const positive = (defaultValue: number) => z.coerce.number().int().min(1).default(defaultValue);

/** As Express reads it: a number of proxies, `true`, or a list of addresses and networks. */
const trustProxy = z.string().transform((text) => {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d+$/.test(text) ? Number(text) : text;
});

export const configSchema = z.object({
  ...commonConfig,
  PORT: commonConfig.PORT.default(8_080),
  /** `/metrics` has a listener of its own, which is never published. */
  METRICS_HOST: z.string().optional(),
  METRICS_PORT: commonConfig.PORT.default(8_081),
  AUTH_SVC_URL: z.url(),
  UPLOAD_WEBAPP_URL: z.url(),
  STREAMING_WEBAPP_URL: z.url(),
  FILE_SVC_URL: z.url(),
  FILE_TOKEN: secret(),
  PLAYBACK_SECRET: secret(),
  /** Whose `X-Forwarded-*` headers are believed. Not set: nobody's. */
  TRUST_PROXY: trustProxy.default(false),
  MAX_CONNECTIONS: positive(4_096),
  HEADER_MAX_BYTES: positive(16_384),
  HEADERS_TIMEOUT_MS: positive(20_000),
  URL_MAX_CHARS: positive(8_192),
  CONNECT_TIMEOUT_MS: positive(2_000),
  READ_TIMEOUT_MS: positive(10_000),
  /** Longer than an upload waits for the store and the database to confirm it. */
  RESPONSE_TIMEOUT_MS: positive(65_000),
  IDLE_TIMEOUT_MS: positive(120_000),
});

/** What the configuration says, in the app's words. */
export const gatewayDeps = (config: GatewayConfig) => ({
  serviceUrls: {
    'auth-svc': config.AUTH_SVC_URL,
    'upload-webapp': config.UPLOAD_WEBAPP_URL,
    'streaming-webapp': config.STREAMING_WEBAPP_URL,
    'file-svc': config.FILE_SVC_URL,
  },
  fileToken: config.FILE_TOKEN,
  playbackSecret: config.PLAYBACK_SECRET,
  limits: {
    urlMaxChars: config.URL_MAX_CHARS,
    connectTimeoutMs: config.CONNECT_TIMEOUT_MS,
    readTimeoutMs: config.READ_TIMEOUT_MS,
    responseTimeoutMs: config.RESPONSE_TIMEOUT_MS,
    idleTimeoutMs: config.IDLE_TIMEOUT_MS,
  },
  trustProxy: config.TRUST_PROXY,
});

export type GatewayConfig = z.infer<typeof configSchema>;
