import { Events, type default as Hls, type InitPTSFoundData } from 'hls.js';

/** Where the clock of the media begins. */
export type Clock = InitPTSFoundData;

/** What was being appended when loading stopped is in the buffer by then. */
const SETTLE_MS = 150;

/**
 * Changes to another stream of the same video while it plays: the next engine takes over the buffer that the last one filled, so that the
 * picture never stops. A stream that cannot be opened is left alone.
 */
export function takeOver(last: Hls, next: Hls, clock: () => Clock | undefined, onTaken: () => void): void {
  next.once(Events.ERROR, () => {
    if (!next.media) next.destroy();
  });
  next.once(Events.MANIFEST_PARSED, () => {
    last.stopLoad();
    setTimeout(() => {
      const media = last.media;
      if (!media) return next.destroy();
      next.config.maxBufferLength = last.config.maxBufferLength;
      next.attachMedia(last.transferMedia() ?? media);
      // Else sound and subtitles wait for a segment of the picture, and the buffer may have all of them.
      const read = clock();
      if (read) next.trigger(Events.INIT_PTS_FOUND, read);
      last.destroy();
      onTaken();
    }, SETTLE_MS);
  });
}
