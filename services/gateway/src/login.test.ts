import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createTokenVerifier } from '@kinora/service-kit';
import { freePort } from '@kinora/stack';
import { eventually, tempFolder } from '@kinora/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GatewayUnderTest, startGateway } from './testing/gateway.js';

const AUTH_SVC = new URL('../../auth-svc/src/main.ts', import.meta.url).pathname;

let auth: ChildProcess;
let authUrl: string;
let gateway: GatewayUnderTest;

beforeAll(async () => {
  const port = await freePort();
  authUrl = `http://127.0.0.1:${port}`;
  auth = spawn(process.execPath, ['--import', 'tsx', AUTH_SVC], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      LOG_LEVEL: 'silent',
      AUTH_USERNAME: 'ada',
      AUTH_PASSWORD: 'correct horse',
      AUTH_KEY_FILE: path.join(await tempFolder(), 'auth.pem'),
      WEB_DEV_SERVER_URL: 'http://127.0.0.1:1',
    },
  });
  await eventually(async () => expect((await fetch(`${authUrl}/readyz`)).status).toBe(200), { timeoutMs: 20_000 });
  gateway = await startGateway({ deps: { trustProxy: 'loopback' }, services: { 'auth-svc': authUrl } });
});
afterAll(async () => {
  await gateway?.close();
  auth.kill();
  if (auth.exitCode === null) await once(auth, 'exit');
});

const logIn = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}/auth/login`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ username: 'ada', password: 'correct horse', ...fields }),
    headers: { Accept: 'text/html', Origin: gateway.url, ...headers },
  });

it('shows the login page', async () => {
  const response = await fetch(`${gateway.url}/auth/login?redirect=/watch/1`);
  expect(await response.text()).toContain('value="/watch/1"');
});

it('logs in, with a token that the published key proves', async () => {
  const response = await logIn({ redirect: '/watch/1' });
  expect([response.status, response.headers.get('location')]).toEqual([303, '/watch/1']);
  const cookie = response.headers.get('set-cookie') ?? '';
  expect(cookie).toContain('HttpOnly; SameSite=Lax');
  expect(cookie).not.toContain('Secure');
  const token = /auth_token=([^;]+)/.exec(cookie)?.[1] ?? '';
  expect(await createTokenVerifier(`${gateway.url}/.well-known/jwks.json`)(token)).toMatchObject({ name: 'ada' });
});

it('marks the cookie Secure when a trusted proxy speaks TLS', async () => {
  const response = await logIn({}, { 'X-Forwarded-Proto': 'https' });
  expect(response.headers.get('set-cookie')).toContain('; Secure');
});

it('shows the page again after a wrong password', async () => {
  const response = await logIn({ password: 'wrong' });
  expect(response.status).toBe(401);
  expect(await response.text()).toContain('The user name or the password is wrong');
});

it('logs out', async () => {
  const response = await fetch(`${gateway.url}/auth/logout`, { method: 'POST', redirect: 'manual' });
  expect([response.status, response.headers.get('location')]).toEqual([303, '/auth/login']);
});
