import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { configOrExit, createLogger, isConnectionError, loadConfig, secret } from '@kinora/service-kit';
import { z } from 'zod';
import { databaseConfig } from './connection.js';
import { ensureDatabase, migrate } from './migrate.js';

const schema = z.object({
  ...databaseConfig,
  MYSQL_ROOT_USER: z.string().default('root'),
  MYSQL_ROOT_PASSWORD: secret(8),
  MIGRATIONS_DIR: z.string().default(fileURLToPath(new URL('../migrations', import.meta.url))),
  DB_WAIT_SECONDS: z.coerce.number().default(60),
});

const config = configOrExit(() => loadConfig(schema));
const log = createLogger('migrate', 'info');

async function whenReachable(work: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + config.DB_WAIT_SECONDS * 1_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionError(error) || Date.now() > deadline) throw error;
      await delay(500);
    }
  }
}

try {
  await whenReachable(() => ensureDatabase(config));
  const applied = await migrate(config, config.MIGRATIONS_DIR);
  log.info({ applied }, 'the database is up to date');
} catch (err) {
  log.fatal({ err }, 'the database could not be brought up to date');
  process.exitCode = 1;
}
