import type { RequestHandler } from 'express';
import helmet, { type HelmetOptions } from 'helmet';

interface PageSecurityOptions {
  /** True for the bare player, which any site may show in a frame. */
  embeddable?: boolean;
}

const HSTS_MAX_AGE_SECONDS = 180 * 24 * 3_600;

/** `blob:` is for hls.js, `data:` for small pictures in style sheets, inline styles for media-chrome's shadow roots. */
const contentSecurityPolicy = (embeddable: boolean) => ({
  useDefaults: false,
  directives: {
    'default-src': ["'self'"],
    'script-src': ["'self'"],
    'script-src-attr': ["'none'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'media-src': ["'self'", 'blob:'],
    'worker-src': ["'self'", 'blob:'],
    'connect-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': [embeddable ? '*' : "'self'"],
  },
});

const helmetOptions = (embeddable: boolean, secure: boolean): HelmetOptions => ({
  contentSecurityPolicy: contentSecurityPolicy(embeddable),
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: embeddable ? 'cross-origin' : 'same-origin' },
  referrerPolicy: { policy: 'same-origin' },
  xFrameOptions: embeddable ? false : { action: 'sameorigin' },
  strictTransportSecurity: secure && { maxAge: HSTS_MAX_AGE_SECONDS, includeSubDomains: false },
});

/**
 * The headers that every page carries. HSTS is sent only over TLS: a site that is served without it must stay reachable.
 */
export function pageSecurity({ embeddable = false }: PageSecurityOptions = {}): RequestHandler {
  const plain = helmet(helmetOptions(embeddable, false));
  const overTls = helmet(helmetOptions(embeddable, true));
  return (req, res, next) => (req.secure ? overTls : plain)(req, res, next);
}
