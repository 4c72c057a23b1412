import type { Engine, EngineEvents } from './engine.js';
import type { Track } from './track.js';

/** https://html.spec.whatwg.org/multipage/media.html#audiotracklist: in Safari, not yet in TypeScript's DOM. */
interface AudioTrack {
  kind: string;
  label: string;
  language: string;
  enabled: boolean;
}
type AudioTrackList = EventTarget & Iterable<AudioTrack>;

const trackOf = ({ kind, label, language }: AudioTrack): Track => ({
  ...{ label: label || language, language, isAutoSelected: kind !== 'commentary' },
  kind: kind.includes('desc') ? 'description' : 'main',
});

function enable(list: AudioTrackList, place: number): void {
  [...list].forEach((track, at) => {
    track.enabled = at === place;
  });
}

/** A track comes at a time; each time all that there are so far are told. */
function offerTracks(list: AudioTrackList, events: EngineEvents, signal: AbortSignal): void {
  const tell = () => events.onAudioTrack([...list].findIndex(({ enabled }) => enabled));
  const offer = () => {
    const place = events.onAudioTracks([...list].map(trackOf));
    if (place >= 0) enable(list, place);
    tell();
  };
  for (const event of ['addtrack', 'removetrack']) list.addEventListener(event, offer, { signal });
  list.addEventListener('change', tell, { signal });
}

/** Safari on older phones plays HLS by itself, and lets nobody choose the quality. */
export function playNatively(video: HTMLVideoElement, url: string, startSeconds: number, events: EngineEvents): Engine {
  const abort = new AbortController();
  const { signal } = abort;
  const { audioTracks } = video as HTMLVideoElement & { audioTracks?: AudioTrackList };
  const onError = () => events.onTrouble(video.error?.code === MediaError.MEDIA_ERR_DECODE ? 'media' : 'network');
  video.addEventListener('error', onError, { signal });
  video.addEventListener('playing', events.onProgress, { signal });
  if (audioTracks) offerTracks(audioTracks, events, signal);
  if (startSeconds > 0) {
    const seek = () => {
      video.currentTime = startSeconds;
    };
    video.addEventListener('loadedmetadata', seek, { once: true, signal });
  }
  video.src = url;
  return {
    selectLevel: () => {},
    selectAudio: (place) => audioTracks && enable(audioTracks, place),
    change: () => {},
    destroy: () => {
      abort.abort();
      video.removeAttribute('src');
    },
  };
}
