/** The only pixel format that every browser plays: 8-bit 4:2:0. */
export const PLAYED_PIXEL_FORMAT = 'yuv420p';

/** Formats without a matrix between numbers and colours, by ffmpeg's names: `gbrp10le`, `bgr0`, `pal8`. */
export const isRgb = (format: string): boolean =>
  /^(gbr|rgb|bgr|argb|abgr|0rgb|0bgr|x2rgb|x2bgr|xyz|pal8|mono|bayer)/.test(format);

export const hasAlpha = (format: string): boolean => /^(yuva|gbrap|argb|abgr|rgba|bgra|ya\d)/.test(format);

/** JPEG's range, in ffmpeg's name of the format. */
export const isFullRange = (format: string): boolean => format.startsWith('yuvj');
