import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { statfs, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { VideoPage } from '@kinora/contracts';
import { tempFolder } from '@kinora/testing';
import { type Kinora, logIn, makeClip, type Person, startKinora } from '@kinora/testing/running';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, openBrowser } from './src/browser.js';
import { padClip } from './src/padded-clip.js';
import {
  filePicker,
  openStudio,
  percentSent,
  slowDown,
  untilAlive,
  untilPhase,
  untilSent,
  uploadCard,
} from './src/studio.js';

const MB = 1_000_000;
const GB = 1_000 * MB;
const MAIN_FILE = 'Überlänge 長い.mp4';
/** Of the long test: half a gigabyte is sent, hashed on both sides, stored, converted and read back. */
const LONG_TIMEOUT_MS = 400_000;

let kinora: Kinora;
let person: Person;
let browser: Browser;
let page: Page;
let folder: string;
let clip: string;
/** What the disk has left for the store. */
let freeBytes: number;

beforeAll(async () => {
  folder = await tempFolder();
  clip = await makeClip({ folder, durationSeconds: 2, size: '320x180' });
  const { bavail, bsize } = await statfs(folder);
  freeBytes = bavail * bsize;
  kinora = await startKinora({
    dataFolder: path.join(folder, 'data'),
    env: { UPLOAD_MAX_BYTES: String(freeBytes + 2 * GB) },
  });
  person = await logIn(kinora);
  browser = await openBrowser();
  page = browser.page;
  await openStudio(page, kinora);
});

afterAll(async () => {
  await browser?.close();
  await kinora?.stop();
});

const padded = (name: string, sizeBytes: number) => padClip(clip, path.join(folder, name), sizeBytes);

/** Large, and takes no room. */
async function sparse(name: string, sizeBytes: number): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, '');
  await truncate(file, sizeBytes);
  return file;
}

/** Nothing of one test is left in the queue of the next one. */
afterEach(async () => {
  page.removeAllListeners('dialog');
  page.removeAllListeners('request');
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(`${kinora.origin}/studio`);
  await untilAlive(page);
});

async function sha256Of(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(bytes, hash);
  return hash.digest('hex');
}

async function videoCalled(title: string) {
  const { videos } = (await (await person.fetch('/api/v1/studio/videos')).json()) as VideoPage;
  return videos.find((video) => video.title === title);
}

it(
  '500 MB survive a cut network, a reload, and kill -9 of upload-webapp and file-svc, byte for byte',
  async () => {
    const file = await padded(MAIN_FILE, 500 * MB);
    const card = uploadCard(page, MAIN_FILE);
    await slowDown(page, 60 * MB);
    await filePicker(page).setInputFiles(file);
    await untilSent(card, 10);

    await browser.context.setOffline(true);
    await card.getByText('You are offline. The upload goes on by itself when the network is back.').waitFor();
    await browser.context.setOffline(false);
    await slowDown(page, 60 * MB);
    await untilSent(card, 25);

    await page.reload();
    await card.getByText(/^Interrupted at [1-9]\d %\.$/).waitFor();
    await filePicker(page).setInputFiles(file);
    await untilPhase(card, 'sending');
    expect(await percentSent(card)).toBeGreaterThanOrEqual(10);
    await untilSent(card, 40);

    await kinora.kill9('upload-webapp');
    await untilPhase(card, 'retrying');
    await untilSent(card, 65);
    await kinora.kill9('file-svc');
    await untilPhase(card, 'arrived', 90_000);

    const sent = await sha256Of(createReadStream(file));
    await card.getByTitle(sent).waitFor();
    const video = await videoCalled('Überlänge 長い');
    expect(await person.finished(video?.id ?? '')).toMatchObject({ state: 'ready', sha256: sent });
    const original = await person.fetch(`/api/v1/studio/videos/${video?.id}/original`);
    expect(await sha256Of(original.body as unknown as AsyncIterable<Uint8Array>)).toBe(sent);
  },
  LONG_TIMEOUT_MS,
);

