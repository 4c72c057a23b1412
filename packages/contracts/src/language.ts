/** Longest language tag that is kept, in characters (RFC 5646 section 4.4.1). */
const LANGUAGE_MAX_CHARS = 35;
/** ISO 639-2: undetermined, uncoded, several, none. */
const NO_LANGUAGES = new Set(['und', 'mis', 'mul', 'zxx']);

/** In the language itself, as RFC 8216 section 4.3.4.1 asks for: `Deutsch`. Undefined for a tag of no known language. */
export function languageName(language: string): string | undefined {
  const name = new Intl.DisplayNames([language], { type: 'language', fallback: 'none' }).of(language);
  return name && name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

/** The canonical form of a BCP 47 tag (RFC 5646 section 4.5): `ger` and `deu` are `de`. Null for what names no known language. */
export function canonicalLanguage(tag: string | null): string | null {
  if (tag === null || tag.length > LANGUAGE_MAX_CHARS) return null;
  try {
    const [canonical] = Intl.getCanonicalLocales(tag.trim().replaceAll('_', '-'));
    return canonical && languageName(canonical) && !NO_LANGUAGES.has(canonical) ? canonical : null;
  } catch {
    return null;
  }
}
