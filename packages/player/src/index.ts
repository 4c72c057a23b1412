export * from './catalog-path.js';
export * from './keep-addresses.js';
export * from './lazy-player.js';
export type { PlayerHandle } from './player.js';
