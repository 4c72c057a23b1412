import { Problem } from '@kinora/service-kit';
import type { Sniffed } from '@kinora/sniff';
import { invalidFields } from './video-fields.js';

type RejectedAs = NonNullable<Sniffed['rejected']>;

const WHAT_IT_IS: Record<Exclude<RejectedAs, 'empty'>, string> = {
  text: 'It is a text file.',
  html: 'It is a web page.',
  archive: 'It is an archive: please unpack it and upload the video inside.',
  image: 'It is a picture.',
  document: 'It is a document.',
  unknown: 'Its format is not one that Kinora knows.',
};

/** Why a file is not taken, judged by its first bytes. */
export function refusalOf(rejected: RejectedAs): Problem {
  if (rejected === 'empty') {
    return invalidFields([{ field: 'file', detail: 'The file is empty. Please choose another one.' }]);
  }
  return new Problem('not-a-video', `The file is not a video. ${WHAT_IT_IS[rejected]} MP4 files always work.`);
}

export const wrongFileField = (field: string): Problem =>
  invalidFields([{ field, detail: 'A form carries one file, in the field "file".' }]);

export const goneMeanwhile = (): Problem =>
  new Problem('conflict', 'The video was deleted, or its upload given up, while its file was still being sent.');

/** What became of the wish to convert a video again. `accepted` also when it was wished for before, and is under way. */
export type RetryOutcome = 'accepted' | 'not-failed' | 'source-gone' | 'not-found';

/** @throws Problem when there is nothing to try again */
export function assertRetried(outcome: RetryOutcome): void {
  if (outcome === 'not-found') throw new Problem('not-found');
  if (outcome === 'not-failed')
    throw new Problem('not-failed', 'Only a video that failed can be converted again, and this one has not failed.');
  if (outcome === 'source-gone')
    throw new Problem('source-gone', 'The file of this video is not kept any more. Please upload it again.');
}

export const interrupted = (cause?: unknown): Problem =>
  new Problem(
    'upload-interrupted',
    'The upload broke off before the last byte arrived. Please upload the file again.',
    {
      cause,
    },
  );

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A size for people: 20 GiB, 1.5 MiB. */
export function formatBytes(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  return `${Math.round((bytes / 1024 ** power) * 10) / 10} ${UNITS[power]}`;
}

export const tooLarge = (maxBytes: number): Problem =>
  new Problem('file-too-large', `This site takes files of up to ${formatBytes(maxBytes)}.`);

/** What a form adds around its file: boundaries, part headers and the other fields, all bounded. */
export const FORM_OVERHEAD_MAX_BYTES = 1024 ** 2;

/** True when the announced length of a whole form says that its file must be over the limit. */
export const announcesTooMuch = (contentLength: string | undefined, maxBytes: number): boolean =>
  contentLength !== undefined && Number(contentLength) > maxBytes + FORM_OVERHEAD_MAX_BYTES;
