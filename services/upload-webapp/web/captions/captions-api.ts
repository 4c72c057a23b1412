import type { Caption, CaptionKind } from '@kinora/contracts';
import { callApi } from '@kinora/ui';
import { videoPath } from '../video/use-live-video.js';

/** What people say of captions. */
export interface CaptionFields {
  language: string;
  label: string;
  kind: CaptionKind;
}

const allOf = (videoId: string): string => `${videoPath(videoId)}/captions`;
const oneOf = (videoId: string, { id }: Caption): string => `${allOf(videoId)}/${id}`;
const unchanged = ({ version }: Caption) => ({ 'If-Match': `"${version}"` });

/** Without an encoding the text tells it. The kind of file shows in the text too. */
const typeOf = (charset: string) => ({ 'Content-Type': charset ? `text/plain; charset=${charset}` : 'text/plain' });

export const fileAddress = (videoId: string, caption: Caption): string => `${oneOf(videoId, caption)}/file`;

// Each throws a ProblemDocument.

export const listCaptions = async (videoId: string): Promise<Caption[]> =>
  ((await callApi(allOf(videoId))) as { captions: Caption[] }).captions;

export interface NewCaptions {
  fields: CaptionFields;
  file: File;
  charset: string;
  /** The same for the same captions: sent again, they are made once. */
  key: string;
}

export const addCaptions = (videoId: string, { fields, file, charset, key }: NewCaptions): Promise<unknown> =>
  callApi(`${allOf(videoId)}?${new URLSearchParams({ ...fields })}`, {
    ...{ method: 'POST', headers: { ...typeOf(charset), 'Idempotency-Key': key }, body: file },
  });

export const editCaptions = (videoId: string, caption: Caption, fields: CaptionFields): Promise<unknown> =>
  callApi(oneOf(videoId, caption), {
    method: 'PATCH',
    headers: { ...unchanged(caption), 'Content-Type': 'application/json' },
    body: JSON.stringify(fields),
  });

export const replaceCaptions = (videoId: string, caption: Caption, file: File, charset: string): Promise<unknown> =>
  callApi(fileAddress(videoId, caption), {
    ...{ method: 'PUT', headers: { ...unchanged(caption), ...typeOf(charset) }, body: file },
  });

export const deleteCaptions = (videoId: string, caption: Caption): Promise<unknown> =>
  callApi(oneOf(videoId, caption), { method: 'DELETE', headers: unchanged(caption) });

export const restoreCaptions = (videoId: string, caption: Caption): Promise<unknown> =>
  callApi(`${oneOf(videoId, caption)}/restore`, { method: 'POST' });
