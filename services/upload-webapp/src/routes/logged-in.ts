import type { AuthClaims } from '@kinora/contracts';
import { loginUrl, Problem, wantsHtml } from '@kinora/service-kit';
import type { Request, RequestHandler } from 'express';

/** Who is logged in, on a route that requires it. */
export function loggedIn(req: Request): AuthClaims {
  if (!req.user) throw new Problem('unauthenticated', 'Please log in and try again.');
  return req.user;
}

/** For a form that a browser posts by itself: whoever is not logged in goes to the login page and comes back to the studio. */
export const requireLoginForForm: RequestHandler = (req, res, next) => {
  if (!req.user && wantsHtml(req)) res.redirect(303, loginUrl('/studio'));
  else {
    loggedIn(req);
    next();
  }
};
