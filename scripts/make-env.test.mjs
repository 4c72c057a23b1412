import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inRoot } from './build/root.mjs';

const SECRETS = [
  'AUTH_PASSWORD',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'DB_PASS',
  'MYSQL_ROOT_PASSWORD',
  'VALKEY_PASSWORD',
  'PLAYBACK_SECRET',
  'FILE_TOKEN_UPLOAD_WEBAPP',
  'FILE_TOKEN_TRANSCODER',
  'FILE_TOKEN_STREAMING_WEBAPP',
  'FILE_TOKEN_GATEWAY',
  'TRANSCODER_TOKEN',
];

let checkout = '';
beforeEach(() => {
  checkout = mkdtempSync(path.join(tmpdir(), 'kinora-env-'));
  mkdirSync(path.join(checkout, 'scripts'));
  copyFileSync(inRoot('scripts/make-env.sh'), path.join(checkout, 'scripts/make-env.sh'));
  copyFileSync(inRoot('.env.example'), path.join(checkout, '.env.example'));
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

const envFile = () => path.join(checkout, '.env');
const makeEnv = () => spawnSync('sh', [path.join(checkout, 'scripts/make-env.sh')], { encoding: 'utf8' });

/** @param {string} text @returns {Record<string, string>} */
function variables(text) {
  const lines = text.split('\n').filter((line) => /^[A-Z]/.test(line));
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/).slice(0, 2)));
}

test('every secret gets a random value of its own, everything else stays', () => {
  expect(makeEnv().status).toBe(0);
  const made = variables(readFileSync(envFile(), 'utf8'));
  const example = variables(readFileSync(inRoot('.env.example'), 'utf8'));
  expect(SECRETS.filter((name) => !/^[0-9a-f]{48}$/.test(made[name] ?? ''))).toEqual([]);
  expect(new Set(SECRETS.map((name) => made[name])).size).toBe(SECRETS.length);
  const others = Object.keys(example).filter((name) => !SECRETS.includes(name));
  expect(others.filter((name) => made[name] !== example[name])).toEqual([]);
  expect(statSync(envFile()).mode & 0o777).toBe(0o600);
});

test('an .env that exists is left alone', () => {
  writeFileSync(envFile(), 'mine');
  expect(makeEnv()).toMatchObject({ status: 1, stderr: expect.stringContaining('exists already') });
  expect(readFileSync(envFile(), 'utf8')).toBe('mine');
});

test('docker compose asks for every secret that the script makes, and for no other variable', () => {
  const compose = readFileSync(inRoot('docker-compose.yml'), 'utf8');
  const demanded = new Set([...compose.matchAll(/\$\{([A-Z0-9_]+):\?/g)].map((match) => match[1]));
  const withDefault = ['AUTH_USERNAME', 'S3_BUCKET'];
  expect([...demanded].sort()).toEqual([...SECRETS, ...withDefault].sort());
});
