import { Problem } from '@kinora/service-kit';
import { type AugmentedRequest, ipKeyGenerator, rateLimit } from 'express-rate-limit';

const WINDOW_MS = 60_000;

function secondsUntil(resetTime: Date | undefined): number {
  const ms = resetTime ? resetTime.getTime() - Date.now() : WINDOW_MS;
  return Math.max(1, Math.ceil(ms / 1_000));
}

/** Counts failed logins for each client. Counted in this process: with N replicas the limit is N times as high. */
export const limitFailures = (maxFailuresPerMinute: number) =>
  rateLimit({
    windowMs: WINDOW_MS,
    limit: maxFailuresPerMinute,
    skipSuccessfulRequests: true,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (req) => ipKeyGenerator(req.ip ?? ''),
    handler: (req, _res, next) => {
      const seconds = secondsUntil((req as AugmentedRequest).rateLimit?.resetTime);
      next(
        new Problem('too-many-requests', `Too many failed logins. Please wait ${seconds} seconds and try again.`, {
          headers: { 'Retry-After': String(seconds) },
        }),
      );
    },
  });
