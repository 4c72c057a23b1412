import { AUTH_COOKIE } from '@kinora/contracts';
import type { CookieOptions, Request, Response } from 'express';

const attributes = (req: Request): CookieOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  path: '/',
  secure: req.secure,
});

export function setLoginCookie(req: Request, res: Response, token: string, ttlSeconds: number): void {
  res.cookie(AUTH_COOKIE, token, { ...attributes(req), maxAge: ttlSeconds * 1_000 });
}

export const clearLoginCookie = (req: Request, res: Response): void => {
  res.clearCookie(AUTH_COOKIE, attributes(req));
};
