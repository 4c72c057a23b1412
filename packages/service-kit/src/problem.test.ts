import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isConnectionError, notFound, Problem, problemHandler, toProblem } from './problem.js';

const withCode = (code: string, cause?: unknown) => Object.assign(new Error('x', { cause }), { code });

describe('toProblem', () => {
  it.each([
    [new Problem('conflict'), 'conflict'],
    [withCode('ECONNREFUSED'), 'service-unavailable'],
    [new Error('outer', { cause: withCode('ETIMEDOUT') }), 'service-unavailable'],
    [new AggregateError([withCode('ECONNREFUSED')]), 'service-unavailable'],
    [Object.assign(new Error('x'), { status: 413 }), 'request-too-large'],
    [Object.assign(new Error('x'), { status: 418 }), 'bad-request'],
    [Object.assign(new Error('x'), { status: 502 }), 'internal-error'],
    [new Error('password=secret'), 'internal-error'],
    ['a text', 'internal-error'],
    [undefined, 'internal-error'],
    [null, 'internal-error'],
  ])('%s is %s', (thrown, code) => expect(toProblem(thrown).code).toBe(code));

  it('is not lost in causes that go round', () => {
    const error = new Error('x');
    error.cause = error;
    expect(isConnectionError(error)).toBe(false);
  });
});

describe('problemHandler', () => {
  const app = express();
  app.get('/secret', () => {
    throw new Error('SELECT password FROM users');
  });
  app.get('/fields', () => {
    throw new Problem('invalid-fields', 'No title.', { errors: [{ field: 'title', detail: 'No title.' }] });
  });
  app.get('/later', (_req, res) => {
    res.write('half');
    throw new Error('too late');
  });
  app.get('/busy', () => {
    throw new Problem('too-many-requests', undefined, { headers: { 'Retry-After': '7' } });
  });
  app.use(notFound, problemHandler({ renderPage: ({ title }) => `<h1>${title}</h1>` }));
  let server: Server;
  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server = app.listen(0, '127.0.0.1', () => resolve());
    });
  });
  afterAll(() => void server.close());
  const get = (path: string, accept = '*/*') =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { headers: { accept } });

  it('tells nothing of the inside', async () => {
    const response = await get('/secret');
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect([response.status, response.headers.get('cache-control')]).toEqual([500, 'no-store']);
    expect(await response.text()).not.toContain('SELECT');
  });

  it('names fields, codes and types', async () => {
    expect(await (await get('/fields')).json()).toEqual({
      type: 'urn:kinora:problem:invalid-fields',
      title: 'A field is missing or not valid',
      status: 422,
      code: 'invalid-fields',
      detail: 'No title.',
      errors: [{ field: 'title', detail: 'No title.' }],
    });
    expect((await get('/busy')).headers.get('retry-after')).toBe('7');
  });

  it.each([
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'text/html; charset=utf-8'],
    ['application/json', 'application/problem+json; charset=utf-8'],
    ['*/*', 'application/problem+json; charset=utf-8'],
  ])('answers %s with %s', async (accept, type) => {
    const response = await get('/nowhere', accept);
    expect([response.status, response.headers.get('content-type')]).toEqual([404, type]);
  });

  it('breaks an answer off that has begun', async () => {
    await expect(get('/later').then((response) => response.text())).rejects.toThrow();
  });
});
