import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { StudioVideo } from '@kinora/contracts';
import { eventually, tempFolder } from '@kinora/testing';
import { type Kinora, logIn, makeClip, type Person, startKinora } from '@kinora/testing/running';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overflows, violations } from './src/axe.js';
import { type Browser, openBrowser } from './src/browser.js';
import { dropFile } from './src/give-file.js';
import { openStudio, slowDown, untilPhase } from './src/studio.js';

/** More than a player loads ahead: its end is asked for after the change-over. */
const OLD_SECONDS = 120;
const NEW_SECONDS = 4;
const CHANGE_MS = 60_000;

let kinora: Kinora;
let person: Person;
let owner: Browser;
let viewer: Browser;
let oldClip: string;
let newClip: string;
let id: string;

beforeAll(async () => {
  const folder = await tempFolder();
  kinora = await startKinora({ dataFolder: path.join(folder, 'data'), env: { JANITOR_PERIOD_MS: '500' } });
  [oldClip, newClip] = await Promise.all([
    makeClip({ folder, durationSeconds: OLD_SECONDS, size: '320x180' }),
    makeClip({ folder, durationSeconds: NEW_SECONDS, size: '640x360' }),
  ]);
  person = await logIn(kinora);
  const response = await person.upload(oldClip, { title: 'Harbour', description: '', visibility: 'public' });
  id = ((await response.json()) as StudioVideo).id;
  await person.finished(id);
  [owner, viewer] = await Promise.all([openBrowser(), openBrowser()]);
  await openStudio(owner.page, kinora);
});

afterAll(async () => {
  await Promise.all([owner?.close(), viewer?.close()]);
  await kinora?.stop();
});

const videoOf = async () => (await (await person.fetch(`/api/v1/studio/videos/${id}`)).json()) as StudioVideo;
const section = () => owner.page.getByTestId('file-section');
const card = () => owner.page.getByTestId('upload-card');

const secondsOf = (page: Page) => page.locator('video').evaluate((video: HTMLVideoElement) => video.duration);
const untilLong = (page: Page, seconds: number) =>
  expect.poll(async () => Math.round(await secondsOf(page)), { timeout: 30_000 }).toBe(seconds);

async function newViewerGets(seconds: number): Promise<void> {
  const page = await viewer.context.newPage();
  await page.goto(`${kinora.origin}/watch/${id}`);
  await untilLong(page, seconds);
  await page.close();
}

async function looksRight(): Promise<void> {
  for (const width of [360, 1920]) {
    await owner.page.setViewportSize({ width, height: 800 });
    expect([await violations(owner.page), await overflows(owner.page)]).toEqual([[], false]);
  }
}

async function objectsOf(...ids: string[]): Promise<string[]> {
  const stored = await readdir(path.join(kinora.dataFolder, 'objects'), { recursive: true });
  return stored.filter((name) => ids.some((part) => name.includes(part)));
}

describe('a file that takes the place of another', () => {
  it('is sent from the page of the video, goes on after a reload, and is shown while the old one is served', async () => {
    await viewer.page.goto(`${kinora.origin}/watch/${id}`);
    await viewer.page.locator('video').evaluate((video: HTMLVideoElement) => video.play());
    await owner.page.goto(`${kinora.origin}/studio/videos/${id}`);
    await slowDown(owner.page, 60_000);
    const file = { name: path.basename(newClip), type: 'video/mp4', bytes: await readFile(newClip) };
    await dropFile(section().getByLabel('Replace the file'), file);
    await untilPhase(card(), 'sending');
    await card()
      .getByRole('button', { name: /^Pause/ })
      .click();
    await untilPhase(card(), 'paused');
    await owner.page.reload();
    await untilPhase(card(), 'needs-file');
    await looksRight();
    await slowDown(owner.page, -1);
    await card()
      .getByLabel(/^Choose .* again$/)
      .setInputFiles(newClip);
    await section().getByTestId('former-file').waitFor({ timeout: CHANGE_MS });
    const { title, durationSeconds } = await videoOf();
    expect([title, Math.round(durationSeconds ?? 0)]).toEqual(['Harbour', NEW_SECONDS]);
    await looksRight();
  });

  it('leaves who is watching with the old one to its end, and is what a new viewer gets', async () => {
    await newViewerGets(NEW_SECONDS);
    const { page } = viewer;
    expect(Math.round(await secondsOf(page))).toBe(OLD_SECONDS);
    await page.locator('video').evaluate(async (video: HTMLVideoElement, to: number) => {
      video.currentTime = to;
      await video.play();
    }, OLD_SECONDS - 3);
    await expect
      .poll(() => page.locator('video').evaluate((video: HTMLVideoElement) => video.ended), { timeout: 30_000 })
      .toBe(true);
    expect(Math.round(await secondsOf(page))).toBe(OLD_SECONDS);
  });

  it('gives way to the former one with one click, and comes back with another', async () => {
    for (const seconds of [OLD_SECONDS, NEW_SECONDS, OLD_SECONDS]) {
      await section()
        .getByRole('button', { name: /^Back to this file/ })
        .click();
      await eventually(async () => expect(Math.round((await videoOf()).durationSeconds ?? 0)).toBe(seconds));
      await untilLong(owner.page, seconds);
      await newViewerGets(seconds);
    }
  });

  it('leaves nothing behind when it is discarded, nor does the video when it is deleted for good', async () => {
    const fileId = (await videoOf()).files.find(({ isServed }) => !isServed)?.id ?? '';
    expect(await objectsOf(fileId)).not.toEqual([]);
    await section()
      .getByRole('button', { name: /^Discard/ })
      .click();
    await owner.page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await section().getByTestId('former-file').waitFor({ state: 'detached' });
    await eventually(async () => expect(await objectsOf(fileId)).toEqual([]), { timeoutMs: 30_000 });
    expect((await videoOf()).files).toEqual([]);
    await person.fetch(`/api/v1/studio/videos/${id}?permanently=true`, { method: 'DELETE' });
    await eventually(async () => expect(await objectsOf(id)).toEqual([]), { timeoutMs: 30_000 });
  });

  it('was handled without a breach of policy', () =>
    expect([...owner.policyViolations, ...viewer.policyViolations]).toEqual([]));
});
