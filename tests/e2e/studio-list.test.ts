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
  const clip = await makeClip({ folder, durationSeconds: 2, size: '320x180' });
  for (const title of ['Apple', 'Banana', 'Cherry']) {
    const fields = { title, description: '', visibility: 'private' };
    ids[title] = ((await (await person.upload(clip, fields)).json()) as Video).id;
  }
  await person.finished(ids.Banana ?? '');
  browser = await openBrowser();
  page = browser.page;
  const [name = '', value = ''] = person.cookie.split('=');
  await browser.context.addCookies([{ name, value, url: kinora.origin }]);
});

afterAll(async () => {
  await browser?.close();
  await kinora?.stop();
});

const titles = () => page.getByTestId('video-row').getByRole('heading').allTextContents();
const shows = (expected: string[]) => expect.poll(titles, { timeout: 15_000 }).toEqual(expected);
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
    await group().getByLabel('Tag').press('Escape');
    await group().waitFor({ state: 'detached' });
  });

  it('deletes, and takes it back', async () => {
    await page.getByLabel('Select all that are shown').click();
    await group().getByRole('button', { name: 'Delete' }).click();
    await page.getByText('3 videos are in the trash.').waitFor();
    await shows([]);
    await page.keyboard.press('Enter');
    await shows(['Cherry', 'Banana', 'Apple']);
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

it('no page acted against its policy', () => expect(browser.policyViolations).toEqual([]));
