import type { StudioVideo, VideoFile } from '../props.js';
import { videoPath } from '../video/use-live-video.js';

export const filePath = (video: StudioVideo, { id }: Pick<VideoFile, 'id'>): string =>
  `${videoPath(video.id)}/files/${id}`;
