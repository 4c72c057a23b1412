/** What a file says of a track of sound or text. */
export interface TaggedTrack {
  title: string | null;
  /** BCP 47 or ISO 639-2, as the file has it. */
  language: string | null;
  isCommentary: boolean;
}

/** What viewers read of a track, and what players choose it by (RFC 8216 section 4.3.4.1). */
export interface TrackLabel {
  /** Unique within its group. */
  name: string;
  /** BCP 47. */
  language: string | null;
  /** A player may choose it because of the viewer's language. */
  isAutoSelected: boolean;
  /** Uniform type identifiers. */
  characteristics: string[];
}

const MAX_NAME_CHARS = 80;
/** ISO 639-2: undetermined, uncoded, several, none. */
const NO_LANGUAGES = new Set(['und', 'mis', 'mul', 'zxx']);

/** The language as BCP 47 has it: `ger` and `deu` are `de`. Null when the file names none that there is. */
export function canonicalLanguage(tag: string | null): string | null {
  try {
    const [canonical] = Intl.getCanonicalLocales(tag?.trim().replaceAll('_', '-') ?? []);
    return canonical && languageName(canonical) && !NO_LANGUAGES.has(canonical) ? canonical : null;
  } catch {
    return null;
  }
}

/** In the language itself, as RFC 8216 section 4.3.4.1 asks for: `Deutsch`. */
function languageName(language: string): string | undefined {
  const name = new Intl.DisplayNames([language], { type: 'language', fallback: 'none' }).of(language);
  return name && name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

/** A quoted string of a playlist holds neither quotes nor line ends (RFC 8216 section 4.2); some players take apostrophes for quotes. */
const readable = (title: string | null): string => {
  const text = title?.replace(/["']/g, '’').replace(/[\s\p{Cc}\p{Cs}]+/gu, ' ') ?? '';
  return [...text.trim()].slice(0, MAX_NAME_CHARS).join('').trim();
};

function uniqueName(name: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name} ${count}`;
    if (!taken.has(candidate)) return candidate;
  }
}

interface LabelOptions<Track> {
  /** Of a track that has neither title nor language. */
  nameless: string;
  characteristicsOf: (track: Track) => string[];
}

/** Names the tracks of one group. Of those that a player could not tell apart by itself, it may choose the first alone. */
export function labelTracks<Track extends TaggedTrack>(
  tracks: Track[],
  { nameless, characteristicsOf }: LabelOptions<Track>,
): TrackLabel[] {
  const names = new Set<string>();
  const choices = new Set<string>();
  return tracks.map((track) => {
    const language = canonicalLanguage(track.language);
    const name = uniqueName(readable(track.title) || (language && languageName(language)) || nameless, names);
    names.add(name);
    const characteristics = characteristicsOf(track);
    const choice = [language, ...characteristics].join();
    const isMeantForSome = language !== null || characteristics.length > 0;
    const isAutoSelected = isMeantForSome && !track.isCommentary && !choices.has(choice);
    if (isAutoSelected) choices.add(choice);
    return { name, language, isAutoSelected, characteristics };
  });
}
