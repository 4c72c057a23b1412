import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Video } from '@kinora/contracts';
import { tempFolder } from '@kinora/testing';
import { type Kinora, makeClip, startKinora } from '@kinora/testing/running';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, openBrowser } from './src/browser.js';
import { choose } from './src/player.js';
import { filePicker } from './src/studio.js';

const CLIP_SECONDS = 12;
const TRANSCODE_TIMEOUT_MS = 150_000;

let kinora: Kinora;
let clip: string;

beforeAll(async () => {
  const folder = await tempFolder();
  clip = await makeClip({ folder, durationSeconds: CLIP_SECONDS, size: '1280x720' });
  kinora = await startKinora({ dataFolder: path.join(folder, 'data') });
});

afterAll(() => kinora?.stop());

async function logIn(page: Page, password = kinora.password): Promise<void> {
  await page.goto(`${kinora.origin}/studio`);
  await page.getByLabel('User name').fill(kinora.username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

/** What the player shows now. `video` is looked for in the page, where media-chrome leaves it. */
const playing = (page: Page) =>
  page.locator('video').evaluate((video: HTMLVideoElement) => ({
    seconds: video.currentTime,
    durationSeconds: video.duration,
    lines: video.videoHeight,
    ended: video.ended,
    decodedFrames: video.getVideoPlaybackQuality().totalVideoFrames,
  }));

const untilPlaying = (page: Page, holds: (now: Awaited<ReturnType<typeof playing>>) => boolean, timeoutMs = 30_000) =>
  expect.poll(async () => holds(await playing(page)), { timeout: timeoutMs, interval: 100 }).toBe(true);

const untilShown = (picture: Locator, widthPixels = 480) =>
  expect
    .poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth), { timeout: 15_000 })
    .toBe(widthPixels);

