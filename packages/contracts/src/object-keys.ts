/** Object keys are built from ids, never from file names. Each prefix has one writer. */

/** Key of the uploaded file. Written by upload-webapp. */
export const sourceKey = (videoId: string): string => `source/${videoId}`;

/** Key of the last bytes of an unfinished upload, which are not yet a part of it. Written by upload-webapp. */
export const sourceTailKey = (videoId: string): string => `${sourceKey(videoId)}.tail`;

/** Prefix of everything a viewer's player loads for one video. Written by the transcoder. Ends with a slash. */
export const hlsPrefix = (videoId: string): string => `hls/${videoId}/`;

/** Key of the WebVTT of captions, which has a new id with each change. Written by upload-webapp. */
export const captionKey = (videoId: string, textId: string): string => `captions/${videoId}/${textId}.vtt`;

const MAX_KEY_CHARS = 512;
const KEY = /^(source|hls|captions)\/[A-Za-z0-9_-][A-Za-z0-9_.-]*(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*$/;

/** True for keys under a known prefix, of plain characters, in which no segment starts with a dot. */
export const isObjectKey = (key: string): boolean => key.length <= MAX_KEY_CHARS && KEY.test(key);

/** True for a prefix that names one video's objects and nothing wider, such as `hls/ID/`. */
export const isObjectPrefix = (prefix: string): boolean => prefix.endsWith('/') && isObjectKey(prefix.slice(0, -1));
