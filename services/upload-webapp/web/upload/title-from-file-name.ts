import { TITLE_MAX_CHARS } from '@kinora/contracts';

/** `My_holiday.final.mp4` gives "My holiday final". */
export const titleFromFileName = (fileName: string): string =>
  fileName
    .replace(/\.[^.]{1,5}$/, '')
    .replace(/[_.\s]+/g, ' ')
    .trim()
    .slice(0, TITLE_MAX_CHARS);
