import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Video } from '@kinora/contracts';
import { tempFolder } from '@kinora/testing';
import { type Kinora, logIn, type Person, startKinora } from '@kinora/testing/running';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, openBrowser } from './src/browser.js';
import { choose, listenToPitch, shownSubtitles } from './src/player.js';

const run = promisify(execFile);

let kinora: Kinora;
let person: Person;
let browser: Browser;
let page: Page;
let folder: string;

beforeAll(async () => {
  folder = await tempFolder();
  kinora = await startKinora({ dataFolder: path.join(folder, 'data') });
  person = await logIn(kinora);
  browser = await openBrowser();
  page = browser.page;
});
afterAll(async () => {
  await browser?.close();
  await kinora?.stop();
});

const PITCH_HERTZ = { English: 440, Deutsch: 880 };
const PITCH_TOLERANCE_HERTZ = 20;
const WORDS = { English: 'Good evening', Deutsch: 'Guten Abend' };
const LANGUAGES = ['eng', 'ger'].flatMap((language, at) => [
  ...[`-metadata:s:a:${at}`, `language=${language}`, `-metadata:s:s:${at}`, `language=${language}`],
]);

const tone = (hertz: number, durationSeconds: number) => [
  ...['-f', 'lavfi', '-i', `sine=frequency=${hertz}:sample_rate=48000:duration=${durationSeconds}`],
];
const words = (text: string, durationSeconds: number) => {
  const srt = `1\n00:00:00,000 --> 00:${Math.floor(durationSeconds / 60)}:${durationSeconds % 60},000\n${text}\n`;
  return ['-f', 'srt', '-i', `data:text/plain;base64,${Buffer.from(srt).toString('base64')}`];
};

