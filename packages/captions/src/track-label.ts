import { canonicalLanguage, languageName } from '@kinora/contracts';

/** What is said of a track of sound or text. */
export interface TaggedTrack {
  title: string | null;
  /** BCP 47 or ISO 639-2. */
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

/** For those who cannot hear (HLS Authoring Specification for Apple Devices, subtitles). */
export const FOR_THE_DEAF = [
  'public.accessibility.transcribes-spoken-dialog',
  'public.accessibility.describes-music-and-sound',
];

const MAX_NAME_CHARS = 80;

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

type Choice = Pick<TrackLabel, 'language' | 'characteristics'>;
const choiceOf = ({ language, characteristics }: Choice): string => [language, ...characteristics].join();

interface LabelOptions<Track> {
  /** Of a track that has neither title nor language. */
  nameless: string;
  characteristicsOf: (track: Track) => string[];
  /** What is in the group already. */
  beside?: TrackLabel[];
}

/** Names the tracks of one group. Of those that a player could not tell apart by itself, it may choose the first alone. */
export function labelTracks<Track extends TaggedTrack>(
  tracks: Track[],
  { nameless, characteristicsOf, beside = [] }: LabelOptions<Track>,
): TrackLabel[] {
  const names = new Set(beside.map(({ name }) => name));
  const choices = new Set(beside.filter(({ isAutoSelected }) => isAutoSelected).map(choiceOf));
  return tracks.map((track) => {
    const language = canonicalLanguage(track.language);
    const name = uniqueName(readable(track.title) || (language && languageName(language)) || nameless, names);
    names.add(name);
    const characteristics = characteristicsOf(track);
    const choice = choiceOf({ language, characteristics });
    const isMeantForSome = language !== null || characteristics.length > 0;
    const isAutoSelected = isMeantForSome && !track.isCommentary && !choices.has(choice);
    if (isAutoSelected) choices.add(choice);
    return { name, language, isAutoSelected, characteristics };
  });
}
