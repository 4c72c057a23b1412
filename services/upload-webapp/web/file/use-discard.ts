import { callApi } from '@kinora/ui';
import type { StudioVideo, VideoFile } from '../props.js';
import { useRequest } from '../use-request.js';
import { videoPath } from '../video/use-live-video.js';
import { filePath } from './file-path.js';

/** Discards files of a video, and shows what is left. */
export function useDiscard(video: StudioVideo, onChanged: (video: StudioVideo) => void) {
  const { ask, ...state } = useRequest();
  const discard = (file: VideoFile) =>
    ask(filePath(video, file), 'DELETE', async () => onChanged((await callApi(videoPath(video.id))) as StudioVideo));
  return { ...state, discard };
}
