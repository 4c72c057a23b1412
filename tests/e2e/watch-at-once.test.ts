import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Video } from '@kinora/contracts';
import { tempFolder } from '@kinora/testing';
import { type Kinora, logIn, type Person, startKinora } from '@kinora/testing/running';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Browser, openBrowser } from './src/browser.js';

const run = promisify(execFile);

let kinora: Kinora;
let person: Person;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await tempFolder();
  kinora = await startKinora({ dataFolder: path.join(folder, 'data') });
  person = await logIn(kinora);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await kinora?.stop();
});

async function makeClip(picture: string, durationSeconds: number, options: string[]): Promise<string> {
  const clip = path.join(folder, `${durationSeconds}.mp4`);
  await run('ffmpeg', [
    ...['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', `testsrc2=${picture}:duration=${durationSeconds}`],
    ...['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${durationSeconds}`],
    ...['-preset', 'ultrafast', '-b:v', '2500k', '-g', '48', '-pix_fmt', 'yuv420p', '-c:a', 'aac', ...options, clip],
  ]);
  return clip;
}

/** Notes in the page how long the picture stood still at the most, in milliseconds. */
const watchForStops = (video: HTMLVideoElement) => {
  let last = { seconds: video.currentTime, at: performance.now() };
  setInterval(() => {
    const now = performance.now();
    if (video.currentTime > last.seconds) last = { seconds: video.currentTime, at: now };
    video.dataset.longestStopMs = String(Math.max(Number(video.dataset.longestStopMs ?? 0), now - last.at));
  }, 50);
};

const MAX_STOP_MS = 1_000;

it.each<[string, string, number, string[], string]>([
  ['that is copied', 'size=1280x720:rate=24', 45, ['-c:v', 'libx264'], '240p'],
  ['that is encoded', 'size=854x480:rate=12', 90, ['-c:v', 'mpeg4'], '480p'],
])(
  'a video %s is watched while it is made, and goes on without a stop when the ladder is there',
  async (_how, picture, clipSeconds, options, better) => {
    const clip = await makeClip(picture, clipSeconds, options);
    const { id } = (await (await person.upload(clip)).json()) as Video;
    await expect
      .poll(() => person.video(id), { timeout: 30_000, interval: 100 })
      .toMatchObject({ state: 'processing', playable: true });
    const { page } = browser;
    await page.goto(`${kinora.origin}/watch/${id}`);
    await page.getByRole('button', { name: 'play', exact: true }).click();
    const video = page.locator('video');
    const seconds = () => video.evaluate((element: HTMLVideoElement) => element.currentTime);
    await expect.poll(seconds, { timeout: 20_000 }).toBeGreaterThan(1);
    expect(await seconds()).toBeLessThan(15);
    expect(await person.video(id)).toMatchObject({ state: 'processing' });
    await video.evaluate(watchForStops);
    const before = await video.evaluate((element: HTMLVideoElement) => element.currentSrc);

    const added = page.locator('media-chrome-menu-item', { hasText: better }).first();
    await added.waitFor({ state: 'attached', timeout: 90_000 });
    const changedAt = await seconds();
    await expect.poll(seconds, { timeout: 20_000 }).toBeGreaterThan(changedAt + 3);
    expect(await video.evaluate((element: HTMLVideoElement) => element.currentSrc)).toBe(before);
    expect(Number(await video.getAttribute('data-longest-stop-ms'))).toBeLessThan(MAX_STOP_MS);
    expect(await video.evaluate((element: HTMLVideoElement) => element.duration)).toBeCloseTo(clipSeconds, 0);

    const pictures = () =>
      video.evaluate(
        (element: HTMLVideoElement) => [...element.textTracks].flatMap(({ cues }) => [...(cues ?? [])]).length,
      );
    await expect.poll(pictures, { timeout: 20_000 }).toBeGreaterThan(5);

    await page.getByRole('button', { name: /^Quality/ }).click();
    await page.getByRole('menuitemradio', { name: better, exact: true }).click();
    await expect
      .poll(() => video.evaluate((element: HTMLVideoElement) => element.videoHeight), { timeout: 20_000 })
      .toBe(Number.parseInt(better, 10));
  },
  200_000,
);
