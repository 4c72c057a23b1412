export * from './child.mjs';
export * from './free-port.mjs';
export * from './leftovers.mjs';
export * from './mariadb.mjs';
export * from './node.mjs';
export { endLeftover, writePidFile } from './pid-file.mjs';
export * from './program.mjs';
export * from './redis.mjs';
export * from './swift.mjs';