describe('the queue', () => {
  it('sends two files with their hashes, pauses and goes on, and keeps what is typed meanwhile', async () => {
    const names = ['one.mp4', 'two.mp4'];
    const digests: (string | undefined)[] = [];
    page.on('request', (request) => request.method() === 'PATCH' && digests.push(request.headers()['repr-digest']));
    await slowDown(page, 2 * MB);
    await filePicker(page).setInputFiles(await Promise.all(names.map((name) => padded(name, 8 * MB))));
    const [one, two] = [uploadCard(page, 'one.mp4'), uploadCard(page, 'two.mp4')];
    await untilSent(one, 10);
    await one.getByRole('button', { name: 'Pause' }).click();
    await untilPhase(one, 'paused');
    const paused = await percentSent(one);
    await one.getByLabel('Title').fill('The first of two');
    await one.getByText('Saved', { exact: true }).waitFor();
    await slowDown(page, -1);
    await untilPhase(two, 'arrived');
    const sha256 = Buffer.from(await sha256Of(createReadStream(path.join(folder, 'two.mp4'))), 'hex');
    expect(digests).toContain(`sha-256=:${sha256.toString('base64')}:`);
    expect(await percentSent(one)).toBe(paused);
    await one.getByRole('button', { name: 'Resume' }).click();
    await untilPhase(one, 'arrived');
    expect(await videoCalled('The first of two')).toMatchObject({ visibility: 'private' });
    await one.getByText('Ready', { exact: true }).waitFor({ timeout: 60_000 });
    await one.getByRole('link', { name: 'Open its page' }).click();
    await page.getByRole('heading', { name: 'The first of two' }).waitFor();
  });

  it('knows a file that has arrived before, and sends it only when that is wanted', async () => {
    await filePicker(page).setInputFiles(path.join(folder, 'two.mp4'));
    const card = uploadCard(page, 'two.mp4');
    await card.getByText('You have uploaded this file before').waitFor();
    const first = await videoCalled('two');
    expect(await card.getByRole('link', { name: 'two' }).getAttribute('href')).toBe(`/studio/videos/${first?.id}`);
    await card.getByRole('button', { name: 'Upload it all the same' }).click();
    await untilPhase(card, 'arrived');
  });

  it('says why a file is not taken, and sends nothing of one that is too large', async () => {
    const text = { name: 'notes.mp4', mimeType: 'video/mp4', buffer: Buffer.from('only words '.repeat(1_000)) };
    await filePicker(page).setInputFiles(text);
    const notes = uploadCard(page, 'notes.mp4');
    await notes.getByRole('alert').getByText('The file is not a video').first().waitFor();
    await filePicker(page).setInputFiles(await sparse('large.mp4', freeBytes + 2 * GB + 1));
    await uploadCard(page, 'large.mp4').getByRole('alert').getByText('The file is too large').waitFor();
    expect(await videoCalled('large')).toBeUndefined();
  });

  it('says so when the store has no room, and keeps what was typed for another try', async () => {
    await filePicker(page).setInputFiles(await sparse('roomy.mp4', freeBytes + 1 * GB));
    const card = uploadCard(page, 'roomy.mp4');
    await card.getByRole('alert').getByText('There is not enough space left').waitFor();
    await card.getByText(/Please tell its operator, and try again later/).waitFor();
    await card.getByLabel('Title').fill('Too much for now');
    await card.getByRole('button', { name: /^Try again/ }).click();
    await untilPhase(card, 'refused');
    expect(await card.getByLabel('Title').inputValue()).toBe('Too much for now');
    expect(await videoCalled('Too much for now')).toBeUndefined();
  });

  it('takes a cancelled upload back, and else leaves nothing of it', async () => {
    await slowDown(page, 1 * MB);
    await filePicker(page).setInputFiles(await padded('doubt.mp4', 20 * MB));
    const card = uploadCard(page, 'doubt.mp4');
    await untilSent(card, 5);
    await card.getByRole('button', { name: 'Cancel' }).click();
    await card.getByRole('button', { name: 'Undo' }).click();
    await untilPhase(card, 'sending');
    await card.getByRole('button', { name: 'Cancel' }).click();
    await untilPhase(card, 'cancelled');
    await page.goto('about:blank');
    await expect.poll(() => videoCalled('doubt'), { timeout: 20_000 }).toBeUndefined();
  });

  it('goes on in another browser, with the words that were typed in the first', async () => {
    const file = await padded('travel.mp4', 30 * MB);
    await slowDown(page, 8 * MB);
    await filePicker(page).setInputFiles(file);
    const card = uploadCard(page, 'travel.mp4');
    await untilSent(card, 40);
    await card.getByRole('button', { name: 'Pause' }).click();
    await card.getByLabel('Description').fill('By train.');
    await card.getByText('Saved', { exact: true }).waitFor();
    await page.goto('about:blank');
    const other = await openBrowser();
    await openStudio(other.page, kinora);
    const same = uploadCard(other.page, 'travel.mp4');
    await same.getByText('Choose the same file again to go on, or drop it on this page.').waitFor();
    expect(await same.getByLabel('Description').inputValue()).toBe('By train.');
    await same.getByLabel('Choose travel.mp4 again').setInputFiles(path.join(folder, 'two.mp4'));
    await same.getByText('That is another file').waitFor();
    await same.getByLabel('Choose travel.mp4 again').setInputFiles(file);
    await untilPhase(same, 'arrived');
    await other.close();
  });
});

it('no page acted against its policy', () => expect(browser.policyViolations).toEqual([]));
