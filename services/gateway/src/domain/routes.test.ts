import { describe, expect, it } from 'vitest';
import { routeOf } from './routes.js';

describe('routeOf', () => {
  it.each([
    ['/', 'streaming-webapp'],
    ['/watch/1', 'streaming-webapp'],
    ['/embed/1', 'streaming-webapp'],
    ['/assets/app.js', 'streaming-webapp'],
    ['/api/v1/catalog/videos', 'streaming-webapp'],
    ['/favicon.ico', 'streaming-webapp'],
    ['/robots.txt', 'streaming-webapp'],
    ['/studio', 'upload-webapp'],
    ['/studio/videos/1', 'upload-webapp'],
    ['/studio-assets/app.js', 'upload-webapp'],
    ['/api/v1/studio/videos', 'upload-webapp'],
    ['/api/v1/studio/uploads/1', 'upload-webapp'],
    ['/auth/login', 'auth-svc'],
    ['/auth/assets/app.js', 'auth-svc'],
    ['/.well-known/jwks.json', 'auth-svc'],
  ])('%s belongs to %s', (path, service) => expect(routeOf(path)?.service).toBe(service));

  it.each([
    '/metrics',
    '/healthz',
    '/objects/x',
    '/auth',
    '/studiox',
    '/Studio',
    '/watch',
    '/.well-known/x',
    '/api/v1',
    '/media/x',
  ])('%s belongs to nobody', (path) => expect(routeOf(path)).toBeUndefined());
});
