import { type RefObject, useCallback, useRef, useState } from 'react';
import type { Engine } from './engine.js';
import { placeOfWish, type Track, type TrackWish } from './track.js';
import { recallTrack, rememberTrack } from './track-memory.js';

const NAME = 'audio';

/** The tracks of sound and the one that is heard. A choice outlives the stream, and its language the video. */
export function useAudio(engine: RefObject<Engine | undefined>) {
  const [tracks, setTracks] = useState<Track[]>([]);
  const [heard, onAudioTrack] = useState(-1);
  const wish = useRef<TrackWish>(recallTrack(NAME));

  const onAudioTracks = useCallback((next: Track[]) => {
    setTracks(next);
    return wish.current ? placeOfWish(next, wish.current) : -1;
  }, []);
  const choose = (place: number) => {
    const track = tracks[place];
    if (!track) return;
    wish.current = track;
    rememberTrack(NAME, track);
    engine.current?.selectAudio(place);
  };
  return { tracks, heard, choose, onAudioTracks, onAudioTrack };
}
