import path from 'node:path';
import type { Video } from '@kinora/contracts';
import { tempFolder } from '@kinora/testing';
import { type Kinora, logIn, makeClip, type Person, startKinora } from '@kinora/testing/running';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './src/axe.js';
import { type Browser, openBrowser } from './src/browser.js';
import { dropFile, pasteFile } from './src/give-file.js';

/** Long enough to be watched before its ladder is there. */
const CLIP_SECONDS = 24;

/** For a busy machine. */
const PATIENT = { timeout: 20_000 };

let kinora: Kinora;
let person: Person;
let browser: Browser;
let page: Page;
let preview: Locator;
let id: string;

beforeAll(async () => {
  const folder = await tempFolder();
  kinora = await startKinora({ dataFolder: path.join(folder, 'data') });
  person = await logIn(kinora);
  browser = await openBrowser();
  page = browser.page;
  await browser.signIn(kinora.origin, person);
  const clip = await makeClip({ folder, durationSeconds: CLIP_SECONDS, size: '1280x720' });
  const upload = await person.upload(clip, { title: 'Harbour', description: '', visibility: 'private' });
  id = ((await upload.json()) as Video).id;
  preview = page.getByTestId('preview');
});

afterAll(async () => {
  await browser?.close();
  await kinora?.stop();
});

const video = () => preview.locator('video');
const secondsAreAbove = (seconds: number) =>
  expect
    .poll(() => video().evaluate(({ currentTime }: HTMLVideoElement) => currentTime), PATIENT)
    .toBeGreaterThan(seconds);

describe('the preview of a private video', () => {
  it('comes by itself, plays, and goes on with the best stream when that is there', async () => {
    const playlists: string[] = [];
    page.on('request', (request) => {
      const [, playlist] = /\/(\w+)\.m3u8$/.exec(request.url()) ?? [];
      if (playlist) playlists.push(playlist);
    });
    await page.goto(`${kinora.origin}/studio/videos/${id}`);
    await preview.getByRole('button', { name: 'play', exact: true }).click({ timeout: 60_000 });
    await secondsAreAbove(0.5);
    expect(playlists[0]).not.toBe('main');
    await page.getByText('Ready', { exact: true }).waitFor({ timeout: 60_000 });
    await expect.poll(() => playlists, PATIENT).toContain('main');
    await secondsAreAbove(1);
  });

  it('leaves the keys of the page to the page', async () => {
    await page.reload();
    await expect
      .poll(() => video().evaluate(({ readyState }: HTMLVideoElement) => readyState), PATIENT)
      .toBeGreaterThan(0);
    const { top } = await page.evaluate(() => {
      (document.activeElement as HTMLElement | null)?.blur();
      return { top: window.scrollY };
    });
    await page.keyboard.press('9');
    await page.keyboard.press(' ');
    await expect.poll(() => page.evaluate(() => window.scrollY), PATIENT).toBeGreaterThan(top);
    expect(await video().evaluate((element: HTMLVideoElement) => element.paused)).toBe(true);
    expect(await video().evaluate((element: HTMLVideoElement) => element.currentTime)).toBeLessThan(2);
  });
});

