/** Apart from the schemas: pages in the browser need the names without zod. */
export const CAPTION_KINDS = ['subtitles', 'captions'] as const;
/** `subtitles` are what is said; `captions` also what is heard, for those who cannot hear. */
export type CaptionKind = (typeof CAPTION_KINDS)[number];
