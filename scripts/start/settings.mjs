import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** No letters or digits that look alike. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';
const PASSWORD_CHARS = 16;
const SECRET_BYTES = 32;

const readablePassword = () =>
  Array.from({ length: PASSWORD_CHARS }, () => READABLE[randomInt(READABLE.length)]).join('');
const secret = () => randomBytes(SECRET_BYTES).toString('hex');

/** @type {Record<string, () => string>} */
const MADE_UP = {
  AUTH_USERNAME: () => 'admin',
  AUTH_PASSWORD: readablePassword,
  DB_PASS: secret,
  PLAYBACK_SECRET: secret,
  FILE_TOKEN_UPLOAD_WEBAPP: secret,
  FILE_TOKEN_TRANSCODER: secret,
  FILE_TOKEN_STREAMING_WEBAPP: secret,
  FILE_TOKEN_GATEWAY: secret,
  TRANSCODER_TOKEN: secret,
};

/** Those that a person may set; the others are between the services. */
const FROM_ENVIRONMENT = ['AUTH_USERNAME', 'AUTH_PASSWORD'];

/**
 * The logins and secrets of this data folder. What was made up once is found again at every start; what the environment
 * sets wins for this start and is not written down.
 * @param {string} dataDir
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>}
 */
export function loadSettings(dataDir, env) {
  const file = path.join(dataDir, 'settings.json');
  /** @type {Record<string, string>} */
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const missing = Object.entries(MADE_UP).filter(([name]) => !kept[name]);
  for (const [name, make] of missing) kept[name] = make();
  if (missing.length > 0) {
    writeFileSync(`${file}.new`, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  const given = FROM_ENVIRONMENT.flatMap((name) => (env[name] ? [[name, env[name]]] : []));
  return { ...kept, ...Object.fromEntries(given) };
}
