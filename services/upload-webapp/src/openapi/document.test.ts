import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { describeApi } from './document.js';

const api = describeApi('1');

describe('the document of the API', () => {
  it('is OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate({ ...structuredClone(api) });
    expect(errors ?? '').toBe('');
    expect(valid).toBe(true);
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
