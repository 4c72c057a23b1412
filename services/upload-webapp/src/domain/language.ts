/** Longest language tag that is kept, in characters (RFC 5646 section 4.4.1). */
const LANGUAGE_MAX_CHARS = 35;

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** The canonical form of a BCP 47 language tag (RFC 5646 section 4.5); undefined for what is none, or names no known language. */
export function canonicalLanguage(tag: string): string | undefined {
  if (tag.length > LANGUAGE_MAX_CHARS) return undefined;
  try {
    const [canonical] = Intl.getCanonicalLocales(tag);
    return canonical && names.of(canonical) ? canonical : undefined;
  } catch {
    return undefined;
  }
}
