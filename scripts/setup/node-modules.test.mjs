import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isInstalled, markInstalled } from './node-modules.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'kinora-modules-'));
  mkdirSync(path.join(root, 'node_modules'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** @param {Record<string, object>} wanted @param {Record<string, object>} present */
function given(wanted, present) {
  writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...wanted } }));
  writeFileSync(path.join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: present }));
}
const a1 = { 'node_modules/a': { version: '1.0.0' } };

test('the same versions need no npm ci', () => {
  given(a1, a1);
  expect(isInstalled(root)).toBe(true);
});

test('a package for another kind of machine may be missing', () => {
  given({ ...a1, 'node_modules/mac': { version: '1.0.0', optional: true } }, a1);
  expect(isInstalled(root)).toBe(true);
});

test('what npm ci leaves out of a lock file does not make it run at every start', () => {
  given({ ...a1, 'node_modules/unneeded': { version: '1.0.0' } }, a1);
  markInstalled(root);
  expect(isInstalled(root)).toBe(true);
  given({ 'node_modules/a': { version: '2.0.0' } }, a1);
  expect(isInstalled(root)).toBe(false);
});

test.each([
  ['another version', { 'node_modules/a': { version: '1.0.1' } }, a1],
  ['a missing package', { ...a1, 'node_modules/b': { version: '1.0.0' } }, a1],
  ['a package too many', a1, { ...a1, 'node_modules/b': { version: '1.0.0' } }],
  ['an npm ci that was broken off', a1, {}],
])('%s needs npm ci', (_what, wanted, present) => {
  given(wanted, present);
  expect(isInstalled(root)).toBe(false);
});
