const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escaped = (text: string): string => text.replace(/[&<>]/g, (character) => ESCAPES[character] ?? '');

const BOLD_ITALIC_UNDERLINED = /(<\/?[biu]>)/i;

/** Text in which everything that is no tag for bold, italics or underlines is meant as it stands, as WebVTT cue text. */
export const plainCueText = (text: string): string =>
  text
    .split(BOLD_ITALIC_UNDERLINED)
    .map((part, at) => (at % 2 === 1 ? part.toLowerCase() : escaped(part)))
    .join('');

const TAG = /(<[^<>]*>)/;
/** An ampersand that begins no character reference. */
const BARE_AMPERSAND = /&(?!(?:[a-z][a-z\d]*|#\d+|#x[\da-f]+);)/gi;
const CLASSES = String.raw`(?:\.[\w-]+)*`;
/** Of each its name, its classes, and what a voice or a language is called; then the times of karaoke. */
const SAFE_TAGS = [
  new RegExp(`^<(?:[ciub]|ruby|rt)${CLASSES}>$`),
  /^<\/(?:[ciubv]|ruby|rt|lang)>$/,
  new RegExp(String.raw`^<(?:v|lang)${CLASSES}[ \t]+\S[^\n]*>$`),
  /^<(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}>$/,
];
const isSafeTag = (tag: string): boolean => SAFE_TAGS.some((safe) => safe.test(tag));

/**
 * WebVTT cue text (W3C WebVTT, section 4.2.2) in which only the tags of WebVTT are left. Others are left out, as players do, and
 * the text in them stays.
 */
export const safeCueText = (text: string): string =>
  text
    .replace(BARE_AMPERSAND, '&amp;')
    .split(TAG)
    .map((part, at) => {
      if (at % 2 === 1) return isSafeTag(part) ? part : '';
      return part.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    })
    .join('');