describe('the picture', () => {
  const section = () => page.getByRole('region', { name: 'Picture' });
  const chosen = () => section().locator('button[aria-pressed="true"]');
  const posterOf = async (address: string) => {
    const { posterUrl = '' } = (await (await person.fetch(address)).json()) as Video;
    return posterUrl;
  };

  it('is the frame that the player shows, in the player and for viewers, under a new address', async () => {
    const before = await posterOf(`/api/v1/catalog/videos/${id}`);
    await video().evaluate((element: HTMLVideoElement) => {
      element.currentTime = 5;
    });
    await section().getByRole('button', { name: 'Use what the player shows' }).click();
    await section().getByText('The picture is changed.').waitFor();
    expect(await chosen().textContent()).toContain('At 0:05');
    const after = await posterOf(`/api/v1/catalog/videos/${id}`);
    expect(after.split('/').slice(3)).not.toEqual(before.split('/').slice(3));
    expect((await person.fetch(after)).headers.get('content-type')).toBe('image/jpeg');
    await expect.poll(() => video().getAttribute('poster'), PATIENT).toContain('/pictures/');
    await page.goto(`${kinora.origin}/`);
    expect(await page.locator('article img').first().getAttribute('src')).toContain('/poster-small.jpg');
    await page.goBack();
  });

  it('is chosen by keyboard among those that are there, and uploaded', async () => {
    const second = section().getByRole('button', { name: 'Frame 2' });
    await second.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => second.getAttribute('aria-pressed'), PATIENT).toBe('true');
    const png = await page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 180 } });
    const field = section().getByLabel('Upload a picture');
    await field.setInputFiles({ name: 'mine.png', mimeType: 'image/png', buffer: png });
    await expect.poll(() => chosen().textContent(), PATIENT).toContain('Your file');
    await field.setInputFiles({ name: 'mine.png', mimeType: 'image/png', buffer: Buffer.from('<svg/>') });
    await section().getByRole('alert').getByText('no JPEG, PNG or WebP').waitFor();
    expect(await chosen().textContent()).toContain('Your file');
  });

  it('is dropped on its area, anywhere else on the page, or pasted, but comes with no text', async () => {
    const bytes = await page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 180 } });
    const picture = { name: 'mine.png', type: 'image/png', bytes };
    const address = async () => (await posterOf(`/api/v1/studio/videos/${id}`)).split('/').slice(3).join('/');
    for (const give of [
      () => dropFile(section().getByLabel('Upload a picture'), picture),
      () => dropFile(page.locator('h1'), picture),
      () => pasteFile(page.locator('body'), picture),
    ]) {
      const before = await address();
      await give();
      await expect.poll(address, PATIENT).not.toBe(before);
      await section().getByText('The picture is changed.').waitFor();
    }
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await pasteFile(page.getByLabel('Description'), picture, 'copied with its looks');
    await dropFile(page.locator('h1'), { name: 'a.en.srt', type: '', bytes: Buffer.from('1') });
    await page.getByTestId('captions').getByText('a.en.srt').waitFor();
    expect(requests.filter((url) => url.includes('/poster'))).toEqual([]);
  });

  it('says what is wrong with a moment', async () => {
    const moment = section().getByLabel('A moment of the video');
    await moment.fill('9:99');
    await moment.press('Enter');
    await section().getByText('Please write a time such as 1:02').waitFor();
    await moment.fill('1:00:00');
    await moment.press('Enter');
    await section().getByText('The video ends at 0:24').waitFor();
    await section().getByRole('button', { name: 'Kinora’s choice' }).click();
    await section().getByText('The picture is changed.').waitFor();
  });
});

describe('chapters', () => {
  const section = () => page.getByRole('region', { name: 'Chapters' });
  const segments = (where = preview) => where.locator('media-time-range #segments-clipping rect').count();

  it('are pasted as lines and typed, saved by Enter, and stand on the seek bar at once', async () => {
    await section().getByRole('button', { name: 'Add a chapter' }).click();
    const title = section().getByLabel('Title of chapter 1');
    expect(await title.evaluate((field) => field === document.activeElement)).toBe(true);
    await title.evaluate((field) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', '0:00 Start\n0:10 The <b>garden</b>\n');
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    const third = section().getByLabel('Chapter 3 begins at');
    await section().getByRole('button', { name: 'Add a chapter' }).click();
    await third.waitFor();
    await section().getByRole('button', { name: 'Remove chapter 1' }).click();
    await section().getByLabel('Chapter 3 begins at').fill('0:99');
    await section().getByLabel('Title of chapter 3').fill('End');
    await page.keyboard.press('Enter');
    await section().getByText('Please write a time such as 1:02').waitFor();
    await section().getByLabel('Chapter 3 begins at').fill('1:20');
    await page.keyboard.press('Enter');
    await section().locator('ol').getByText('The video ends after').waitFor();
    await section().getByLabel('Chapter 3 begins at').fill('0:20');
    await page.keyboard.press('Enter');
    await section().getByText('The chapters are saved.').waitFor();
    await expect.poll(() => segments(), PATIENT).toBe(3);
  });

  it('are a list for viewers that leads into the video, and stand on their seek bar', async () => {
    await page.goto(`${kinora.origin}/watch/${id}`);
    const list = page.getByRole('region', { name: 'Chapters' });
    const garden = list.getByRole('button', { name: '0:10 The <b>garden</b>' });
    await expect.poll(() => segments(page.locator('media-controller')), PATIENT).toBe(3);
    await garden.focus();
    await page.keyboard.press('Enter');
    const seconds = () => page.locator('video').evaluate(({ currentTime }: HTMLVideoElement) => currentTime);
    await expect.poll(seconds, PATIENT).toBeGreaterThan(10);
    expect(await seconds()).toBeLessThan(20);
    await expect.poll(() => garden.getAttribute('aria-current'), PATIENT).toBe('true');
    expect(await violations(page)).toEqual([]);
    const chapterUnderPointer = async () => {
      await page.getByRole('slider', { name: 'seek' }).hover();
      return (await page.locator('media-time-range').getAttribute('mediapreviewchapter')) ?? '';
    };
    await expect.poll(chapterUnderPointer, PATIENT).toContain('garden');
    await page.goto(`${kinora.origin}/studio/videos/${id}`);
    await section().getByLabel('Title of chapter 3').waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

it('no page acted against its policy', () => expect(browser.policyViolations).toEqual([]));
