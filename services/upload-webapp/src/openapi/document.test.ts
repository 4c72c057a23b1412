import { Validator } from '@seriousme/openapi-schema-validator';
import type { Router } from 'express';
import { describe, expect, it } from 'vitest';
import { editRoutes } from '../routes/edits.js';
import { uploadRoutes } from '../routes/upload.js';
import { resumableRoutes } from '../routes/uploads.js';
import { videoRoutes } from '../routes/videos.js';
import { describeApi } from './document.js';
import { OPERATIONS } from './operations.js';

const api = describeApi('1');

interface Layer {
  route?: { path: string | string[]; methods: Record<string, boolean> };
}

/** What a router answers, such as `get /api/v1/studio/videos`. Routes for every method only say which there are. */
const requestsOf = (router: Router): string[] =>
  (router.stack as Layer[]).flatMap(({ route }) =>
    Object.keys(route?.methods ?? {})
      .filter((method) => method !== '_all')
      .map((method) => `${method} ${route?.path}`),
  );

describe('the document of the API', () => {
  it('is OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate({ ...structuredClone(api) });
    expect(errors ?? '').toBe('');
    expect(valid).toBe(true);
  });

  it('describes every request that the studio answers, and no other', () => {
    const nothing = {} as never;
    const answered = [
      videoRoutes(nothing),
      editRoutes(nothing),
      uploadRoutes(nothing),
      resumableRoutes(nothing),
    ].flatMap(requestsOf);
    expect(OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(answered.sort());
  });

  it('takes the limits of a request from what checks it', () => {
    const { parameters } = api.paths['/api/v1/studio/videos']?.get ?? {};
    expect(parameters?.find(({ name }) => name === 'limit')?.schema).toMatchObject({ minimum: 1, maximum: 50 });
    const body = api.paths['/api/v1/studio/videos/{id}']?.patch?.requestBody?.content['application/json']?.schema;
    expect(body?.properties?.title).toMatchObject({ type: 'string', minLength: 1, maxLength: 200 });
  });

  it('points at nothing that it does not have', () => {
    const names = [...JSON.stringify(api).matchAll(/"#\/([^"]+)"/g)].map(([, path]) => path);
    const known = Object.keys(api.components.schemas).map((name) => `components/schemas/${name}`);
    expect(names.length).toBeGreaterThan(0);
    expect(known).toEqual(expect.arrayContaining(names));
  });

  it('says what may go wrong: each status once, with all its codes', () => {
    const { responses } = api.paths['/api/v1/studio/videos/{id}/retry']?.post ?? {};
    expect(responses?.[409]?.description).toBe(
      '`not-failed`: The video has not failed. `source-gone`: The file of the video is not there any more.',
    );
  });
});
