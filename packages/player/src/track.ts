/** One track of sound or of subtitles that the viewer can choose. */
export interface Track {
  /** What viewers read: `Deutsch`, `Director’s commentary`. */
  label: string;
  /** BCP 47; empty where nobody knows. */
  language: string;
  /** What is special about it, such as `description` or `captions`. */
  kind: string;
  /** False for what nobody wants without having chosen it, such as a commentary. */
  isAutoSelected: boolean;
}

/** What a viewer wants to hear or to read, in any video. */
export type TrackWish = Pick<Track, 'language' | 'kind'> & Partial<Pick<Track, 'label'>>;

const primary = (language: string): string => language.toLowerCase().split('-')[0] ?? '';

/** How well a track fits: its very language, then its kind, then what a player may choose by itself; 0 for another language. */
function fitOf(track: Track, { language, kind }: TrackWish): number {
  if (!language || primary(track.language) !== primary(language)) return 0;
  return 1 + (track.language === language ? 4 : 0) + (track.kind === kind ? 2 : 0) + (track.isAutoSelected ? 1 : 0);
}

/** The place of the track that is wished for: the very same one where it is there, else the best of its language; -1 when there is none. */
export function placeOfWish(tracks: readonly Track[], wish: TrackWish): number {
  const same = tracks.findIndex(({ label, language }) => label === wish.label && language === wish.language);
  if (same >= 0) return same;
  const fits = tracks.map((track) => fitOf(track, wish));
  const best = Math.max(0, ...fits);
  return best > 0 ? fits.indexOf(best) : -1;
}
