import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { tempFolder } from '@kinora/testing';
import { describe, expect, it } from 'vitest';
import { loadOrCreateKey } from './key-file.js';

const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('loadOrCreateKey', () => {
  it('makes a key that only its owner can read, once', async () => {
    const file = path.join(await tempFolder(), 'keys', 'auth.pem');
    const key = await loadOrCreateKey(file);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(pem(await loadOrCreateKey(file))).toBe(pem(key));
    expect(await readFile(file, 'utf8')).toBe(pem(key));
  });

  it('gives instances that start at once the same key, and leaves nothing else behind', async () => {
    const folder = await tempFolder();
    const keys = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateKey(path.join(folder, 'auth.pem'))));
    expect(new Set(keys.map(pem)).size).toBe(1);
    expect(await readdir(folder)).toEqual(['auth.pem']);
  });

  it.each([
    ['no key', () => 'not a key'],
    ['an empty file', () => ''],
    ['a key of another kind', () => pem(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey)],
  ])('keeps and names a file that holds %s', async (_what, content) => {
    const file = path.join(await tempFolder(), 'auth.pem');
    const before = content();
    await writeFile(file, before);
    await expect(loadOrCreateKey(file)).rejects.toThrow(file);
    expect(await readFile(file, 'utf8')).toBe(before);
  });
});
