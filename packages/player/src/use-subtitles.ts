import { type RefObject, useEffect, useRef, useState } from 'react';
import { recall, remember } from './browser-memory.js';
import { placeOfWish, type Track, type TrackWish } from './track.js';
import { recallTrack, rememberTrack } from './track-memory.js';

const NAME = 'subtitles';
/** Both as a place and as what is remembered. */
export const OFF = -1;
const REMEMBERED_OFF = 'off';
const KINDS = ['subtitles', 'captions'];

const textTracksOf = ({ textTracks }: HTMLVideoElement): TextTrack[] =>
  [...textTracks].filter(({ kind }) => KINDS.includes(kind));

const trackOf = ({ label, language, kind }: TextTrack): Track => ({
  ...{ label: label || language, language, kind, isAutoSelected: true },
});

/** hls.js and Safari follow the modes of the text tracks. */
function show(video: HTMLVideoElement, place: number): void {
  textTracksOf(video).forEach((track, at) => {
    const mode = at === place ? 'showing' : 'disabled';
    if (track.mode !== mode) track.mode = mode;
  });
}

/** Undefined as long as nobody has chosen: then the stream's default is shown. */
type SubtitlesWish = TrackWish | typeof OFF | undefined;

const recallWish = (): SubtitlesWish => (recall(NAME) === REMEMBERED_OFF ? OFF : recallTrack(NAME));

function fulfil(video: HTMLVideoElement, wish: SubtitlesWish): void {
  if (wish === undefined) return;
  const place = wish === OFF ? OFF : placeOfWish(textTracksOf(video).map(trackOf), wish);
  if (wish === OFF || place >= 0) show(video, place);
}

/** The subtitles and those that are shown. A choice outlives the stream, and its language the video. */
export function useSubtitles(video: RefObject<HTMLVideoElement | null>) {
  const [tracks, setTracks] = useState<Track[]>([]);
  const [shown, setShown] = useState(OFF);
  const wish = useRef<SubtitlesWish>(recallWish());
  const last = useRef<TrackWish>(undefined);

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const read = () => {
      setTracks(textTracksOf(element).map(trackOf));
      setShown(textTracksOf(element).findIndex(({ mode }) => mode === 'showing'));
    };
    const greet = () => {
      fulfil(element, wish.current);
      read();
    };
    const abort = new AbortController();
    element.textTracks.addEventListener('addtrack', greet, abort);
    for (const event of ['removetrack', 'change']) element.textTracks.addEventListener(event, read, abort);
    return () => abort.abort();
  }, [video]);

  const choose = (place: number) => {
    const track = tracks[place];
    wish.current = track ?? OFF;
    if (track) rememberTrack(NAME, track);
    else remember(NAME, REMEMBERED_OFF);
    if (video.current) show(video.current, place);
  };
  const toggle = () => {
    if (tracks.length === 0) return;
    last.current = tracks[shown] ?? last.current;
    const wished = last.current ?? { language: navigator.language, kind: 'subtitles' };
    choose(shown === OFF ? Math.max(0, placeOfWish(tracks, wished)) : OFF);
  };
  return { tracks, shown, choose, toggle };
}