/** A moving picture, with a tone and with subtitles for each language. */
async function makeClip(picture: string, durationSeconds: number, options: string[]): Promise<string> {
  const clip = path.join(folder, `${durationSeconds}.mp4`);
  await run('ffmpeg', [
    ...['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', `testsrc2=${picture}:duration=${durationSeconds}`],
    ...tone(PITCH_HERTZ.English, durationSeconds),
    ...tone(PITCH_HERTZ.Deutsch, durationSeconds),
    ...words(WORDS.English, durationSeconds),
    ...words(WORDS.Deutsch, durationSeconds),
    ...['-map', '0', '-map', '1', '-map', '2', '-map', '3', '-map', '4', ...LANGUAGES, '-disposition:s', '0'],
    ...['-preset', 'ultrafast', '-b:v', '2500k', '-g', '48', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-c:s', 'mov_text'],
    ...[...options, clip],
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

/** The browser refuses to learn the length of the video, as it does while something is appended, until `knowLength`. */
const refuseLength = (_video: HTMLVideoElement, clipSeconds: number) => {
  const { get, set } = Object.getOwnPropertyDescriptor(MediaSource.prototype, 'duration') ?? {};
  const isRefused = (seconds: number) => seconds > clipSeconds - 1 && document.body.dataset.length !== 'known';
  Object.defineProperty(MediaSource.prototype, 'duration', {
    get,
    set(seconds: number) {
      if (isRefused(seconds)) throw new DOMException('A buffer is being filled.', 'InvalidStateError');
      set?.call(this, seconds);
    },
  });
};
const knowLength = (video: HTMLVideoElement) => video.ownerDocument.body.setAttribute('data-length', 'known');

const now = () =>
  page.locator('video').evaluate((video: HTMLVideoElement) => ({
    ...{ seconds: video.currentTime, lines: video.videoHeight, source: video.currentSrc },
    durationSeconds: video.duration,
  }));
const secondsAreAbove = (seconds: number) =>
  expect.poll(async () => (await now()).seconds, { timeout: 20_000 }).toBeGreaterThan(seconds);

let hertz: () => Promise<number>;
const isHeard = (language: keyof typeof PITCH_HERTZ) =>
  expect
    .poll(async () => Math.abs((await hertz()) - PITCH_HERTZ[language]), { timeout: 20_000 })
    .toBeLessThan(PITCH_TOLERANCE_HERTZ);
const areShown = (subtitles: string[]) =>
  expect.poll(() => shownSubtitles(page), { timeout: 20_000 }).toEqual(subtitles);

interface Kind {
  picture: string;
  clipSeconds: number;
  options: string[];
  /** A quality that comes with the ladder. */
  better: string;
}
const COPIED: Kind = {
  ...{ picture: 'size=1280x720:rate=12', clipSeconds: 91 },
  ...{ options: ['-c:v', 'libx264', '-g', '24'], better: '240p' },
};
const ENCODED: Kind = {
  ...{ picture: 'size=854x480:rate=12', clipSeconds: 90 },
  ...{ options: ['-c:v', 'mpeg4'], better: '480p' },
};

async function watchWhileProcessing({ picture, clipSeconds, options }: Kind): Promise<void> {
  const clip = await makeClip(picture, clipSeconds, options);
  const { id } = (await (await person.upload(clip)).json()) as Video;
  await expect
    .poll(() => person.video(id), { timeout: 30_000, interval: 100 })
    .toMatchObject({ state: 'processing', playable: true });
  await page.goto(`${kinora.origin}/watch/${id}`);
  await page.getByRole('button', { name: 'play', exact: true }).click();
  await secondsAreAbove(1);
  expect((await now()).seconds).toBeLessThan(15);
  expect(await person.video(id)).toMatchObject({ state: 'processing' });
  hertz = await listenToPitch(page);
}

async function goOnWithTheLadder({ clipSeconds, better }: Kind): Promise<void> {
  const video = page.locator('video');
  await video.evaluate(watchForStops);
  await video.evaluate(refuseLength, clipSeconds);
  const { source } = await now();
  const added = page.locator('media-chrome-menu-item', { hasText: better }).first();
  await added.waitFor({ state: 'attached', timeout: 150_000 });
  await secondsAreAbove((await now()).seconds + 2);
  const after = await now();
  expect(after.source).toBe(source);
  await video.evaluate(knowLength);
  await expect.poll(async () => (await now()).durationSeconds, { timeout: 20_000 }).toBeCloseTo(clipSeconds, 0);
  expect(Number(await video.getAttribute('data-longest-stop-ms'))).toBeLessThan(MAX_STOP_MS);
}

async function chooseQuality(name: string): Promise<void> {
  await choose(page, 'Quality', name);
  await expect.poll(async () => (await now()).lines, { timeout: 20_000 }).toBe(Number.parseInt(name, 10));
}

describe('a video that is copied', () => {
  it('is watched while it is made', () => watchWhileProcessing(COPIED), 100_000);

  it('speaks the language that is chosen, at the speed that is chosen', async () => {
    await isHeard('English');
    // A slow machine is to have the ladder before the video ends.
    await choose(page, 'Speed', '0.5×');
    await choose(page, 'Audio', 'Deutsch');
    await isHeard('Deutsch');
  });

  it('goes on without a stop when the ladder is there, in that language', async () => {
    await goOnWithTheLadder(COPIED);
    await page.getByLabel('Audio: Deutsch', { exact: true }).waitFor();
    await isHeard('Deutsch');
  });

  it('shows the subtitles that the file names, those that are chosen, or none, by mouse and keyboard', async () => {
    await areShown([WORDS.English]);
    await choose(page, 'Subtitles', 'Off');
    await areShown([]);
    await page.keyboard.press('c');
    await areShown([WORDS.English]);
    await page.getByRole('button', { name: 'Subtitles: English' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('#subtitles-menu media-chrome-menu-item:focus').waitFor();
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await page.getByRole('button', { name: 'Subtitles: Deutsch' }).waitFor();
    await areShown([WORDS.Deutsch]);
  });

  it('shows the picture of a moment on the seek bar', async () => {
    await page.getByRole('slider', { name: 'seek' }).hover();
    const picture = page.locator('media-preview-thumbnail img').first();
    await expect.poll(() => picture.getAttribute('src'), { timeout: 20_000 }).toMatch(/\/storyboard\.jpg$/);
  });

  it('is shown in the quality that is chosen', () => chooseQuality(COPIED.better));
});

describe('the next video, which is encoded', () => {
  it('is watched while it is made, in the language and at the speed of the last one', async () => {
    await watchWhileProcessing(ENCODED);
    await page.getByLabel('Speed: 0.5×', { exact: true }).waitFor();
    await page.getByLabel('Audio: Deutsch', { exact: true }).waitFor();
    await isHeard('Deutsch');
  }, 100_000);

  it('goes on without a stop when the ladder is there, in that language and with the subtitles of the last one', async () => {
    await goOnWithTheLadder(ENCODED);
    await isHeard('Deutsch');
    await areShown([WORDS.Deutsch]);
  });

  it('is shown in the quality that is chosen', () => chooseQuality(ENCODED.better));
});

/** The player is offered the next stream, and gets no segment of it. @returns what lets it have them */
async function holdNextStream(): Promise<() => Promise<void>> {
  let letGo = () => {};
  const promise = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(/\/main\.m3u8/, async (route) => {
    await page.route(/\/init\.mp4/, (held) => promise.then(() => held.continue()));
    await route.continue();
  });
  return async () => {
    letGo();
    await page.unrouteAll({ behavior: 'wait' });
  };
}

/** Goes back in the moment in which a quality is offered, when the last stream is still played. Runs in the page. */
const goBackWhenOffered = (video: HTMLVideoElement, [name = '', seconds]: [string, number]) =>
  new Promise<void>((resolve) => {
    const observer = new MutationObserver(() => {
      const offered = [...document.querySelectorAll('media-chrome-menu-item')].map((item) => item.textContent);
      if (!offered.some((text) => text?.includes(name))) return;
      observer.disconnect();
      video.currentTime = seconds;
      resolve();
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  });

describe('what is chosen while the stream changes', () => {
  it('is seen and heard, at the place to which one has gone back', async () => {
    await watchWhileProcessing({ ...ENCODED, clipSeconds: 92 });
    const letGo = await holdNextStream();
    await isHeard('Deutsch');
    await page.locator('video').evaluate(goBackWhenOffered, [ENCODED.better, 1] as [string, number]);
    const wentBackAt = performance.now();
    await choose(page, 'Audio', 'English');
    await choose(page, 'Quality', ENCODED.better);
    await letGo();
    await expect.poll(async () => (await now()).lines, { timeout: 20_000 }).toBe(Number.parseInt(ENCODED.better, 10));
    expect((await now()).seconds).toBeLessThan(1.5 + (0.5 * (performance.now() - wentBackAt)) / 1000);
    await isHeard('English');
    await page.getByLabel('Audio: English', { exact: true }).waitFor();
  });
});

it('no page acted against its policy', () => expect(browser.policyViolations).toEqual([]));
