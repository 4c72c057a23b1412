import { callApi } from '@kinora/ui';
import type { StudioVideo } from '../props.js';
import { videoPath } from '../video/use-live-video.js';
import type { Draft } from './queue.js';
import type { UnfinishedUpload } from './queue-check.js';
import { UPLOADS_PATH } from './send-file.js';

export interface FoundUploads {
  uploads: UnfinishedUpload[];
  /** Those that have arrived with this fingerprint. */
  videos: Pick<StudioVideo, 'id' | 'title'>[];
}

/**
 * Each call rejects with a ProblemDocument.
 * @param replaces the video whose file is uploaded anew; null for new videos. Uploads that are for another one are passed over.
 */
export const createUploadsApi = (replaces: string | null) => ({
  replaces,

  unfinished: async (): Promise<UnfinishedUpload[]> =>
    ((await callApi(UPLOADS_PATH)) as FoundUploads).uploads.filter((upload) => upload.replaces === replaces),

  find: async (fingerprint: string): Promise<FoundUploads> => {
    const search = new URLSearchParams({ fingerprint });
    const { uploads, videos } = (await callApi(`${UPLOADS_PATH}?${search}`)) as FoundUploads;
    return { uploads: uploads.filter((upload) => upload.replaces === replaces), videos };
  },

  /** The video to which an upload belongs. */
  video: async (uploadId: string): Promise<StudioVideo> =>
    (await callApi(videoPath(replaces ?? uploadId))) as StudioVideo,

  /** Over this version, and no other: `precondition-failed` says that there is a newer one. */
  save: async (id: string, draft: Draft, version: number): Promise<StudioVideo> => {
    const headers = { 'Content-Type': 'application/json', 'If-Match': `"${version}"` };
    const init = { method: 'PATCH', headers, body: JSON.stringify(draft), keepalive: true };
    return (await callApi(videoPath(id), init)) as StudioVideo;
  },

  /** Its bytes and its draft go with it (tus, "Termination"). */
  discard: async (id: string): Promise<void> => {
    const headers = { 'Tus-Resumable': '1.0.0' };
    await callApi(`${UPLOADS_PATH}/${id}`, { method: 'DELETE', headers, keepalive: true });
  },

  /** The video of an upload that has failed, for good. */
  remove: async (id: string): Promise<void> => {
    await callApi(`${videoPath(id)}?permanently=true`, { method: 'DELETE' });
  },
});

export type UploadsApi = ReturnType<typeof createUploadsApi>;
