export * from './failures.js';
export * from './job.js';
export * from './limits.js';
export * from './object-keys.js';
export * from './priority.js';
export * from './problems.js';
export * from './tokens.js';
export * from './video.js';
