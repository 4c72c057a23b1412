export * from './chapters.js';
export * from './connection.js';
export * from './contains.js';
export * from './migrate.js';
export * from './schema.js';
export * from './video-json.js';
export * from './video-page.js';
