import { expect, it } from 'vitest';
import { readConfig } from './config.js';
import { studioEnvironment } from './testing/studio.js';

const MIB = 1024 ** 2;

const read = (limits: Record<string, number>) => {
  const database = { DB_HOST: 'db', DB_PORT: 3306, DB_USER: 'kinora', DB_PASS: 'p', MYSQL_DATABASE: 'video_db' };
  return readConfig(studioEnvironment({ database, redisUrl: 'redis://r', fileServiceUrl: 'http://f', limits }));
};

it('wants memory for one part of the largest file', () => {
  expect(read({ UPLOAD_MEMORY_MAX_BYTES: 8 * MIB })).toMatchObject({ UPLOAD_MEMORY_MAX_BYTES: 8 * MIB });
  expect(() => read({ UPLOAD_MEMORY_MAX_BYTES: 8 * MIB - 1 })).toThrow(/UPLOAD_MEMORY_MAX_BYTES: has no room/);
  const largeFiles = { UPLOAD_MAX_BYTES: 9_000 * 9 * MIB };
  expect(() => read({ ...largeFiles, UPLOAD_MEMORY_MAX_BYTES: 9 * MIB - 1 })).toThrow(/UPLOAD_MEMORY_MAX_BYTES/);
});
