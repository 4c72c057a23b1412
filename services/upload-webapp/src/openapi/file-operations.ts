import { IF_MATCH, type Operation } from './operation.js';
import { VIDEOS, video } from './video-answer.js';

const FILE = `${VIDEOS}/:id/files/:fileId`;

/** What owners do with the files of their videos. */
export const FILE_OPERATIONS: readonly Operation[] = [
  {
    id: 'serveFile',
    method: 'post',
    path: `${FILE}/serve`,
    summary: 'Go back to a former file, or forth again',
    description: 'Whoever opens the video from then on gets it; those who are watching go on with what they watch.',
    headers: [IF_MATCH],
    answer: video('The video, with the other file.'),
    problems: ['not-found', 'not-playable', 'conflict', 'precondition-failed'],
  },
  {
    id: 'retryFile',
    method: 'post',
    path: `${FILE}/retry`,
    summary: 'Convert a file again that failed',
    description: 'Asking twice is asking once. Viewers get it as soon as it can be watched.',
    answer: video('The video, whose file waits for a worker again.', 202),
    problems: ['not-found', 'not-failed', 'source-gone'],
  },
  {
    id: 'discardFile',
    method: 'delete',
    path: FILE,
    summary: 'Discard a file that viewers do not get',
    description: 'One that is still being uploaded is given up. Its bytes are free at once, its objects go soon after.',
    headers: [IF_MATCH],
    answer: { status: 204, description: 'The file is gone.' },
    problems: ['not-found', 'file-in-use', 'conflict', 'precondition-failed'],
  },
];
