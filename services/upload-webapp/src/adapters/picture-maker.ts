import { madePictureSchema, problemSchema } from '@kinora/contracts';
import { Problem } from '@kinora/service-kit';
import type { PictureMaker } from '../domain/poster/change-poster.js';

interface PictureMakerOptions {
  /** Of the transcoder. */
  baseUrl: string;
  token: string;
  timeoutMs: number;
}

/** What the transcoder says to the person who asked. Everything else is between the services. */
const PASSED_ON = new Set([
  ...['invalid-fields', 'source-gone', 'not-a-picture', 'picture-unusable', 'service-unavailable'],
]);

const away = (cause: unknown): Problem =>
  new Problem(
    'service-unavailable',
    'The part of Kinora that makes pictures cannot be reached at the moment. Nothing was changed. Please try again in a few seconds, or choose one of the pictures that are there.',
    { headers: { 'Retry-After': '5' }, cause },
  );

async function refusal(response: Response): Promise<Problem> {
  const { success, data } = problemSchema.safeParse(await response.json().catch(() => null));
  if (!success || !PASSED_ON.has(data.code)) return away(new Error(`the transcoder answered ${response.status}`));
  const retryAfter = response.headers.get('retry-after');
  return new Problem(data.code, data.detail, {
    ...{ errors: data.errors, headers: retryAfter === null ? {} : { 'Retry-After': retryAfter } },
  });
}

/** Has pictures made by the transcoder, which alone runs ffmpeg. */
export function createPictureMaker({ baseUrl, token, timeoutMs }: PictureMakerOptions): PictureMaker {
  const ask = async (path: string, type: string, body: string | Uint8Array<ArrayBuffer>) => {
    const response = await fetch(new URL(path, baseUrl), {
      ...{ method: 'POST', body, signal: AbortSignal.timeout(timeoutMs) },
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
    }).catch((error: unknown) => {
      throw away(error);
    });
    if (!response.ok) throw await refusal(response);
    const { success, data } = madePictureSchema.safeParse(await response.json().catch(() => null));
    if (!success) throw away(new Error('the transcoder answered no pictures'));
    return data;
  };
  return {
    frame: (request) => ask('/pictures/frame', 'application/json', JSON.stringify(request)),
    scaled: (bytes) => ask('/pictures/scaled', 'application/octet-stream', new Uint8Array(bytes)),
  };
}
