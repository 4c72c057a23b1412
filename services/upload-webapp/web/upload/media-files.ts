/** For the browser's own dialogue, which can still show all files. */
export const EXTENSIONS_BY_TYPE: Record<'video/*' | 'audio/*', string[]> = {
  'video/*': [
    ...['.3g2', '.3gp', '.asf', '.avi', '.flv', '.m2ts', '.m4v', '.mkv', '.mov', '.mp4', '.mpeg', '.mpg', '.mts'],
    ...['.mxf', '.ogv', '.ts', '.vob', '.webm', '.wmv'],
  ],
  'audio/*': ['.aac', '.aif', '.aiff', '.flac', '.m4a', '.mka', '.mp3', '.oga', '.ogg', '.opus', '.wav', '.wma'],
};

const EXTENSIONS = Object.values(EXTENSIONS_BY_TYPE).flat();

/** What a file field offers. */
export const ACCEPT = [...Object.keys(EXTENSIONS_BY_TYPE), ...EXTENSIONS].join(',');

type Named = Pick<File, 'name' | 'type'>;

/** Of a folder only what looks like video or sound is taken: others lie beside it. The server judges by the bytes. */
export const isMedia = ({ name, type }: Named): boolean =>
  !name.startsWith('.') &&
  (/^(video|audio)\//.test(type) || EXTENSIONS.some((extension) => name.toLowerCase().endsWith(extension)));

/** What was taken from folders, and how many files were not. */
export function takeMedia<Item extends Named>(files: readonly Item[]): { files: Item[]; leftOut: number } {
  const taken = files.filter(isMedia);
  return { files: taken, leftOut: files.length - taken.length };
}
