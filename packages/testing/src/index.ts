export * from './database.js';
export * from './eventually.js';
export * from './object-store/bytes.js';
export * from './object-store/contract.js';
export * from './redis.js';
export * from './s3.js';
export * from './silent-log.js';
export * from './temp-folder.js';
