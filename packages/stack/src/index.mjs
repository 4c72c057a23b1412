export * from './child.mjs';
export * from './free-port.mjs';
export * from './mariadb.mjs';
export * from './node.mjs';
export * from './program.mjs';
export * from './redis.mjs';
export * from './swift.mjs';
