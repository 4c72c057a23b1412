import type { Page } from 'playwright-core';

/** Chooses in one of the player's menus, as viewers do. Its button tells what is chosen: `Quality: 720p`. */
export async function choose(page: Page, menu: string, choice: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${menu}: `) }).click();
  await page.getByRole('menuitemradio', { name: choice, exact: true }).click();
}

// These run in the page, each on its own.

const notePitch = (video: HTMLVideoElement): Promise<void> => {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 8_192, smoothingTimeConstant: 0 });
  context.createMediaElementSource(video).connect(analyser).connect(context.destination);
  const decibels = new Float32Array(analyser.frequencyBinCount);
  setInterval(() => {
    analyser.getFloatFrequencyData(decibels);
    const loudest = decibels.reduce((best, value, bin) => (value > (decibels[best] ?? 0) ? bin : best), 0);
    const hertz = (loudest * context.sampleRate) / analyser.fftSize;
    video.dataset.hertz = (decibels[loudest] ?? 0) > -60 ? String(Math.round(hertz)) : '';
  }, 20);
  return context.resume();
};

const readCues = (video: HTMLVideoElement): string[] =>
  [...video.textTracks]
    .filter(({ kind, mode }) => kind !== 'metadata' && mode === 'showing')
    .flatMap(({ activeCues }) => [...(activeCues ?? [])].map((cue) => (cue as VTTCue).text));

/** Listens to a page's video from now on. @returns what tells the pitch that is heard, in hertz, 0 for silence */
export async function listenToPitch(page: Page): Promise<() => Promise<number>> {
  const video = page.locator('video');
  await video.evaluate(notePitch);
  return async () => Number(await video.getAttribute('data-hertz'));
}

/** The subtitles that stand on the picture now. */
export const shownSubtitles = (page: Page): Promise<string[]> => page.locator('video').evaluate(readCues);
