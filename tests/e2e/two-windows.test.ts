import path from 'node:path';
import type { VideoPage } from '@kinora/contracts';
import { tempFolder } from '@kinora/testing';
import { type Kinora, logIn, makeClip, type Person, startKinora } from '@kinora/testing/running';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { overflows, violations } from './src/axe.js';
import { type Browser, openBrowser } from './src/browser.js';
import { padClip } from './src/padded-clip.js';
import { filePicker, openStudio, slowDown, untilAlive, untilPhase, untilSent, uploadCard } from './src/studio.js';

const MB = 1_000_000;

let kinora: Kinora;
let person: Person;
let browser: Browser;
let folder: string;
let clip: string;
let page: Page;
let other: Page;

beforeAll(async () => {
  folder = await tempFolder();
  clip = await makeClip({ folder, durationSeconds: 2, size: '320x180' });
  kinora = await startKinora({ dataFolder: path.join(folder, 'data') });
  person = await logIn(kinora);
  browser = await openBrowser();
  page = browser.page;
  await openStudio(page, kinora);
});

afterAll(async () => {
  await browser?.close();
  await kinora?.stop();
});

beforeEach(async () => {
  other = await browser.context.newPage();
});
afterEach(() => other.close());

/** Sends a file slowly from one window, and opens the other. @returns its card in both */
async function sendFromOne(name: string): Promise<{ mine: Locator; theirs: Locator }> {
  await slowDown(page, 2 * MB);
  await filePicker(page).setInputFiles(await padClip(clip, path.join(folder, name), 24 * MB));
  const mine = uploadCard(page, name);
  await untilSent(mine, 5);
  await other.goto(`${kinora.origin}/studio`);
  await untilAlive(other);
  return { mine, theirs: uploadCard(other, name) };
}

async function videos() {
  return ((await (await person.fetch('/api/v1/studio/videos')).json()) as VideoPage).videos;
}

describe('two windows on one upload', () => {
  it('tell the second, which keeps what was typed and overwrites nothing unseen', async () => {
    const { mine, theirs } = await sendFromOne('shared.mp4');
    await theirs.getByLabel('Title').fill('Theirs');
    await theirs.getByText('Saved', { exact: true }).waitFor();
    await mine.getByLabel('Title').fill('Mine');
    const told = mine.getByRole('alert').filter({ hasText: 'changed in another window' });
    await told.getByText('Look at the newer one').click();
    await told.getByText('Theirs').waitFor();
    expect(await mine.getByLabel('Title').inputValue()).toBe('Mine');
    expect(await videos()).toMatchObject([{ title: 'Theirs' }]);
    await told.getByRole('button', { name: 'Save mine over it' }).click();
    await mine.getByText('Saved', { exact: true }).waitFor();
    expect(await videos()).toMatchObject([{ title: 'Mine' }]);
    await mine.getByRole('button', { name: /^Cancel/ }).click();
    await theirs.waitFor({ state: 'detached', timeout: 30_000 });
  });

  it('both tell how far it is, when it pauses, and when it has arrived', async () => {
    const { mine, theirs } = await sendFromOne('watched.mp4');
    await theirs.getByText(/^Being sent from another window or browser: \d+ %\.$/).waitFor();
    expect(await theirs.getByLabel(/^Choose .* again$/).count()).toBe(1);
    expect(await violations(other)).toEqual([]);
    await other.setViewportSize({ width: 360, height: 800 });
    expect(await overflows(other)).toBe(false);
    await mine.getByRole('button', { name: /^Pause/ }).click();
    await theirs.getByText(/^Paused at [1-9]\d? %\.$/).waitFor();
    await slowDown(page, -1);
    await mine.getByRole('button', { name: /^Resume/ }).click();
    await untilPhase(theirs, 'arrived');
  });
});

it('no page acted against its policy', () => expect(browser.policyViolations).toEqual([]));
