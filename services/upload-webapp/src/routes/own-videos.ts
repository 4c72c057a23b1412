import type { VideoFile } from '@kinora/contracts';
import { Problem } from '@kinora/service-kit';
import type { Request, Response } from 'express';
import type { StudioVideo } from '../../web/props.js';
import type { StudioVideos } from '../adapters/studio-videos.js';
import { etagOf } from '../domain/if-match.js';
import { loggedIn } from './logged-in.js';
import { parseVideoId } from './requests.js';

/** The video that an address names, of the person who is logged in. @throws Problem `not-found` */
export async function findOwn(videos: StudioVideos, req: Request): Promise<StudioVideo> {
  const video = await videos.find(loggedIn(req).sub, parseVideoId(req.params.id));
  if (!video) throw new Problem('not-found');
  return video;
}

type FileFacts = Pick<VideoFile, 'id' | 'state' | 'sizeBytes'>;

/** Its files; one that was never replaced is all that is said of it. */
export const filesOf = (video: StudioVideo): FileFacts[] => (video.files.length > 0 ? video.files : [video]);

/** The id of the file that is served: that of the video, as long as it has no other. */
export const servedFileOf = ({ id, files }: StudioVideo): string => files.find(({ isServed }) => isServed)?.id ?? id;

/**
 * The tag stands for what its owner says of a video, which `If-Match` guards, and not for how far its conversion is. So
 * nothing is answered with 304: Express would, had it the body.
 */
export function sendVideo(res: Response, video: StudioVideo): void {
  res.set('ETag', etagOf(video.version)).type('json').end(JSON.stringify(video));
}
