import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSettings } from './settings.mjs';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'kinora-settings-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('what was made up once is found again', () => {
  const first = loadSettings(dir, {});
  expect(first.AUTH_USERNAME).toBe('admin');
  expect(first.AUTH_PASSWORD).toMatch(/^[a-z2-9]{16}$/);
  expect(first.PLAYBACK_SECRET).toMatch(/^[0-9a-f]{64}$/);
  expect(loadSettings(dir, {})).toEqual(first);
});

test('two data folders share no secret', () => {
  const other = mkdtempSync(path.join(tmpdir(), 'kinora-settings-'));
  const [a, b] = [loadSettings(dir, {}), loadSettings(other, {})];
  rmSync(other, { recursive: true });
  const secrets = Object.keys(a).filter((name) => name !== 'AUTH_USERNAME');
  expect(secrets.filter((name) => a[name] === b[name])).toEqual([]);
});

test('only the owner may read them', () => {
  loadSettings(dir, {});
  expect(statSync(path.join(dir, 'settings.json')).mode & 0o777).toBe(0o600);
});

test('a login from the environment wins and is not written down', () => {
  const { AUTH_PASSWORD } = loadSettings(dir, {});
  const given = { AUTH_USERNAME: 'mira', AUTH_PASSWORD: 'a long pass phrase' };
  expect(loadSettings(dir, given)).toMatchObject(given);
  expect(readFileSync(path.join(dir, 'settings.json'), 'utf8')).not.toContain('pass phrase');
  expect(loadSettings(dir, {}).AUTH_PASSWORD).toBe(AUTH_PASSWORD);
});
