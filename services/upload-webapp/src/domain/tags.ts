import { TAG_MAX_CHARS, TAGS_MAX } from '@kinora/contracts';

/** A tag as it is kept: one line in lower case, without spaces at its ends or a leading `#` (NFC). Empty for one that says nothing. */
const normalized = (tag: string): string =>
  tag
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .replace(/^#+ ?/, '');

export const normalizeTags = (tags: string[]): string[] =>
  [...new Set(tags.map(normalized))].filter((tag) => tag !== '');

/** What is wrong with normalized tags, in words; undefined when nothing is. */
export function wrongTags(tags: string[]): string | undefined {
  if (tags.length > TAGS_MAX) return `A video may have at most ${TAGS_MAX} tags, and these are ${tags.length}.`;
  const long = tags.find((tag) => tag.length > TAG_MAX_CHARS);
  if (long)
    return `A tag may have at most ${TAG_MAX_CHARS} characters: “${long.slice(0, TAG_MAX_CHARS)}…” has ${long.length}.`;
  const listed = tags.find((tag) => tag.includes(','));
  return listed && `A tag may not contain a comma, as “${listed}” does.`;
}

/** Added tags come last, those that are there already stay where they are. */
export const changedTags = (
  tags: string[],
  { add = [], remove = [] }: { add?: string[]; remove?: string[] },
): string[] => [...new Set([...tags, ...add])].filter((tag) => !remove.includes(tag));
