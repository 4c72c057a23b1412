import { type ErrorData, Events, type default as Hls } from 'hls.js';

/** What was being appended when loading stopped is in the buffer by then. */
const SETTLE_MS = 150;
/** As far as a video plays between two of its `timeupdate` events, and farther. */
const JUMP_SECONDS = 1;

export interface TakeOverEvents {
  /** The next engine offers what its stream has, but cannot do yet what is chosen of it. */
  onOffer(): void;
  /** The next engine has the video. */
  onTaken(): void;
  /** The next engine has the buffer, too: it can do whatever is chosen. */
  onBuffer(): void;
  /** The last engine goes on. */
  onFailed(): void;
}

/** hls.js leads to where its loading started, also somebody who has gone back since. */
function stayInPlace(media: HTMLMediaElement, next: Hls): void {
  let seconds = media.currentTime;
  const moves = ['seeking', 'timeupdate'];
  const note = () => {
    seconds = media.currentTime;
  };
  const end = () => {
    for (const move of moves) media.removeEventListener(move, note);
  };
  for (const move of moves) media.addEventListener(move, note);
  next.once(Events.DESTROYING, end);
  next.once(Events.FRAG_BUFFERED, () => {
    end();
    if (media.currentTime > seconds + JUMP_SECONDS) media.currentTime = seconds;
  });
}

/**
 * Changes to another stream of the same video while it plays: the next engine takes over the buffer that the last one filled, so that the
 * picture never stops. A stream that cannot be opened is left alone.
 * @returns what calls it off, as long as the last engine has the video
 */
export function takeOver(last: Hls, next: Hls, events: TakeOverEvents): () => void {
  let settling: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const callOff = () => {
    if (isOver) return;
    isOver = true;
    clearTimeout(settling);
    next.destroy();
  };
  const giveUp = (_event: Events.ERROR, { fatal }: ErrorData) => {
    if (!fatal || isOver) return;
    callOff();
    if (settling) last.startLoad();
    events.onFailed();
  };
  const take = () => {
    const media = last.media;
    if (!media) return callOff();
    isOver = true;
    next.config.maxBufferLength = last.config.maxBufferLength;
    stayInPlace(media, next);
    next.once(Events.FRAG_BUFFERED, events.onBuffer);
    next.attachMedia(last.transferMedia() ?? media);
    last.destroy();
    events.onTaken();
  };
  next.on(Events.ERROR, giveUp);
  next.once(Events.MANIFEST_PARSED, () => {
    if (isOver) return;
    last.stopLoad();
    settling = setTimeout(take, SETTLE_MS);
    events.onOffer();
  });
  return callOff;
}
