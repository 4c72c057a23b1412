const MEDIA_EXTENSION =
  /\.(3g2|3gp|aac|aif|aiff|asf|avi|flac|flv|m2ts|m4a|m4v|mka|mkv|mov|mp3|mp4|mpeg|mpg|mts|mxf|oga|ogg|ogv|opus|ts|vob|wav|webm|wma|wmv)$/i;

/** For the browser's own dialogue, which can still show all files. */
export const ACCEPT = 'video/*,audio/*,.mkv,.m4v,.ts,.mts,.m2ts,.flv,.avi,.mxf,.flac,.opus';

type Named = Pick<File, 'name' | 'type'>;

/** Of a folder only what looks like video or sound is taken: others lie beside it. The server judges by the bytes. */
export const isMedia = ({ name, type }: Named): boolean =>
  !name.startsWith('.') && (/^(video|audio)\//.test(type) || MEDIA_EXTENSION.test(name));

/** What was taken from folders, and how many files were not. */
export function takeMedia<Item extends Named>(files: readonly Item[]): { files: Item[]; leftOut: number } {
  const taken = files.filter(isMedia);
  return { files: taken, leftOut: files.length - taken.length };
}
