import { createHash } from 'node:crypto';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { VideoPage } from '@kinora/contracts';
import { tempFolder } from '@kinora/testing';
import { type Kinora, logIn, makeClip, type Person, startKinora } from '@kinora/testing/running';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { overflows, violations } from './src/axe.js';
import { type Browser, openBrowser } from './src/browser.js';
import { padClip } from './src/padded-clip.js';
import { filePicker, openStudio, slowDown, untilAlive, untilPhase, untilSent, uploadCard } from './src/studio.js';

const MB = 1_000_000;
const QUOTA_BYTES = 24 * MB;

let kinora: Kinora;
let person: Person;
let browser: Browser;
let page: Page;
let folder: string;
let clip: string;

beforeAll(async () => {
  folder = await tempFolder();
  clip = await makeClip({ folder, durationSeconds: 2, size: '320x180' });
  kinora = await startKinora({ dataFolder: path.join(folder, 'data'), env: { USER_QUOTA_BYTES: String(QUOTA_BYTES) } });
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

async function videos() {
  return ((await (await person.fetch('/api/v1/studio/videos')).json()) as VideoPage).videos;
}

/** Nothing of one test is left for the next one, in the queue or in the store. */
afterEach(async () => {
  page.removeAllListeners('dialog');
  page.on('dialog', (dialog) => void dialog.accept());
  await page.unrouteAll();
  await page.goto('about:blank');
  await expect.poll(clearedNames, { timeout: 30_000 }).toEqual([]);
});

/** @returns the names of the files that the page shows still: an upload may have been announced as the page was left */
async function clearedNames(): Promise<string[]> {
  // Some go by themselves meanwhile: those that were cancelled.
  for (const { id } of await videos())
    await person.fetch(`/api/v1/studio/videos/${id}?permanently=true`, { method: 'DELETE' });
  await page.goto(`${kinora.origin}/studio`);
  await untilAlive(page);
  return shownNames();
}

const shownNames = () => page.getByTestId('upload-card').getByRole('heading').allTextContents();

describe('a file that is not taken', () => {
  const words = { title: 'What I typed', description: 'And more of it' };

  async function type(name: string): Promise<void> {
    const card = uploadCard(page, name);
    await card.getByLabel('Title').fill(words.title);
    await card.getByLabel('Description').fill(words.description);
  }

  it('for which the quota has no room waits for room, with what was typed for it', async () => {
    await filePicker(page).setInputFiles(await padded('first.mp4', 16 * MB));
    await untilPhase(uploadCard(page, 'first.mp4'), 'arrived');
    await uploadCard(page, 'first.mp4')
      .getByRole('button', { name: /^Close/ })
      .click();
    await filePicker(page).setInputFiles(await padded('second.mp4', 16 * MB));
    const card = uploadCard(page, 'second.mp4');
    await untilPhase(card, 'refused');
    const told = card.getByRole('alert');
    await told.getByText('You have no room left for this file').waitFor();
    await told.getByText('Your videos take 15.3 MiB of the 22.9 MiB that you may store here.').waitFor();
    const largest = card.getByRole('link', { name: 'Look at your largest videos' });
    expect(await largest.getAttribute('href')).toBe('/studio?sort=largest');
    expect(await card.getByRole('link', { name: 'Look into the trash' }).getAttribute('href')).toBe(
      '/studio?state=trashed',
    );
    await type('second.mp4');
    expect(await violations(page)).toEqual([]);
    const [first] = await videos();
    await person.remove(first?.id ?? '');
    await card.getByRole('button', { name: /^Try again/ }).click();
    await untilPhase(card, 'arrived');
    await expect.poll(videos, { timeout: 10_000 }).toMatchObject([words]);
  });

  it('that arrived otherwise than it was sent is published nowhere, and can be sent again', async () => {
    await page.route('**/api/v1/studio/uploads/*', (route) => {
      const headers = route.request().headers();
      const wrong = `sha-256=:${createHash('sha256').update('other bytes').digest('base64')}:`;
      return route.continue(headers['repr-digest'] ? { headers: { ...headers, 'repr-digest': wrong } } : {});
    });
    await filePicker(page).setInputFiles(clip);
    const card = uploadCard(page, path.basename(clip));
    await untilPhase(card, 'refused');
    await card
      .getByRole('alert')
      .getByText('The file that arrived is not the one that was sent', { exact: true })
      .waitFor();
    await card.getByText('Nothing of it was published.').waitFor();
    expect(await videos()).toMatchObject([{ state: 'failed', playable: false, storedBytes: 0 }]);
    await type(path.basename(clip));
    await page.unrouteAll();
    await card.getByRole('button', { name: /^Try again/ }).click();
    await untilPhase(card, 'arrived');
    await expect.poll(videos, { timeout: 10_000 }).toMatchObject([words]);
  });
});

describe('after a reload', () => {
  const pausedAfterReload = async (name: string) => {
    const card = uploadCard(page, name);
    await untilSent(card, 10);
    await card.getByRole('button', { name: /^Pause/ }).click();
    await untilPhase(card, 'paused');
    await slowDown(page, -1);
    await page.reload();
    await card.getByText(/^Paused at [1-9]\d? %\.$/).waitFor();
    return card;
  };

  /** The browser's own dialogue cannot be driven, so a file that the browser has a handle of is handed out in its place. */
  async function keepInBrowser(file: string): Promise<void> {
    await page.evaluate(() => {
      const input = document.createElement('input');
      input.id = 'source';
      input.type = 'file';
      document.body.append(input);
    });
    await page.locator('#source').setInputFiles(file);
    await page.locator('#source').evaluate(async (input: HTMLInputElement) => {
      const source = input.files?.[0] as File;
      const handle = await (await navigator.storage.getDirectory()).getFileHandle(source.name, { create: true });
      await source.stream().pipeTo(await handle.createWritable());
      input.remove();
      Object.assign(window, { showOpenFilePicker: async () => [handle] });
    });
  }

  it('a paused upload is shown as paused, and asks for the file where the browser keeps none', async () => {
    await slowDown(page, 2 * MB);
    const file = await padded('asked.mp4', 12 * MB);
    await filePicker(page).setInputFiles(file);
    const card = await pausedAfterReload('asked.mp4');
    await card.getByText('Choose the same file again to go on, or drop it on this page.').waitFor();
    expect(await violations(page)).toEqual([]);
    await card.getByLabel('Choose asked.mp4 again').setInputFiles(file);
    await untilPhase(card, 'arrived');
  });

  it('goes on by a click where the browser keeps the file', async () => {
    await slowDown(page, 2 * MB);
    await keepInBrowser(await padded('kept.mp4', 12 * MB));
    await filePicker(page).click();
    const card = await pausedAfterReload('kept.mp4');
    await card.getByText('Go on with a click.').waitFor();
    await card.getByRole('button', { name: /^Resume/ }).click();
    await untilPhase(card, 'arrived');
  });
});

describe('the keyboard', () => {
  /** What a screen reader calls the element that has the focus. */
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      const name = document.getElementById(activeElement?.getAttribute('aria-labelledby') ?? '');
      return (name ?? activeElement)?.textContent;
    });
  const press = async (name: string) => {
    await page.getByRole('button', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
  };

  it('keeps its place while cards change and go', async () => {
    await slowDown(page, 1 * MB);
    await filePicker(page).setInputFiles([await padded('one.mp4', 8 * MB), await padded('two.mp4', 8 * MB)]);
    await untilPhase(uploadCard(page, 'one.mp4'), 'sending');
    await press('Pause one.mp4');
    expect(await focused()).toBe('Resume one.mp4');
    await press('Cancel one.mp4');
    await expect.poll(focused).toBe('Undo');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('one.mp4');
    await slowDown(page, -1);
    await page.getByRole('button', { name: 'Resume one.mp4' }).click();
    await untilPhase(uploadCard(page, 'one.mp4'), 'arrived');
    await untilPhase(uploadCard(page, 'two.mp4'), 'arrived');
    await press('Close one.mp4');
    await expect.poll(focused).toBe('two.mp4');
    await press('Close two.mp4');
    await expect.poll(() => filePicker(page).evaluate((input) => input === document.activeElement)).toBe(true);
  });

  it('saves what is typed with Enter', async () => {
    await slowDown(page, 1 * MB);
    await filePicker(page).setInputFiles(await padded('typed.mp4', 8 * MB));
    const card = uploadCard(page, 'typed.mp4');
    await untilSent(card, 1);
    const saved = page.waitForRequest((request) => request.method() === 'PATCH' && request.url().includes('/videos/'));
    await card.getByLabel('Title').fill('Typed');
    await card.getByLabel('Title').press('Enter');
    expect((await saved).postDataJSON()).toMatchObject({ title: 'Typed' });
    await card.getByText('Saved', { exact: true }).waitFor();
  });
});

describe('the page', () => {
  const drag = (type: string) =>
    page.evaluate((name) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['words'], 'dropped.mp4', { type: 'video/mp4' }));
      window.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
    }, type);

  it('shows where to drop, lets Esc close it, and takes what is dropped anywhere', async () => {
    const overlay = page.getByTestId('drop-overlay');
    await drag('dragenter');
    await overlay.waitFor();
    await page.keyboard.press('Escape');
    await overlay.waitFor({ state: 'detached' });
    await drag('dragenter');
    await drag('drop');
    await overlay.waitFor({ state: 'detached' });
    await uploadCard(page, 'dropped.mp4').waitFor();
  });

  it('takes a file that is pasted', async () => {
    await page.getByRole('heading', { name: 'Upload videos' }).evaluate((heading) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(['words'], 'pasted.mp4', { type: 'video/mp4' }));
      heading.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    });
    await uploadCard(page, 'pasted.mp4').waitFor();
  });

  it('takes the videos of a chosen folder, all the way down, and says what it leaves out', async () => {
    await page.getByLabel('Folder to upload').setInputFiles(await folderOfClips());
    await takesThem();
  });

  it('takes the videos of a folder that is dropped on it', async () => {
    const session = await page.context().newCDPSession(page);
    const data = { items: [], files: [await folderOfClips()], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 600, y: 700, data });
    await takesThem();
  });

  async function folderOfClips(): Promise<string> {
    const top = path.join(folder, 'trip');
    await mkdir(path.join(top, 'day 1', 'evening'), { recursive: true });
    await copyFile(clip, path.join(top, 'walk.mp4'));
    await writeFile(path.join(top, 'day 1', 'evening', 'song.mp3'), 'a song');
    await writeFile(path.join(top, 'day 1', 'notes.txt'), 'words');
    return top;
  }

  async function takesThem(): Promise<void> {
    await page.getByText('One file of the folder is neither video nor sound, and left out.').waitFor();
    await expect.poll(async () => (await shownNames()).sort()).toEqual(['song.mp3', 'walk.mp4']);
  }

  it('asks before it is left while bytes move', async () => {
    await slowDown(page, 2 * MB);
    await filePicker(page).setInputFiles(await padded('leaving.mp4', 20 * MB));
    await untilSent(uploadCard(page, 'leaving.mp4'), 1);
    await uploadCard(page, 'leaving.mp4').getByLabel('Title').press('End');
    const asked = page.waitForEvent('dialog');
    const left = page.reload();
    expect((await asked).type()).toBe('beforeunload');
    await left;
  });

  it('is accessible whatever its files do, in light and dark, and fits phones and wide screens', async () => {
    const words = path.join(folder, 'words.mp4');
    await writeFile(words, 'no video');
    const slow = await Promise.all(['paused.mp4', 'sending.mp4'].map((name) => padded(name, 10 * MB)));
    await slowDown(page, 1 * MB);
    await filePicker(page).setInputFiles(clip);
    await untilPhase(uploadCard(page, path.basename(clip)), 'arrived');
    const twin = path.join(folder, 'twin.mp4');
    await copyFile(clip, twin);
    await filePicker(page).setInputFiles([words, twin, ...slow]);
    await untilPhase(uploadCard(page, 'twin.mp4'), 'duplicate');
    await untilPhase(uploadCard(page, 'words.mp4'), 'refused');
    await untilPhase(uploadCard(page, 'sending.mp4'), 'sending');
    await uploadCard(page, 'paused.mp4')
      .getByRole('button', { name: /^Pause/ })
      .click();
    for (const [colorScheme, width] of [
      ['light', 360],
      ['dark', 1920],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      expect(await violations(page)).toEqual([]);
      expect(await overflows(page)).toBe(false);
    }
  });
});

it('no page acted against its policy', () => expect(browser.policyViolations).toEqual([]));
