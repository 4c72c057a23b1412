import { loadConfig } from '@kinora/service-kit';
import { describe, expect, it } from 'vitest';
import { configSchema } from './config.js';

const required = {
  AUTH_SVC_URL: 'http://auth-svc:8000',
  UPLOAD_WEBAPP_URL: 'http://upload-webapp:3000',
  STREAMING_WEBAPP_URL: 'http://streaming-webapp:3100',
  FILE_SVC_URL: 'http://file-svc:4000',
  FILE_TOKEN: 'ab'.repeat(16),
  PLAYBACK_SECRET: 'cd'.repeat(16),
};

describe('configSchema', () => {
  it('has a default for every limit', () => {
    expect(loadConfig(configSchema, required)).toMatchObject({
      PORT: 8_080,
      METRICS_PORT: 8_081,
      TRUST_PROXY: false,
      MAX_CONNECTIONS: 4_096,
      HEADER_MAX_BYTES: 16_384,
      HEADERS_TIMEOUT_MS: 20_000,
      URL_MAX_CHARS: 8_192,
      CONNECT_TIMEOUT_MS: 2_000,
      READ_TIMEOUT_MS: 10_000,
      RESPONSE_TIMEOUT_MS: 65_000,
      IDLE_TIMEOUT_MS: 120_000,
    });
  });

  it.each([
    ['true', true],
    ['false', false],
    ['1', 1],
    ['loopback, 10.0.0.0/8', 'loopback, 10.0.0.0/8'],
  ])('reads TRUST_PROXY=%s as Express does', (text, value) => {
    expect(loadConfig(configSchema, { ...required, TRUST_PROXY: text }).TRUST_PROXY).toBe(value);
  });
});
