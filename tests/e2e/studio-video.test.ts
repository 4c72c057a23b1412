import path from 'node:path';
import type { Video } from '@kinora/contracts';
import { tempFolder } from '@kinora/testing';
import { type Kinora, logIn, makeClip, type Person, startKinora } from '@kinora/testing/running';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, openBrowser } from './src/browser.js';

/** Long enough to be watched before its ladder is there. */
const CLIP_SECONDS = 24;

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
  const [name = '', value = ''] = person.cookie.split('=');
  await browser.context.addCookies([{ name, value, url: kinora.origin }]);
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
    .poll(() => video().evaluate(({ currentTime }: HTMLVideoElement) => currentTime), { timeout: 20_000 })
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
    await expect.poll(() => playlists, { timeout: 20_000 }).toContain('main');
    await secondsAreAbove(1);
  });

  it('leaves the keys of the page to the page', async () => {
    await video().evaluate((element: HTMLVideoElement) => element.pause());
    const { top } = await page.evaluate(() => {
      (document.activeElement as HTMLElement | null)?.blur();
      return { top: window.scrollY };
    });
    await page.keyboard.press('9');
    await page.keyboard.press(' ');
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(top);
    expect(await video().evaluate((element: HTMLVideoElement) => element.paused)).toBe(true);
    expect(await video().evaluate((element: HTMLVideoElement) => element.currentTime)).toBeLessThan(CLIP_SECONDS * 0.8);
  });
});

it('no page acted against its policy', () => expect(browser.policyViolations).toEqual([]));
