import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Video } from '@kinora/contracts';
import { eventually, tempFolder } from '@kinora/testing';
import { type Kinora, logIn, makeClip, type Person, startKinora } from '@kinora/testing/running';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './src/axe.js';
import { type Browser, openBrowser } from './src/browser.js';

let kinora: Kinora;
let person: Person;
let clip: string;
let browser: Browser;
let page: Page;
const ids: Record<string, string> = {};

beforeAll(async () => {
  const folder = await tempFolder();
  kinora = await startKinora({
    dataFolder: path.join(folder, 'data'),
    env: { JANITOR_PERIOD_MS: '200', RECONCILE_INTERVAL_MS: '200' },
  });
  person = await logIn(kinora);
  clip = await makeClip({ folder, durationSeconds: 2, size: '320x180' });
  for (const title of ['Apple', 'Banana', 'Cherry']) {
    const fields = { title, description: '', visibility: 'private' };
    ids[title] = ((await (await person.upload(clip, fields)).json()) as Video).id;
  }
  await person.finished(ids.Banana ?? '');
  browser = await openBrowser();
  page = browser.page;
  await browser.signIn(kinora.origin, person);
});

afterAll(async () => {
  await browser?.close();
  await kinora?.stop();
});

const titles = () => page.getByTestId('video-row').getByRole('heading').allTextContents();
const shows = (expected: string[]) => expect.poll(titles, { timeout: 15_000 }).toEqual(expected);
/** What a screen reader calls the element that has the focus. */
const focused = () =>
  page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent;
  });
const storageSays = (words: RegExp) => expect.poll(() => page.getByTestId('storage').textContent()).toMatch(words);
const group = () => page.getByRole('group', { name: 'Change the selected videos' });

