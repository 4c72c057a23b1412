export * from './clips.js';
export * from './kinora.js';
export * from './person.js';
