/**
 * Why a video ended `failed`, in words for its uploader: what happened, why, what to do.
 * The codes are part of the API; the operator finds the program's own words in the log.
 */
export const FAILURES = {
  'upload-interrupted': 'The upload broke off before the last byte arrived. Please upload the file again.',
  'upload-expired': 'Nobody went on with the upload in time, so it was given up. Please upload the file again.',
  'checksum-mismatch':
    'The file that arrived is not the one that was sent, so nothing of it was published. Please upload it again.',
  'file-too-large':
    'The file is larger than this site accepts. Please export it at a lower quality, or ask the operator of this site.',
  'not-a-video': 'The file is not a video in a format that Kinora knows. Please export it as MP4 and upload it again.',
  'file-empty': 'The file is empty. Please choose another one.',
  'no-video-stream':
    'The file contains neither picture nor sound that can be read. Please check that it plays on your computer.',
  unreadable:
    'The file is damaged or incomplete and cannot be read. Please check that it plays on your computer: if it does, export it as MP4 and upload that; if not, get it anew from where it came.',
  'too-large':
    'The picture is larger, or the file has more tracks, than this site converts. Please export a smaller version and upload it again.',
  'took-too-long':
    'Converting this video took longer than this site allows. Please export a shorter or smaller version and upload it again.',
  'storage-unavailable': 'The storage could not be reached while the file was being saved. Please upload it again.',
  'storage-full':
    'The store of this site is full. Please tell its operator, and upload the file again when there is room.',
  'transcode-failed':
    'Something went wrong while the video was converted. Please retry it. If it fails again, export it as MP4 and upload that, or ask the operator of this site, who finds the details in the log.',
  'worker-lost':
    'Converting this video was interrupted too many times and was given up. Please retry it later. If it fails again, ask the operator of this site, who finds the details in the log.',
} as const satisfies Record<string, string>;

export type FailureCode = keyof typeof FAILURES;

/** The file holds nothing that could ever be watched: it need not be kept. */
export const WORTHLESS_FILE_FAILURES: readonly FailureCode[] = [
  'not-a-video',
  'file-empty',
  'no-video-stream',
  'unreadable',
];

export interface Failure {
  code: FailureCode;
  detail: string;
}

/** The failure with its standard words, or with more exact ones. */
export const failure = (code: FailureCode, detail: string = FAILURES[code]): Failure => ({ code, detail });
