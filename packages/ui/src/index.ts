export * from './logo.js';
export * from './page-time.js';
