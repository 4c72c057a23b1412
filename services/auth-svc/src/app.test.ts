import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { createMetrics, createTokenVerifier, type RunningServer, serve } from '@kinora/service-kit';
import { silentLog } from '@kinora/testing';
import { createPageRenderer } from '@kinora/ui/server';
import jwt from 'jsonwebtoken';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEnvAccounts } from './adapters/env-accounts.js';
import { buildApp } from './app.js';
import { createLoginTokens } from './domain/login-token.js';

const TTL_SECONDS = 3_600;
const MAX_FAILURES = 4;
const CREDENTIALS = { username: 'ada', password: 'correct horse' };

let server: RunningServer;
let base: string;

beforeEach(async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const app = buildApp({
    log: silentLog,
    metrics: createMetrics('auth-svc'),
    accounts: createEnvAccounts(CREDENTIALS),
    tokens: createLoginTokens(privateKey, TTL_SECONDS),
    pages: createPageRenderer({ webDir: '.', base: '/auth/assets/', devServerUrl: 'http://127.0.0.1:1' }),
    sessionTtlSeconds: TTL_SECONDS,
    loginMaxFailuresPerMinute: MAX_FAILURES,
  });
  server = await serve(app, { host: '127.0.0.1', port: 0, log: silentLog });
  base = `http://127.0.0.1:${server.port}`;
});
afterEach(() => server.close());

