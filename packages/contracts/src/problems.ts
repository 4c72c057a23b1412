/**
 * Every problem type of the API (RFC 9457): the `code` in the body, the status, the `title`.
 * docs/problems.md explains each one; a test holds the two together.
 */
export const PROBLEMS = {
  'bad-request': { status: 400, title: 'The request could not be understood' },
  'bad-path': { status: 400, title: 'The address contains something that no address here may contain' },
  'upload-interrupted': { status: 400, title: 'The upload broke off' },
  unauthenticated: { status: 401, title: 'You are not logged in' },
  'wrong-credentials': { status: 401, title: 'The user name or the password is wrong' },
  forbidden: { status: 403, title: 'You may not do this' },
  'cross-site-request': { status: 403, title: 'The request comes from another site' },
  'playback-token-invalid': { status: 403, title: 'This playback address is not valid, or no longer valid' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'method-not-allowed': { status: 405, title: 'This address does not take this method' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  conflict: { status: 409, title: 'The video changed in the meantime' },
  'not-failed': { status: 409, title: 'The video has not failed' },
  'not-replaceable': { status: 409, title: 'The file of the video cannot be replaced now' },
  'not-playable': { status: 409, title: 'The file cannot be watched' },
  'file-in-use': { status: 409, title: 'Viewers get this file' },
  'source-gone': { status: 409, title: 'The file of the video is not there any more' },
  'parts-mismatch': { status: 409, title: 'Other parts of the upload are stored than were named' },
  'too-many-captions': { status: 409, title: 'The video has as many captions as it may have' },
  'upload-offset-mismatch': { status: 409, title: 'The bytes do not follow what has arrived' },
  'upload-gone': { status: 410, title: 'The upload was given up' },
  'precondition-failed': { status: 412, title: 'The precondition does not hold' },
  'file-too-large': { status: 413, title: 'The file is too large' },
  'quota-exceeded': { status: 413, title: 'You have no room left for this file' },
  'request-too-large': { status: 413, title: 'The request is too large' },
  'uri-too-long': { status: 414, title: 'The address is too long' },
  'not-a-video': { status: 415, title: 'The file is not a video' },
  'not-captions': { status: 415, title: 'The file holds no captions' },
  'not-a-picture': { status: 415, title: 'The file is not a picture that can be taken' },
  'unsupported-media-type': { status: 415, title: 'The request body has the wrong media type' },
  'range-not-satisfiable': { status: 416, title: 'The requested range lies outside the object' },
  'invalid-fields': { status: 422, title: 'A field is missing or not valid' },
  'invalid-captions': { status: 422, title: 'There is a mistake in the captions' },
  'picture-unusable': { status: 422, title: 'The picture cannot be used' },
  'checksum-mismatch': { status: 422, title: 'The file that arrived is not the one that was sent' },
  'upload-locked': { status: 423, title: 'Another request writes this upload' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'header-too-large': { status: 431, title: 'The header of the request is too long' },
  'internal-error': { status: 500, title: 'Something went wrong here' },
  'service-unavailable': { status: 503, title: 'A part of Kinora is not available at the moment' },
  'insufficient-storage': { status: 507, title: 'There is not enough space left' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Media type of a problem document (RFC 9457 section 3). */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';
