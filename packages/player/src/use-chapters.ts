import type { Chapter } from '@kinora/contracts';
import { type RefObject, useEffect } from 'react';

/** Tracks that were added cannot be taken away: one is used again and again. */
const trackOf = (video: HTMLVideoElement): TextTrack =>
  [...video.textTracks].find(({ kind }) => kind === 'chapters') ?? video.addTextTrack('chapters', 'Chapters');

function clear(track: TextTrack): void {
  for (const cue of [...(track.cues ?? [])]) track.removeCue(cue);
}

/** A chapter ends where the next one begins, the last one with the video. */
export function chapterSpans(chapters: Chapter[], durationSeconds: number): (Chapter & { endSeconds: number })[] {
  const inside = chapters.filter(({ startSeconds }) => startSeconds < durationSeconds);
  return inside.map((chapter, at) => ({ ...chapter, endSeconds: inside[at + 1]?.startSeconds ?? durationSeconds }));
}

/** Draws chapters on the seek bar, where media-chrome looks for them: in a track of the video. */
export function useChapters(video: RefObject<HTMLVideoElement | null>, chapters: Chapter[]): void {
  /** The same chapters may come in another list. */
  const key = JSON.stringify(chapters);
  useEffect(() => {
    const element = video.current;
    const given = JSON.parse(key) as Chapter[];
    if (!element || given.length === 0) return;
    const track = trackOf(element);
    const show = (cues: VTTCue[]) => {
      clear(track);
      for (const cue of cues) track.addCue(cue);
      // Nothing tells of cues that come and go.
      element.textTracks.dispatchEvent(new Event('change'));
    };
    const draw = () => {
      const spans = Number.isFinite(element.duration) ? chapterSpans(given, element.duration) : [];
      show(spans.map(({ startSeconds, endSeconds, title }) => new VTTCue(startSeconds, endSeconds, title)));
    };
    draw();
    element.addEventListener('durationchange', draw);
    return () => {
      element.removeEventListener('durationchange', draw);
      show([]);
    };
  }, [video, key]);
}
