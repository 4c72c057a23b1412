import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageSecurity } from './page-security.js';

describe('pageSecurity', () => {
  const app = express().set('trust proxy', true);
  app.get('/page', pageSecurity(), (_req, res) => void res.send('page'));
  app.get('/working', pageSecurity({ workers: true }), (_req, res) => void res.send('page'));
  const inDevelopment = pageSecurity({ workers: true, devServerUrl: 'http://vite.test' });
  app.get('/developed', inDevelopment, (_req, res) => void res.send('page'));
  app.get('/embed', pageSecurity({ embeddable: true }), (_req, res) => void res.send('embed'));
  let server: ReturnType<typeof app.listen>;
  const headersOf = async (path: string, headers: Record<string, string> = {}) => {
    const { port } = server.address() as AddressInfo;
    return (await fetch(`http://127.0.0.1:${port}${path}`, { headers })).headers;
  };

  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server = app.listen(0, '127.0.0.1', () => resolve());
    });
  });
  afterAll(() => void server.close());

  it('allows scripts of this site only, and no frame on another site', async () => {
    const headers = await headersOf('/page');
    const policy = headers.get('content-security-policy')?.split(';') ?? [];
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("worker-src 'none'");
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('referrer-policy')).toBe('same-origin');
  });

  it('allows workers of this site to pages that need them', async () => {
    const policy = (await headersOf('/working')).get('content-security-policy')?.split(';') ?? [];
    expect(policy).toContain("worker-src 'self'");
    expect(policy).toContain("script-src 'self'");
  });

  it('allows WebAssembly only beside Vite, whose workers stand under the policy of the page', async () => {
    expect((await headersOf('/working')).get('content-security-policy')).not.toContain('wasm');
    const policy = (await headersOf('/developed')).get('content-security-policy')?.split(';') ?? [];
    expect(policy).toContain("script-src 'self' http://vite.test 'wasm-unsafe-eval'");
    expect(policy).toContain("worker-src 'self' blob: http://vite.test");
  });

  it('lets any site frame the bare player', async () => {
    const headers = await headersOf('/embed');
    expect(headers.get('content-security-policy')).toContain('frame-ancestors *');
    expect(headers.has('x-frame-options')).toBe(false);
  });

  it('asks for TLS for ever only where there is TLS', async () => {
    expect((await headersOf('/page')).has('strict-transport-security')).toBe(false);
    const secure = await headersOf('/page', { 'X-Forwarded-Proto': 'https' });
    expect(secure.get('strict-transport-security')).toBe('max-age=15552000');
  });
});