describe('with JavaScript', () => {
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
    page = browser.page;
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  });
  afterAll(() => browser?.close());

  it('a wrong password says so and asks again', async () => {
    await logIn(page, 'wrong');
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('User name').inputValue()).toBe(kinora.username);
    errors.length = 0;
  });

  it('the right one leads to the studio', async () => {
    await logIn(page);
    await page.waitForURL('**/studio');
    await page.getByRole('heading', { name: 'Upload videos' }).waitFor();
  });

  it('an upload becomes ready before the eyes of the uploader, who says meanwhile what it is', async () => {
    await filePicker(page).setInputFiles(clip);
    const card = page.getByTestId('upload-card');
    await card.getByLabel('Title').fill('A day in the garden');
    await card.getByLabel('Description').fill('Bees, mostly.');
    await card.getByRole('radio', { name: /^Public/ }).check();
    await card.getByText('Saved', { exact: true }).waitFor();
    const row = page.getByTestId('video-row').filter({ hasText: 'A day in the garden' });
    await row.getByText('Ready', { exact: true }).waitFor({ timeout: TRANSCODE_TIMEOUT_MS });
    await untilShown(row.locator('img'));
    await row.getByRole('link', { name: /^Watch/ }).click();
    await page.waitForURL('**/watch/*');
  });

  it('it plays, from the start', async () => {
    await page.getByRole('heading', { name: 'A day in the garden' }).waitFor();
    expect(await page.locator('video').getAttribute('poster')).toMatch(/\/pictures\/poster\.jpg$/);
    await page.getByRole('button', { name: 'play', exact: true }).click();
    await untilPlaying(page, ({ seconds, decodedFrames }) => seconds > 1 && decodedFrames > 10);
    expect((await playing(page)).durationSeconds).toBeCloseTo(CLIP_SECONDS, 0);
  });

  it('the quality can be chosen, down and up', async () => {
    await choose(page, 'Quality', '240p');
    await untilPlaying(page, ({ lines }) => lines === 240);
    await choose(page, 'Quality', '720p');
    await untilPlaying(page, ({ lines }) => lines === 720);
  });

  it('it seeks and plays to the end', async () => {
    await page.locator('video').evaluate(async (video: HTMLVideoElement) => {
      video.currentTime = 8;
      await video.play();
    });
    await untilPlaying(page, ({ seconds }) => seconds >= 8);
    await untilPlaying(page, ({ ended }) => ended);
  });

  it('the keyboard plays, pauses and seeks', async () => {
    await page.reload();
    await page.getByRole('button', { name: 'play', exact: true }).waitFor();
    await page.keyboard.press('k');
    await untilPlaying(page, ({ seconds }) => seconds > 0.3);
    await page.keyboard.press('k');
    const paused = await page.locator('video').evaluate((video: HTMLVideoElement) => video.paused);
    expect(paused).toBe(true);
    await page.keyboard.press('5');
    await untilPlaying(page, ({ seconds }) => Math.abs(seconds - CLIP_SECONDS / 2) < 0.5);
  });

  it('the seek bar shows the picture of the moment under the pointer', async () => {
    await page.getByRole('slider', { name: 'seek' }).hover();
    const preview = page.locator('media-preview-thumbnail img').first();
    await untilShown(preview, 160 * (CLIP_SECONDS / 2));
    expect(await preview.getAttribute('src')).toMatch(/\/pictures\/storyboard\.jpg$/);
  });

  it('the catalogue shows it to everybody', async () => {
    await page.goto(kinora.origin);
    await page
      .getByRole('link', { name: /A day in the garden/ })
      .first()
      .waitFor();
    await untilShown(page.locator('article img').first());
  });

  it('a video that failed says why, and is tried again before the eyes of its uploader', async () => {
    const bytes = await readFile(clip);
    const buffer = bytes.subarray(0, bytes.length / 2);
    await page.goto(`${kinora.origin}/studio`);
    await filePicker(page).setInputFiles({ name: 'half.mp4', mimeType: 'video/mp4', buffer });
    const row = page.getByTestId('video-row').filter({ hasText: 'half' });
    await row.getByText('The file is damaged').waitFor({ timeout: 30_000 });
    await row.getByRole('link', { name: /^Manage/ }).click();
    const failure = page.getByRole('alert').filter({ hasText: 'This video cannot be watched' });
    await failure.waitFor();
    const answer = page.waitForResponse((response) => response.url().endsWith('/retry'));
    const followed = page.waitForRequest((request) => request.url().endsWith('/events'));
    await page.getByRole('button', { name: 'Retry', exact: true }).click();
    const retried = (await (await answer).json()) as Video;
    expect(retried).toMatchObject({ state: 'queued', progress: 0 });
    await followed;
    await failure.waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Retry', exact: true }).waitFor();
  });

  it('the page of a video tells what was made of it, and why', async () => {
    await page.goto(`${kinora.origin}/studio`);
    await page.getByRole('link', { name: 'Manage A day in the garden' }).click();
    const made = page.getByTestId('renditions').getByRole('listitem');
    await made
      .filter({ hasText: '720p' })
      .filter({ hasText: /bit\/s · .*iB.*(Copied|Encoded)/ })
      .waitFor();
    await made.filter({ hasText: '240p' }).filter({ hasText: 'Encoded for slower connections' }).waitFor();
    await made.filter({ hasText: 'Sound' }).first().waitFor();
  });

  it('logging out closes the studio', async () => {
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.waitForURL('**/auth/login**');
    await page.goto(`${kinora.origin}/studio`);
    await page.waitForURL('**/auth/login?redirect=%2Fstudio');
  });

  it('no page reported an error, or acted against its policy', () =>
    expect([...errors, ...browser.policyViolations]).toEqual([]));
});

describe('without JavaScript', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser({ javaScriptEnabled: false });
  });
  afterAll(() => browser?.close());

  it('the form uploads all the same', async () => {
    const { page } = browser;
    await logIn(page);
    await page.waitForURL('**/studio');
    await page.getByLabel('Video file').setInputFiles(clip);
    await page.getByLabel('Title').fill('Sent by a plain form');
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    await page.getByRole('heading', { name: 'Your videos' }).waitFor();
    await page.getByTestId('video-row').filter({ hasText: 'Sent by a plain form' }).waitFor();
  });

  it('a form that is refused comes back with what was typed', async () => {
    const { page } = browser;
    await page.goto(`${kinora.origin}/studio`);
    await page
      .getByLabel('Video file')
      .setInputFiles({ name: 'a.mp4', mimeType: 'video/mp4', buffer: Buffer.from('words') });
    await page.getByLabel('Title').fill('Kept words');
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe('Kept words');
  });
});
