import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describeObjectStore, tempFolder } from '@kinora/testing';
import { createLocalStore } from './local-store.js';

describeObjectStore('a local folder', async () => {
  const root = await tempFolder();
  return { store: await createLocalStore(root), unfinished: () => readdir(path.join(root, '.partial')) };
});
