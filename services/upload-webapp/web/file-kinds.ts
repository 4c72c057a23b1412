/** What files look like they are, by which the page knows what they are for. The server judges by the bytes. */
type Named = Pick<File, 'name' | 'type'>;

export const PICTURES = 'image/jpeg,image/png,image/webp';
export const CAPTIONS = '.vtt,.srt,text/vtt,application/x-subrip';

export const isPicture = ({ type }: Named): boolean => type.startsWith('image/');
export const isCaptions = ({ name }: Named): boolean => /\.(vtt|srt)$/i.test(name);
/** The file of a video may have any name. */
export const isOther = (file: Named): boolean => !isPicture(file) && !isCaptions(file);
