import { Events, type default as Hls, type MediaPlaylist } from 'hls.js';
import type { EngineEvents } from './engine.js';
import { AUTO, renditionsOf } from './rendition.js';
import type { Track } from './track.js';

/** A browser plays on two speakers, as a rule: the stereo is mixed for them, and the bandwidth is better spent on the picture. */
function leaveOutSurround(hls: Hls): void {
  const isStereo = (groups: readonly (string | undefined)[] = []) => !groups.includes('surround');
  for (let level = hls.levels.length - 1; level >= 0; level--)
    if (!isStereo(hls.levels[level]?.audioGroups)) hls.removeLevel(level);
}

const trackOf = ({ name, lang = '', characteristics = '', autoselect }: MediaPlaylist): Track => ({
  ...{ label: name, language: lang, isAutoSelected: autoselect },
  kind: characteristics.includes('describes-video') ? 'description' : 'main',
});

/** Offers what the stream has once more. @returns what is wished of it */
export const offerAgain = (hls: Hls, events: EngineEvents) => ({
  level: events.onRenditions(renditionsOf(hls.levels)),
  place: events.onAudioTracks(hls.audioTracks.map(trackOf)),
});

/** Offers what the stream has, and takes what is wished of it before the first segment is asked for. */
export function offerChoices(hls: Hls, events: EngineEvents): void {
  hls.on(Events.MANIFEST_PARSED, () => {
    leaveOutSurround(hls);
    const level = events.onRenditions(renditionsOf(hls.levels));
    if (level !== AUTO) hls.loadLevel = level;
  });
  hls.on(Events.AUDIO_TRACKS_UPDATED, (_event, { audioTracks }) => {
    const place = events.onAudioTracks(audioTracks.map(trackOf));
    if (place >= 0) hls.audioTrack = place;
  });
  hls.on(Events.LEVEL_SWITCHED, (_event, { level }) => events.onLevel(level));
  hls.on(Events.AUDIO_TRACK_SWITCHING, (_event, { id }) => events.onAudioTrack(id));
}
