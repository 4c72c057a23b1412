export type ServiceName = 'auth-svc' | 'upload-webapp' | 'streaming-webapp' | 'file-svc';

export interface Route {
  service: Exclude<ServiceName, 'file-svc'>;
  /** Names the route in the metrics. Ends with `/**` where it takes everything below. */
  pattern: string;
}

/** Whatever is not listed is not public. Media has a route of its own. */
const ROUTES: readonly Route[] = [
  { pattern: '/', service: 'streaming-webapp' },
  { pattern: '/watch/**', service: 'streaming-webapp' },
  { pattern: '/embed/**', service: 'streaming-webapp' },
  { pattern: '/assets/**', service: 'streaming-webapp' },
  { pattern: '/api/v1/catalog/**', service: 'streaming-webapp' },
  { pattern: '/favicon.ico', service: 'streaming-webapp' },
  { pattern: '/robots.txt', service: 'streaming-webapp' },
  { pattern: '/studio', service: 'upload-webapp' },
  { pattern: '/studio/**', service: 'upload-webapp' },
  { pattern: '/studio-assets/**', service: 'upload-webapp' },
  { pattern: '/api/v1/studio/**', service: 'upload-webapp' },
  { pattern: '/api/docs', service: 'upload-webapp' },
  { pattern: '/api/docs/openapi.json', service: 'upload-webapp' },
  { pattern: '/auth/**', service: 'auth-svc' },
  { pattern: '/.well-known/jwks.json', service: 'auth-svc' },
];

const matches = (pattern: string, path: string): boolean =>
  pattern.endsWith('/**') ? path.startsWith(pattern.slice(0, -2)) : path === pattern;

/** The service that answers a path, which has been checked before. */
export const routeOf = (path: string): Route | undefined => ROUTES.find(({ pattern }) => matches(pattern, path));
