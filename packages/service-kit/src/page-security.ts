import type { RequestHandler } from 'express';
import helmet, { type HelmetOptions } from 'helmet';

interface PageSecurityOptions {
  /** True for the bare player, which any site may show in a frame. */
  embeddable?: boolean;
  /** True for pages that start workers of their own; these stand under the policy of their own answer, which is none. */
  workers?: boolean;
  /** Vite's server, in development only: it injects style elements and reloads through a web socket. */
  devServerUrl?: string | undefined;
}

const HSTS_MAX_AGE_SECONDS = 180 * 24 * 3_600;

function contentSecurityPolicy({ embeddable, workers, devServerUrl }: PageSecurityOptions) {
  const dev = devServerUrl ? [new URL(devServerUrl).origin] : [];
  const devSocket = dev.map((origin) => origin.replace(/^http/, 'ws'));
  const workerSources = [...(workers ? ["'self'"] : []), ...(devServerUrl ? ['blob:', ...dev] : [])];
  // Vite's workers come from a blob, which imports the script, and stand under the policy of the page with all that they do.
  const devWorkerScripts = workers && devServerUrl ? ["'wasm-unsafe-eval'"] : [];
  return {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'script-src': ["'self'", ...dev, ...devWorkerScripts],
      'script-src-attr': ["'none'"],
      // The shadow roots of media-chrome carry style elements.
      'style-src': ["'self'", "'unsafe-inline'", ...dev],
      // The icon of the page is in it.
      'img-src': ["'self'", 'data:', ...dev],
      // hls.js plays from a blob, and makes the tracks of subtitles from an empty one.
      'media-src': ["'self'", 'blob:', 'data:'],
      'worker-src': workerSources.length > 0 ? workerSources : ["'none'"],
      'connect-src': ["'self'", ...dev, ...devSocket],
      'object-src': ["'none'"],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      'frame-ancestors': [embeddable ? '*' : "'self'"],
    },
  };
}

const helmetOptions = (options: PageSecurityOptions, secure: boolean): HelmetOptions => ({
  contentSecurityPolicy: contentSecurityPolicy(options),
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: options.embeddable ? 'cross-origin' : 'same-origin' },
  referrerPolicy: { policy: 'same-origin' },
  xFrameOptions: options.embeddable ? false : { action: 'sameorigin' },
  strictTransportSecurity: secure && { maxAge: HSTS_MAX_AGE_SECONDS, includeSubDomains: false },
});

/**
 * The headers that every page carries. HSTS is sent only over TLS: a site that is served without it must stay reachable.
 */
export function pageSecurity(options: PageSecurityOptions = {}): RequestHandler {
  const plain = helmet(helmetOptions(options, false));
  const overTls = helmet(helmetOptions(options, true));
  return (req, res, next) => (req.secure ? overTls : plain)(req, res, next);
}
