import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

const hasCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;

const newKeyPem = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The file appears whole or not at all, and `link` never replaces one: of two that start at once, the first one wins. */
async function createKeyFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${randomUUID()}`;
  try {
    await writeDurably(unfinished, newKeyPem());
    await link(unfinished, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function readKeyFile(path: string): Promise<KeyObject> {
  const key = createPrivateKey(await readFile(path, 'utf8'));
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error('it holds no P-256 private key');
  return key;
}

/**
 * The private key that signs logins (ES256, RFC 7518 section 3.4). Made on the first start.
 * @throws Error when the file is there but holds no such key: a new key would log everybody out without a word
 */
export async function loadOrCreateKey(path: string): Promise<KeyObject> {
  try {
    return await readKeyFile(path).catch(async (error: unknown) => {
      if (!hasCode(error, 'ENOENT')) throw error;
      await createKeyFile(path);
      return await readKeyFile(path);
    });
  } catch (cause) {
    throw new Error(`The key file ${path} cannot be used: ${(cause as Error).message}`, { cause });
  }
}
