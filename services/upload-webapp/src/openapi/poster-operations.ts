import { posterSchema, posterWishSchema } from '@kinora/contracts';
import { type Header, IF_MATCH, type Operation } from './operation.js';
import { VIDEOS } from './video-answer.js';

const POSTER = `${VIDEOS}/:id/poster`;
const ETAG: Header = { name: 'ETag', description: 'Stands for the choice, whatever else changes in the video.' };

const poster = (description: string) => {
  return { status: 200, description, mediaType: 'application/json', schema: posterSchema, headers: [ETAG] };
};

/** The picture that stands for a video. */
export const POSTER_OPERATIONS: readonly Operation[] = [
  {
    id: 'getPoster',
    method: 'get',
    path: POSTER,
    summary: 'Look at the picture of a video',
    description: 'And at what there is to choose from.',
    answer: poster('The picture.'),
    problems: ['not-found'],
  },
  {
    id: 'choosePoster',
    method: 'put',
    path: POSTER,
    summary: 'Choose the picture of a video',
    description:
      'One of the candidates, the frame at a moment of the video, or again what Kinora itself chose. It has a new address then.',
    headers: [IF_MATCH],
    body: { mediaType: 'application/json', schema: posterWishSchema },
    answer: poster('The picture that stands for the video from now on.'),
    problems: [
      ...(['not-found', 'precondition-failed', 'conflict', 'source-gone', 'invalid-fields'] as const),
      ...(['unsupported-media-type', 'request-too-large', 'bad-request', 'insufficient-storage'] as const),
    ],
  },
  {
    id: 'uploadPoster',
    method: 'put',
    path: `${POSTER}/file`,
    summary: 'Upload the picture of a video',
    description: 'A JPEG, PNG or WebP that does not move; what it is, its bytes say. It is made smaller where need be.',
    headers: [IF_MATCH],
    body: { mediaType: 'image/*' },
    answer: poster('The picture that stands for the video from now on.'),
    problems: [
      ...(['not-found', 'precondition-failed', 'conflict', 'not-a-picture', 'picture-unusable'] as const),
      ...(['file-too-large', 'upload-interrupted', 'insufficient-storage'] as const),
    ],
  },
];
