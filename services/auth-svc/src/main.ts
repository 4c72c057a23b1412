import { configOrExit, createLogger, createMetrics, loadConfig, runService, serve } from '@kinora/service-kit';
import { createPageRenderer } from '@kinora/ui/server';
import { createEnvAccounts } from './adapters/env-accounts.js';
import { loadOrCreateKey } from './adapters/key-file.js';
import { buildApp } from './app.js';
import { configSchema } from './config.js';
import { createLoginTokens } from './domain/login-token.js';

const config = configOrExit(() => loadConfig(configSchema));
const log = createLogger('auth-svc', config.LOG_LEVEL);

await runService(log, async () => {
  const app = buildApp({
    log,
    metrics: createMetrics('auth-svc'),
    accounts: createEnvAccounts({ username: config.AUTH_USERNAME, password: config.AUTH_PASSWORD }),
    tokens: createLoginTokens(await loadOrCreateKey(config.AUTH_KEY_FILE), config.SESSION_TTL_SECONDS),
    pages: createPageRenderer({
      webDir: new URL('../dist/web', import.meta.url),
      base: '/auth/assets/',
      devServerUrl: config.WEB_DEV_SERVER_URL,
    }),
    sessionTtlSeconds: config.SESSION_TTL_SECONDS,
    loginMaxFailuresPerMinute: config.LOGIN_MAX_FAILURES_PER_MINUTE,
    devServerUrl: config.WEB_DEV_SERVER_URL,
  });
  const server = await serve(app, { host: config.HOST, port: config.PORT, log });
  return [() => server.close()];
});
