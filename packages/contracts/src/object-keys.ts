/** Object keys are built from ids, never from file names. Each prefix has one writer. */

/** Key of the uploaded file. Written by upload-webapp. */
export const sourceKey = (videoId: string): string => `source/${videoId}`;

/** Key of the last bytes of an unfinished upload, which are not yet a part of it. Written by upload-webapp. */
export const sourceTailKey = (videoId: string): string => `${sourceKey(videoId)}.tail`;

/** Prefix of everything a viewer's player loads for one video. Written by the transcoder. Ends with a slash. */
export const hlsPrefix = (videoId: string): string => `hls/${videoId}/`;

/** Key of the WebVTT of captions, which has a new id with each change. Written by upload-webapp. */
export const captionKey = (videoId: string, textId: string): string => `captions/${videoId}/${textId}.vtt`;

/** Prefix of the pictures that owners chose for one video. Written by upload-webapp. Ends with a slash. */
export const picturesPrefix = (videoId: string): string => `pictures/${videoId}/`;

/** A picture that stands for a video, in both its sizes. */
export interface PosterKeys {
  poster: string;
  /** Begins as the poster does. */
  thumbnail: string;
}

const posterKeys = (folder: string, name: string): PosterKeys => ({
  ...{ poster: `${folder}${name}.jpg`, thumbnail: `${folder}${name}-small.jpg` },
});

/** Prefix of one picture that an owner chose. */
export const pictureFolder = (videoId: string, pictureId: string): string => `${picturesPrefix(videoId)}${pictureId}/`;

/** Keys of one picture that an owner chose. */
export const pictureKeys = (videoId: string, pictureId: string): PosterKeys =>
  posterKeys(pictureFolder(videoId, pictureId), 'poster');

/** Keys of the poster that the transcoder chose, in its folder of pictures, which ends with a slash. */
export const chosenPosterKeys = (folder: string): PosterKeys => posterKeys(folder, 'poster');

/** Keys of a frame that the transcoder kept beside it; they count from 1, the best one first. */
export const candidateKeys = (folder: string, number: number): PosterKeys => posterKeys(folder, `candidate-${number}`);

/** What stands behind the playback token in the address of an object that viewers load. */
export const mediaPathOf = (objectKey: string): string =>
  objectKey.replace(/^hls\//, '').replace(/^pictures\/([^/]+)\//, '$1/pictures/');

/** The key of what lies at a path below a video's media address. */
export const mediaKeyOf = (videoId: string, path: string): string =>
  path.startsWith('pictures/') ? `pictures/${videoId}${path.slice('pictures'.length)}` : hlsPrefix(videoId) + path;

const MAX_KEY_CHARS = 512;
const KEY = /^(source|hls|captions|pictures)\/[A-Za-z0-9_-][A-Za-z0-9_.-]*(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*$/;

/** True for keys under a known prefix, of plain characters, in which no segment starts with a dot. */
export const isObjectKey = (key: string): boolean => key.length <= MAX_KEY_CHARS && KEY.test(key);

/** True for a prefix that names one video's objects and nothing wider, such as `hls/ID/`. */
export const isObjectPrefix = (prefix: string): boolean => prefix.endsWith('/') && isObjectKey(prefix.slice(0, -1));