describe('the list', () => {
  it('is searched and sorted without leaving the page', async () => {
    await page.goto(`${kinora.origin}/studio`);
    await shows(['Cherry', 'Banana', 'Apple']);
    await page.evaluate('window.stayed = true');
    await page.getByLabel('Order').selectOption('title');
    await shows(['Apple', 'Banana', 'Cherry']);
    await page.getByRole('searchbox', { name: 'Search' }).fill('an');
    await page.keyboard.press('Enter');
    await shows(['Banana']);
    expect(new URL(page.url()).search).toBe('?q=an&sort=title');
    await page.getByRole('searchbox', { name: 'Search' }).fill('zebra');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Show all videos' }).click();
    await shows(['Cherry', 'Banana', 'Apple']);
    expect(await page.evaluate('window.stayed')).toBe(true);
    expect(await page.getByTestId('storage').textContent()).toMatch(/^3 videos, [\d.]+ [KM]iB$/);
  });

  it('changes the selected ones by keyboard alone', async () => {
    await page.getByLabel('Select Apple').focus();
    await page.keyboard.press('Space');
    await page.getByLabel('Select Cherry').focus();
    await page.keyboard.press('Space');
    await group().getByText('2 selected').waitFor();
    expect(await violations(page)).toEqual([]);
    await group().getByLabel('Tag').focus();
    await page.keyboard.type('Fruit, Red');
    await page.keyboard.press('Enter');
    await page.getByText('2 videos are changed.').waitFor();
    expect((await person.video(ids.Apple ?? '')).tags).toEqual(['fruit', 'red']);
    await page.getByLabel('Select Apple').press('Space');
    expect(await focused()).toBe('Select Apple');
    await group().getByLabel('Tag').press('Escape');
    await group().waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('Select Apple');
  });

  it('deletes, and takes it back', async () => {
    await page.getByLabel('Select all that are shown').click();
    await group().getByRole('button', { name: 'Delete' }).click();
    await page.getByText('3 videos are in the trash.').waitFor();
    await shows([]);
    await storageSays(/^0 videos, 0 B · 3 videos in the trash, [\d.]+ [KM]iB$/);
    await page.keyboard.press('Enter');
    await shows(['Cherry', 'Banana', 'Apple']);
    await expect.poll(focused).toBe('Cherry');
    await storageSays(/^3 videos, [\d.]+ [KM]iB$/);
  });

  it('tells what all take anew when one of them is ready', async () => {
    const transcoder = await kinora.pidOf('transcoder');
    process.kill(transcoder, 'SIGSTOP');
    const { id } = (await (
      await person.upload(clip, { title: 'Date', description: '', visibility: 'private' })
    ).json()) as Video;
    await page.goto(`${kinora.origin}/studio`);
    await storageSays(/^4 videos/);
    const before = await page.getByTestId('storage').textContent();
    process.kill(transcoder, 'SIGCONT');
    await page.getByTestId('video-row').filter({ hasText: 'Date' }).getByText('Ready', { exact: true }).waitFor();
    await expect.poll(() => page.getByTestId('storage').textContent()).not.toBe(before);
    await person.remove(id);
    await page.goto(`${kinora.origin}/studio`);
  });

  it('leaves no object behind when it is deleted for good', async () => {
    await page.getByLabel('Select Banana').click();
    await group().getByRole('button', { name: 'Delete' }).click();
    await page.getByText('1 video is in the trash.').waitFor();
    await page.getByLabel('State').selectOption('trashed');
    await shows(['Banana']);
    await page.getByLabel('Select Banana').click();
    await group().getByRole('button', { name: 'Delete for good' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('The trash is empty').waitFor();
    const objects = path.join(kinora.dataFolder, 'objects');
    await eventually(async () => {
      const left = (await readdir(objects, { recursive: true })).filter((name) => name.includes(ids.Banana ?? ''));
      expect(left).toEqual([]);
    });
  });
});

describe('two windows that edit one video', () => {
  it('tell the second, which keeps what was typed and looks at the newer one', async () => {
    const address = `${kinora.origin}/studio/videos/${ids.Apple}`;
    const other = await browser.context.newPage();
    await Promise.all([page.goto(address), other.goto(address)]);
    await other.getByLabel('Title').fill('Theirs');
    await other.getByRole('button', { name: 'Save changes' }).click();
    await other.getByText('Your changes are saved.').waitFor();
    await other.close();
    await page.getByLabel('Title').fill('Mine');
    await page.getByLabel('Language', { exact: true }).selectOption('de');
    await page.getByRole('button', { name: 'Save changes' }).click();
    const notice = page.getByRole('alert').filter({ hasText: 'changed in another window' });
    await notice.getByText('Look at the newer one').click();
    await notice.getByText('Theirs').waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe('Mine');
    await notice.getByRole('button', { name: 'Save mine over it' }).click();
    await page.getByText('Your changes are saved.').waitFor();
    expect(await person.video(ids.Apple ?? '')).toMatchObject({ title: 'Mine', language: 'de' });
  });

  it('a deleted video can be taken back on its page, with what was typed', async () => {
    await page.getByLabel('Description').fill('**Not saved yet**');
    await page.getByRole('button', { name: 'Delete video' }).click();
    await page.getByTestId('trash-notice').getByRole('button', { name: 'Restore' }).click();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Your changes are saved.').waitFor();
    await page.goto(`${kinora.origin}/watch/${ids.Apple}`);
    await page.locator('strong', { hasText: 'Not saved yet' }).waitFor();
  });
});

describe('without JavaScript', () => {
  let plain: Browser;
  const outcome = (words: string) => plain.page.getByRole('status').getByText(words).waitFor();
  const tick = (title: string) => plain.page.getByLabel(`Select ${title}`).check();
  const press = (name: string) => plain.page.getByRole('button', { name, exact: true }).click();

  beforeAll(async () => {
    plain = await openBrowser({ javaScriptEnabled: false });
    await plain.context.addCookies(await browser.context.cookies());
    await plain.page.goto(`${kinora.origin}/studio?sort=title`);
  });

  afterAll(() => plain?.close());

  it('the ticked videos are changed by the form of the list, which comes back as it was', async () => {
    await tick('Cherry');
    await plain.page.getByRole('group').getByLabel('Who can watch').selectOption('unlisted');
    await press('Apply');
    await outcome('1 video is changed.');
    expect(new URL(plain.page.url()).searchParams.get('sort')).toBe('title');
    expect((await person.video(ids.Cherry ?? '')).visibility).toBe('unlisted');
    await tick('Cherry');
    await plain.page.getByLabel('Tag', { exact: true }).fill('Sour');
    await press('Add');
    await outcome('1 video is changed.');
    expect((await person.video(ids.Cherry ?? '')).tags).toContain('sour');
  });

  it('are deleted, taken back, and deleted for good only by who says to be sure', async () => {
    await tick('Cherry');
    await press('Delete');
    await outcome('1 video is in the trash.');
    await press('Undo');
    await outcome('1 video is restored.');
    await tick('Cherry');
    await press('Delete');
    await plain.page.goto(`${kinora.origin}/studio?state=trashed`);
    await tick('Cherry');
    await press('Restore');
    await outcome('1 video is restored.');
    await plain.page.goto(`${kinora.origin}/studio`);
    await tick('Cherry');
    await press('Delete');
    await plain.page.goto(`${kinora.origin}/studio?state=trashed`);
    await tick('Cherry');
    await press('Delete for good');
    expect(
      await plain.page.getByLabel('I know that this cannot be undone').evaluate((box) => box.matches(':invalid')),
    ).toBe(true);
    await plain.page.getByLabel('I know that this cannot be undone').check();
    await press('Delete for good');
    await outcome('1 video is deleted for good.');
    expect((await person.fetch(`/api/v1/studio/videos/${ids.Cherry}`)).status).toBe(404);
  });
});

it('no page acted against its policy', () => expect(browser.policyViolations).toEqual([]));
