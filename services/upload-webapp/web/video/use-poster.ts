import type { Poster, PosterChoice, ProblemDocument } from '@kinora/contracts';
import { callForTag } from '@kinora/ui';
import { useCallback, useEffect, useState } from 'react';
import type { StudioVideo } from '../props.js';
import { videoPath } from './use-live-video.js';

type PosterStatus =
  | { at: 'idle' | 'saved' }
  | { at: 'busy'; words: string }
  | { at: 'refused'; problem: ProblemDocument };

interface Known {
  poster: Poster;
  etag: string;
}

const ask = async (id: string, path = '', init?: RequestInit): Promise<Known> => {
  const { body, etag } = await callForTag(`${videoPath(id)}/poster${path}`, init);
  return { poster: body as Poster, etag: etag ?? '' };
};

/** The picture of a video, and how it is changed: at once, and only over the one that is shown. */
export function usePoster(video: StudioVideo, onChanged: (video: StudioVideo) => void) {
  const [known, setKnown] = useState<Known>();
  const [status, setStatus] = useState<PosterStatus>({ at: 'idle' });
  const { id, posterUrl } = video;

  const load = useCallback(() => ask(id).then(setKnown, () => undefined), [id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another poster comes with other candidates
  useEffect(() => void load(), [load, posterUrl]);

  const put = async (path: string, body: BodyInit, type: string, words: string) => {
    setStatus({ at: 'busy', words });
    const headers = { 'Content-Type': type, ...(known ? { 'If-Match': known.etag } : {}) };
    try {
      const now = await ask(id, path, { method: 'PUT', body, headers });
      setKnown(now);
      setStatus({ at: 'saved' });
      const { posterUrl: poster, thumbnailUrl } = now.poster;
      onChanged({ ...video, ...(poster && thumbnailUrl ? { posterUrl: poster, thumbnailUrl } : {}) });
    } catch (problem) {
      setStatus({ at: 'refused', problem: problem as ProblemDocument });
      await load();
    }
  };
  const choose = (choice: PosterChoice, words: string) => put('', JSON.stringify(choice), 'application/json', words);
  const upload = (file: File) => put('/file', file, file.type || 'image/*', 'Sending the picture …');

  return { poster: known?.poster, status, choose, upload };
}
