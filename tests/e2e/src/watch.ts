import type { Page } from 'playwright-core';

type Corner = 'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight';

/** Which of red, green and blue there is in each corner, such as `rg` for yellow. */
export type Corners = Record<Corner, string>;

/** What a browser showed and let hear from the start to the end of a video. */
export interface Watched {
  endedAtSeconds: number;
  durationSeconds: number;
  width: number;
  height: number;
  corners: Corners;
  frames: number;
  droppedFrames: number;
  /** When the middle of the picture first became white; null when it never did. */
  flashSeconds: number | null;
  /** Between these times of the video the first tone was heard; null when none was. */
  toneSeconds: [number, number] | null;
  /** Of an error, or a notice over the picture. */
  trouble: string | null;
}

// These run in the page, each on its own, and note on the element what they find.

const lookAt = (video: HTMLVideoElement): void => {
  const canvas = document.createElement('canvas');
  const paint = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  [canvas.width, canvas.height] = [64, 64];
  const colourAt = (x: number, y: number): number[] => [...paint.getImageData(x, y, 1, 1).data].slice(0, 3);
  const channelsAt = (x: number, y: number): string => {
    const colour = colourAt(x, y);
    return colour.map((value, i) => (value > Math.max(40, ...colour) / 2 ? 'rgb'[i] : '')).join('');
  };
  const look = (_now: number, { mediaTime }: VideoFrameCallbackMetadata) => {
    paint.drawImage(video, 0, 0, 64, 64);
    const [left, right] = [6, 57];
    const top = { topLeft: channelsAt(left, 6), topRight: channelsAt(right, 6) };
    const bottom = { bottomLeft: channelsAt(left, 57), bottomRight: channelsAt(right, 57) };
    video.dataset.corners = JSON.stringify({ ...top, ...bottom });
    if (Math.min(...colourAt(32, 32)) > 150) video.dataset.flashSeconds ??= String(mediaTime);
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
};

const listenTo = (video: HTMLVideoElement): Promise<void> => {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaElementSource(video).connect(analyser).connect(context.destination);
  const samples = new Float32Array(analyser.fftSize);
  let silentUntil = 0;
  setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const now = video.currentTime;
    if (samples.some((value) => Math.abs(value) > 0.05))
      video.dataset.toneSeconds ??= JSON.stringify([silentUntil, now]);
    silentUntil = now;
  }, 10);
  return context.resume();
};

const playOut = async (video: HTMLVideoElement, timeoutMs: number): Promise<string | null> => {
  const over = new Promise<string | null>((resolve) => {
    video.addEventListener('ended', () => resolve(null));
    video.addEventListener('error', () => resolve(video.error?.message ?? 'an error without words'));
    setTimeout(() => resolve(`not at the end after ${timeoutMs} ms`), timeoutMs);
  });
  await video.play();
  return (await over) ?? document.querySelector('[role=alert]')?.textContent ?? null;
};

const readNotes = (video: HTMLVideoElement): Omit<Watched, 'trouble'> => {
  const { corners = '{}', flashSeconds = 'null', toneSeconds = 'null' } = video.dataset;
  const { totalVideoFrames, droppedVideoFrames } = video.getVideoPlaybackQuality();
  return {
    ...{ endedAtSeconds: video.currentTime, durationSeconds: video.duration },
    ...{ width: video.videoWidth, height: video.videoHeight, corners: JSON.parse(corners) },
    ...{ frames: totalVideoFrames, droppedFrames: droppedVideoFrames },
    ...{ flashSeconds: JSON.parse(flashSeconds), toneSeconds: JSON.parse(toneSeconds) },
  };
};

/** Opens the bare player of a video and watches it from the start to the end. */
export async function watchToEnd(page: Page, origin: string, id: string, timeoutMs = 30_000): Promise<Watched> {
  await page.goto(`${origin}/embed/${id}`);
  const video = page.locator('video');
  await video.evaluate(lookAt);
  await video.evaluate(listenTo);
  const trouble = await video.evaluate(playOut, timeoutMs);
  return { ...(await video.evaluate(readNotes)), trouble };
}
