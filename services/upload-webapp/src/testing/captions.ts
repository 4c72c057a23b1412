import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Caption } from '@kinora/contracts';
import type { StudioVideo } from '../../web/props.js';
import { mp4 } from './form.js';
import { upload } from './studio.js';
import type { StudioBed } from './studio-bed.js';

export const SRT = '1\n00:00:01,000 --> 00:00:02,000\nHallo\n';
export const VTT = 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello\n';
/** Of the file of a video that `addVideo` makes. */
export const SOURCE_BYTES = 2_000;

export interface CallOptions {
  as?: string | null;
  method?: string;
  body?: string | Buffer<ArrayBuffer>;
  type?: string;
  ifMatch?: string;
  key?: string;
  url?: string;
}

export const pathOf = (id: string, rest = '') => `/api/v1/studio/videos/${id}/captions${rest}`;

/** What a test asks of a studio about captions, as alice unless it says otherwise. */
export function captionsIn(bed: () => StudioBed) {
  const call = (address: string, { as = 'alice', method = 'GET', body, type, ifMatch, key, url }: CallOptions = {}) =>
    fetch((url ?? bed().studio.url) + address, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: {
        ...(as === null ? {} : { cookie: `auth_token=${as}` }),
        ...(type === undefined ? {} : { 'content-type': type }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
    });
  const post = (id: string, body: CallOptions['body'], query = 'language=de', options: CallOptions = {}) =>
    call(`${pathOf(id)}?${query}`, { method: 'POST', ...(body === undefined ? {} : { body }), ...options });

  return {
    call,
    post,
    async addVideo(): Promise<string> {
      const file = new Blob([mp4(SOURCE_BYTES)]);
      const response = await upload(bed().studio.url, { file, fileName: 'Harbour.mp4' });
      return ((await response.json()) as StudioVideo).id;
    },
    async add(id: string, query?: string, body: CallOptions['body'] = SRT): Promise<Caption> {
      const response = await post(id, body, query);
      if (response.status !== 201) throw new Error(`captions were answered with ${response.status}`);
      return (await response.json()) as Caption;
    },
    captionsOf: async (id: string) => (await (await call(pathOf(id))).json()).captions as Caption[],
    textOf: (id: string, { id: captionId }: Caption) => call(pathOf(id, `/${captionId}/file`)),
    storedTexts: (id: string) => readdir(path.join(bed().service.folder, 'captions', id)).catch(() => []),
  };
}
