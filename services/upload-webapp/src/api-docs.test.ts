import { createTestDatabase, type TestDatabase } from '@kinora/testing';
import type { Express } from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeApi } from './openapi/document.js';
import { OPERATIONS } from './openapi/operations.js';
import { type Studio, startStudio } from './testing/studio.js';

let database: TestDatabase;
let studio: Studio;

beforeAll(async () => {
  database = await createTestDatabase();
  const nowhere = { redisUrl: 'redis://127.0.0.1:1', fileServiceUrl: 'http://127.0.0.1:1' };
  studio = await startStudio({ database: database.config, ...nowhere });
});

afterAll(async () => {
  await studio?.stop();
  await database?.drop();
});

interface Layer {
  route?: { path: string | string[]; methods: Record<string, boolean> };
  handle?: { stack?: Layer[] };
}

/** What is answered, such as `get /api/v1/studio/videos`. Routes for every method only say which there are. */
const requestsOf = (layers: Layer[]): string[] =>
  layers.flatMap(({ route, handle }) => [
    ...requestsOf(handle?.stack ?? []),
    ...Object.keys(route?.methods ?? {})
      .filter((method) => method !== '_all')
      .flatMap((method) => [route?.path ?? []].flat().map((path) => `${method} ${path}`)),
  ]);

const studioRequests = ({ router }: Express): string[] =>
  requestsOf(router.stack as Layer[]).filter((request) => / \/api\/v1\/studio\//.test(request));

describe('the documents of the API', () => {
  it('are there for programs, without a login', async () => {
    const response = await fetch(`${studio.url}/api/docs/openapi.json`);
    expect(response.headers.get('content-type')).toMatch('application/json');
    expect(await response.json()).toEqual(JSON.parse(JSON.stringify(describeApi('1'))));
  });

  it('are there for people, who find every request and every schema in them', async () => {
    const html = await (await fetch(`${studio.url}/api/docs`)).text();
    const { paths, components } = describeApi('1');
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    for (const { operationId } of operations) expect(html).toContain(`id="${operationId}"`);
    for (const name of Object.keys(components.schemas)) expect(html).toContain(`id="${name}"`);
  });

  it('describe every request that the studio answers, and no other', () => {
    expect(OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(studioRequests(studio.app).sort());
  });

  it('know no way to change them', async () => {
    expect((await fetch(`${studio.url}/api/docs`, { method: 'POST' })).status).toBe(405);
  });
});
