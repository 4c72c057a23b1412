import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AUTH_AUDIENCE, AUTH_ISSUER } from '@kinora/contracts';
import express from 'express';
import jwt from 'jsonwebtoken';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTokenVerifier, readLogin, requireLogin } from './auth.js';
import { problemHandler } from './problem.js';

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const first = newKey();
const second = newKey();

let server: Server;
let url: string;
let asked: number;
let keys: object[];
let broken: boolean;

const jwk = (publicKey: KeyObject, kid: string) => ({ ...publicKey.export({ format: 'jwk' }), kid });
const sign = (key: KeyObject | string, options: jwt.SignOptions = {}) =>
  jwt.sign({ name: 'ada' }, key, {
    algorithm: 'ES256',
    keyid: 'first',
    issuer: AUTH_ISSUER,
    audience: AUTH_AUDIENCE,
    subject: 'operator',
    expiresIn: 60,
    ...options,
  });
const unsigned = () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: 'operator', name: 'ada', iss: AUTH_ISSUER, aud: AUTH_AUDIENCE, exp: 9_999_999_999 };
  return `${part({ alg: 'none', typ: 'JWT', kid: 'first' })}.${part(claims)}.`;
};

beforeEach(async () => {
  asked = 0;
  broken = false;
  keys = [jwk(first.publicKey, 'first')];
  server = createServer((_req, res) => {
    asked++;
    if (broken) res.writeHead(500).end();
    else res.end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
});
afterEach(() => {
  vi.useRealTimers();
  server.close();
  server.closeAllConnections();
});

const pass = (seconds: number) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1_000 });
};

describe('createTokenVerifier', () => {
  it('asks for the keys once, however many requests come first', async () => {
    const verify = createTokenVerifier(url);
    const token = sign(first.privateKey);
    const claims = await Promise.all(Array.from({ length: 50 }, () => verify(token)));
    expect(claims[49]).toEqual({ sub: 'operator', name: 'ada' });
    expect(asked).toBe(1);
  });

  it.each([
    ['expired', () => sign(first.privateKey, { expiresIn: -1 })],
    ['signed with another key', () => sign(second.privateKey)],
    ['unsigned (alg none)', unsigned],
    ['of another issuer', () => sign(first.privateKey, { issuer: 'elsewhere' })],
    ['for another audience', () => sign(first.privateKey, { audience: 'elsewhere' })],
    ['signed with the public key as a password', () => sign(JSON.stringify(keys[0]), { algorithm: 'HS256' })],
    ['without a key id', () => jwt.sign({ name: 'x' }, first.privateKey, { algorithm: 'ES256' })],
    ['of no shape', () => 'x.y.z'],
    ['without an account', () => sign(first.privateKey, { subject: '' })],
  ])('refuses a token %s', async (_what, token) => {
    const verify = createTokenVerifier(url);
    await verify(sign(first.privateKey));
    await expect(verify(token())).rejects.toThrow();
  });

  it('finds a new key, but asks at most every ten seconds for made-up ones', async () => {
    const verify = createTokenVerifier(url);
    await verify(sign(first.privateKey));
    keys.push(jwk(second.publicKey, 'second'));
    const token = sign(second.privateKey, { keyid: 'second' });
    for (let i = 0; i < 5; i++) await expect(verify(token)).rejects.toThrow('no such key');
    expect(asked).toBe(1);
    pass(11);
    expect(await verify(token)).toMatchObject({ sub: 'operator' });
    expect(asked).toBe(2);
  });

  it('goes on with the keys it has while auth-svc is away', async () => {
    const verify = createTokenVerifier(url);
    await verify(sign(first.privateKey));
    broken = true;
    pass(11);
    await expect(verify(sign(second.privateKey, { keyid: 'second' }))).rejects.toThrow('no such key');
    expect(await verify(sign(first.privateKey))).toMatchObject({ name: 'ada' });
  });

  it('says 503 while it has no key at all, and recovers by itself', async () => {
    const verify = createTokenVerifier(url);
    broken = true;
    await expect(verify(sign(first.privateKey))).rejects.toMatchObject({ code: 'service-unavailable' });
    broken = false;
    expect(await verify(sign(first.privateKey))).toMatchObject({ name: 'ada' });
  });
});

describe('readLogin and requireLogin', () => {
  let site: Server;
  let base: string;
  beforeEach(async () => {
    const app = express();
    app.use(readLogin(createTokenVerifier(url)));
    app.get('/open', (req, res) => void res.json({ name: req.user?.name ?? null }));
    app.all(['/page', '/api/v1/x'], requireLogin, (req, res) => void res.json({ name: req.user?.name }));
    app.use(problemHandler());
    await new Promise<void>((resolve) => {
      site = app.listen(0, '127.0.0.1', () => resolve());
    });
    base = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  });
  afterEach(() => void site.close());

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(base + path, { method, headers, redirect: 'manual' });
  const login = () => ({ Cookie: `auth_token=${sign(first.privateKey)}` });

  it('knows who is there; a token that is not valid is nobody', async () => {
    expect(await (await get('/open', login())).json()).toEqual({ name: 'ada' });
    expect(await (await get('/open', { Cookie: 'auth_token=old' })).json()).toEqual({ name: null });
    expect(await (await get('/open', { Cookie: 'auth_token=j:{"a":1}' })).json()).toEqual({ name: null });
    expect(await (await get('/open')).json()).toEqual({ name: null });
  });

  it('sends a person to the login page and back, and a program a 401', async () => {
    const page = await get('/page?a=b', { Accept: 'text/html' });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/auth/login?redirect=%2Fpage%3Fa%3Db']);
    expect((await get('/page')).status).toBe(303);
    expect((await get('/page', {}, 'HEAD')).status).toBe(303);
    expect((await get('/page', { Accept: 'application/json' })).status).toBe(401);
    expect((await get('/page', { Accept: 'text/html' }, 'POST')).status).toBe(401);
    expect((await get('/api/v1/x', { Accept: 'text/html' })).status).toBe(401);
    expect((await get('/api/v1/x', login())).status).toBe(200);
  });
});
