import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { inject } from 'vitest';
import { serverAccess } from './access.js';
import { REDIS_DATABASES } from './servers.js';

/** Takes the first number that no other call of this run has: making a folder succeeds for one of many. */
async function takeDatabaseNumber(): Promise<number> {
  for (let number = 1; number < REDIS_DATABASES; number++) {
    try {
      await mkdir(path.join(inject('kinora').runFolder, 'redis-databases', String(number)));
      return number;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw new Error(`all ${REDIS_DATABASES} Redis databases of this run are taken`);
}

/** Address of an empty Redis database that nobody else in this run uses. */
export async function testRedisUrl(): Promise<string> {
  const { url } = await serverAccess('redis');
  return `${url}/${await takeDatabaseNumber()}`;
}
