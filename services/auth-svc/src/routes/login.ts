import { allowOnly, Problem, readLogin, toProblem } from '@kinora/service-kit';
import type { PageRenderer } from '@kinora/ui/server';
import express, { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import type { Accounts } from '../domain/accounts.js';
import { parseLoginForm, typedUsername } from '../domain/login-form.js';
import type { LoginTokens } from '../domain/login-token.js';
import { safeRedirect } from '../domain/redirect.js';
import { clearLoginCookie, setLoginCookie } from './cookie.js';
import { limitFailures } from './login-limit.js';
import { renderLogin } from './login-view.js';
import { requireOwnOrigin } from './own-origin.js';

/** A user name, a password and an address; nothing here needs more. */
const FORM_MAX_BYTES = 16 * 1_024;
const FORM_MAX_FIELDS = 10;

export interface LoginDeps {
  accounts: Accounts;
  tokens: LoginTokens;
  pages: PageRenderer;
  sessionTtlSeconds: number;
  loginMaxFailuresPerMinute: number;
}

const readForm: RequestHandler[] = [
  (req, _res, next) => {
    if (req.is('urlencoded') === false) throw new Problem('unsupported-media-type', 'Please send the login as a form.');
    next();
  },
  express.urlencoded({ extended: false, limit: FORM_MAX_BYTES, parameterLimit: FORM_MAX_FIELDS }),
];

const logIn =
  ({ accounts, tokens, sessionTtlSeconds }: LoginDeps): RequestHandler =>
  async (req, res) => {
    const { username, password } = parseLoginForm(req.body);
    const account = await accounts.authenticate(username, password);
    if (!account) throw new Problem('wrong-credentials', 'The user name or the password is wrong. Please try again.');
    setLoginCookie(req, res, tokens.sign(account), sessionTtlSeconds);
    res.redirect(303, safeRedirect(req.body.redirect));
  };

/** A login that failed: the page again, unless the client asked for a document. */
const showAgain =
  (pages: PageRenderer): ErrorRequestHandler =>
  (thrown, req, res, next) => {
    const problem = toProblem(thrown);
    if (problem.status >= 500 || req.accepts(['html', 'json']) === 'json') return next(thrown);
    const props = {
      redirect: safeRedirect(req.body?.redirect),
      username: typedUsername(req.body),
      error: problem.detail ?? problem.message,
    };
    res.status(problem.status).set(problem.headers).send(renderLogin(pages, props));
  };

const showLogin =
  (pages: PageRenderer): RequestHandler =>
  (req, res) => {
    const redirect = safeRedirect(req.query.redirect);
    if (req.user) res.redirect(303, redirect);
    else res.send(renderLogin(pages, { redirect }));
  };

/** The login page, logging in, logging out. */
export function loginRoutes(deps: LoginDeps): Router {
  const router = Router();
  router.use('/auth', (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/auth/login', readLogin(deps.tokens.verify), showLogin(deps.pages));
  router.post(
    '/auth/login',
    requireOwnOrigin,
    limitFailures(deps.loginMaxFailuresPerMinute),
    ...readForm,
    logIn(deps),
    showAgain(deps.pages),
  );
  router.post('/auth/logout', requireOwnOrigin, (req, res) => {
    clearLoginCookie(req, res);
    res.redirect(303, '/auth/login');
  });
  router.all('/auth/login', allowOnly('GET', 'HEAD', 'POST'));
  router.all('/auth/logout', allowOnly('POST'));
  return router;
}
