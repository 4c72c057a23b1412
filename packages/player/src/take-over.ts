import { Events, type default as Hls } from 'hls.js';

/** What was being appended when loading stopped is in the buffer by then. */
const SETTLE_MS = 150;

/**
 * Changes to another stream of the same video while it plays: the next engine takes over the buffer that the last one filled, so that the
 * picture never stops. A stream that cannot be opened is left alone.
 */
export function takeOver(last: Hls, next: Hls, onTaken: () => void): void {
  next.once(Events.ERROR, () => {
    if (!next.media) next.destroy();
  });
  next.once(Events.MANIFEST_PARSED, () => {
    last.stopLoad();
    setTimeout(() => {
      const media = last.media;
      if (!media) return next.destroy();
      next.config.maxBufferLength = last.config.maxBufferLength;
      // Somebody went back in the meantime: the next engine would lead forward again.
      if (media.currentTime < next.config.startPosition) next.startLoad(media.currentTime);
      next.attachMedia(last.transferMedia() ?? media);
      last.destroy();
      onTaken();
    }, SETTLE_MS);
  });
}
