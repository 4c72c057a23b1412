import { Events, type default as Hls } from 'hls.js';

const isFilling = ({ sourceBuffers }: MediaSource): boolean =>
  Array.from(sourceBuffers).some(({ updating }) => updating);

/**
 * Tells the browser the length of the stream until it has it: hls.js does so once for each playlist, and that is lost while something is
 * being appended (Media Source Extensions, "Duration change"). The seek bar would end where the buffer does.
 */
export function tellLength(hls: Hls): void {
  let mediaSource: MediaSource | undefined;
  hls.on(Events.MEDIA_ATTACHED, (_event, attached) => {
    mediaSource = attached.mediaSource;
  });
  hls.on(Events.FRAG_BUFFERED, () => {
    if (mediaSource?.readyState !== 'open' || isFilling(mediaSource)) return;
    const lengthSeconds = hls.latestLevelDetails?.edge ?? 0;
    if (lengthSeconds > mediaSource.duration) mediaSource.duration = lengthSeconds;
  });
}