const post = (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  fetch(base + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers });
const logIn = (fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  post('/auth/login', { ...CREDENTIALS, ...fields }, headers);
const cookieOf = (response: Response) => response.headers.get('set-cookie') ?? '';
const tokenOf = (response: Response) => /^auth_token=([^;]+)/.exec(cookieOf(response))?.[1] ?? '';

describe('the login page', () => {
  it('is a form that keeps the way back', async () => {
    const response = await fetch(`${base}/auth/login?redirect=/watch/1`);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-security-policy')).toContain("form-action 'self'");
    const html = await response.text();
    const form = /<form[^>]*>/.exec(html)?.[0];
    expect(form).toContain('method="post"');
    expect(form).toContain('action="/auth/login"');
    expect(html).toContain('value="/watch/1"');
  });

  it('escapes nothing into the page but text', async () => {
    const response = await post('/auth/login', { username: '"><script>x</script>', password: 'no' });
    expect(await response.text()).not.toContain('<script>x');
  });

  it('drops an address of another site', async () => {
    const html = await (await fetch(`${base}/auth/login?redirect=//evil.example`)).text();
    expect(html).not.toContain('evil.example');
  });

  it('sends on whoever is logged in', async () => {
    const cookie = `auth_token=${tokenOf(await logIn())}`;
    const response = await fetch(`${base}/auth/login?redirect=/watch/1`, { headers: { cookie }, redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/watch/1']);
    const stale = await fetch(`${base}/auth/login`, { headers: { cookie: 'auth_token=old' }, redirect: 'manual' });
    expect(stale.status).toBe(200);
  });
});

describe('logging in', () => {
  it('sets the cookie and goes on', async () => {
    const response = await logIn({ redirect: '/watch/1?t=2' });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/watch/1?t=2']);
    expect(cookieOf(response)).toMatch(
      /^auth_token=[\w.-]+; Max-Age=3600; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example'])('never goes to %s', async (redirect) => {
    expect((await logIn({ redirect })).headers.get('location')).toBe('/studio');
  });

  it('marks the cookie Secure behind TLS', async () => {
    const response = await logIn({}, { 'X-Forwarded-Proto': 'https' });
    expect(cookieOf(response)).toContain('; Secure');
  });

  it('gives a token that other services verify with the published key', async () => {
    const token = tokenOf(await logIn());
    const verify = createTokenVerifier(`${base}/.well-known/jwks.json`);
    expect(await verify(token)).toEqual({ sub: 'operator', name: 'ada' });
    expect(jwt.decode(token, { complete: true })?.header.alg).toBe('ES256');
    const { exp = 0, iat = 0 } = jwt.decode(token) as jwt.JwtPayload;
    expect(exp - iat).toBe(TTL_SECONDS);
  });

  it('publishes the public half of the key and nothing else', async () => {
    const { keys } = (await (await fetch(`${base}/.well-known/jwks.json`)).json()) as {
      keys: Record<string, string>[];
    };
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    expect(createPublicKey({ key: keys[0] ?? {}, format: 'jwk' }).asymmetricKeyType).toBe('ec');
  });
});

describe('a login that fails', () => {
  it.each<Record<string, string>>([
    { password: 'wrong horse' },
    { username: 'eve' },
    { username: 'eve', password: 'wrong horse' },
    { password: 'correct horse ' },
  ])('shows the page again with 401: %j', async (fields) => {
    const response = await logIn({ redirect: '/watch/1', ...fields });
    const html = await response.text();
    expect(response.status).toBe(401);
    expect(cookieOf(response)).toBe('');
    expect(html).toContain('The user name or the password is wrong');
    expect(html).toContain(fields.username ?? 'ada');
    expect(html).toContain('value="/watch/1"');
    expect(html).not.toContain(' horse');
  });

  it('is a document for a program that asks for one', async () => {
    const response = await logIn({ password: 'wrong' }, { Accept: 'application/json' });
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 401, code: 'wrong-credentials' });
  });

  it.each<Record<string, string>>([{ password: '' }, { username: '' }])(
    'names the missing field with 422: %j',
    async (fields) => {
      const response = await logIn(fields);
      expect(response.status).toBe(422);
      expect(await response.text()).toContain('Please enter your');
    },
  );

  it('takes no list for a field', async () => {
    const body = 'username=ada&password=correct+horse&password=x';
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect((await fetch(`${base}/auth/login`, { method: 'POST', body, headers })).status).toBe(422);
  });

  it('takes 1024 characters of password, not one more', async () => {
    expect((await logIn({ password: 'x'.repeat(1_024) })).status).toBe(401);
    expect((await logIn({ password: 'x'.repeat(1_025) })).status).toBe(422);
  });

  it('reads no large body', async () => {
    expect((await logIn({ redirect: `/${'x'.repeat(20_000)}` })).status).toBe(413);
  });

  it('reads forms only', async () => {
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(`${base}/auth/login`, { method: 'POST', body: JSON.stringify(CREDENTIALS), headers });
    expect(response.status).toBe(415);
  });

  it.each<Record<string, string>>([
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
  ])('is refused from another site: %j', async (headers) => {
    const response = await logIn({}, headers);
    expect(response.status).toBe(403);
    expect(cookieOf(response)).toBe('');
  });
});

describe('the limit of failed logins', () => {
  const from = (ip: string) => ({ 'X-Forwarded-For': ip });
  const fail = (ip: string) => logIn({ password: 'wrong' }, from(ip));

  it('holds at its edge, says when to come back, and leaves others alone', async () => {
    for (let i = 0; i < MAX_FAILURES; i++) expect((await fail('203.0.113.1')).status).toBe(401);
    const refused = await logIn({}, from('203.0.113.1'));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.text()).toContain('Too many failed logins');
    expect((await logIn({}, from('203.0.113.2'))).status).toBe(303);
  });

  it('does not count logins that succeed', async () => {
    for (let i = 0; i < MAX_FAILURES + 2; i++) expect((await logIn()).status).toBe(303);
  });

  it('counts one IPv6 network as one client', async () => {
    for (let i = 0; i < MAX_FAILURES; i++) await fail(`2001:db8:1:2::${i + 1}`);
    expect((await fail('2001:db8:1:2::99')).status).toBe(429);
    expect((await fail('2001:db8:ffff::1')).status).toBe(401);
  });
});

describe('logging out', () => {
  it('clears the cookie and shows the login page', async () => {
    const response = await post('/auth/logout');
    expect([response.status, response.headers.get('location')]).toEqual([303, '/auth/login']);
    expect(cookieOf(response)).toMatch(/^auth_token=; Path=\/; Expires=Thu, 01 Jan 1970[^;]*; HttpOnly; SameSite=Lax$/);
  });

  it('is not done by a link or by another site', async () => {
    const link = await fetch(`${base}/auth/logout`);
    expect([link.status, link.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await fetch(`${base}/auth/login`, { method: 'PUT' })).headers.get('allow')).toBe('GET, HEAD, POST');
    expect((await post('/auth/logout', {}, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
  });
});
