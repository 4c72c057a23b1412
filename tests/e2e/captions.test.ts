import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Caption, Video } from '@kinora/contracts';
import { eventually, tempFolder } from '@kinora/testing';
import { assertGrows, assertHlsValid, type HlsExpectations } from '@kinora/testing/hls';
import { type Kinora, logIn, type Person, startKinora } from '@kinora/testing/running';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './src/axe.js';
import { type Browser, openBrowser } from './src/browser.js';
import { choose, shownSubtitles } from './src/player.js';

const run = promisify(execFile);

const SECONDS = 4;
/** In which deleting captions is undone, also on a busy machine. */
const KEEP_SECONDS = 10;
const cue = (text: string) => `1\n00:00:00,000 --> 00:00:03,000\n${text}\n`;

let folder: string;
let kinora: Kinora;
let person: Person;
let browser: Browser;
let page: Page;
const ids: Record<string, string> = {};

beforeAll(async () => {
  folder = await tempFolder();
  kinora = await startKinora({
    dataFolder: path.join(folder, 'data'),
    env: { JANITOR_PERIOD_MS: '200', DELETED_CAPTIONS_KEEP_SECONDS: String(KEEP_SECONDS) },
  });
  person = await logIn(kinora);
  browser = await openBrowser();
  page = browser.page;
  await browser.signIn(kinora.origin, person);
});
afterAll(async () => {
  await browser?.close();
  await kinora?.stop();
});

const embedded = `data:text/plain;base64,${Buffer.from(cue('Eingebettet')).toString('base64')}`;
const SOUND = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'];

async function upload(title: string, file: string, options: string[]): Promise<string> {
  const source = path.join(folder, file);
  await run('ffmpeg', ['-nostdin', '-v', 'error', ...options, source]);
  const response = await person.upload(source, { title, description: '', visibility: 'public' });
  expect(response.status).toBe(201);
  const { id } = (await response.json()) as Video;
  ids[title] = id;
  return id;
}

const addByApi = async (id: string, query: string, text: string): Promise<Caption> => {
  const response = await person.fetch(`/api/v1/studio/videos/${id}/captions?${query}`, { method: 'POST', body: text });
  expect(response.status).toBe(201);
  return (await response.json()) as Caption;
};

async function textFile(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

const rows = () => page.getByTestId('caption-row');
const rowTitles = () => rows().getByRole('heading').allTextContents();
const rowsAre = (titles: string[]) => expect.poll(rowTitles, { timeout: 15_000 }).toEqual(titles);
const areShown = (texts: string[]) => expect.poll(() => shownSubtitles(page), { timeout: 20_000 }).toEqual(texts);

async function watch(id: string): Promise<void> {
  await page.goto(`${kinora.origin}/embed/${id}`);
  await page.locator('video').evaluate((video: HTMLVideoElement) => {
    video.currentTime = 1;
  });
}

const playbackUrl = async (id: string): Promise<string> => {
  const { playbackUrl: url } = await person.video(id);
  return new URL(String(url), kinora.origin).href;
};

async function fetchBytes(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  expect(response.status, url).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
}

const isValid = async (id: string, expected: Partial<HlsExpectations>) =>
  assertHlsValid(fetchBytes, await playbackUrl(id), { durationSeconds: SECONDS, audio: true, ...expected });

const track = (name: string, language: string, text: string, more = {}) => ({
  ...{ name, language, isDefault: false, isForced: false, cues: [`0-3 ${text}`], ...more },
});

describe('the owner of a video', () => {
  it('adds captions beside those in the file, by a file whose name tells the language', async () => {
    const picture = ['-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=24:duration=${SECONDS}`];
    const id = await upload('Film', 'film.mp4', [
      ...[...picture, ...SOUND, '-f', 'srt', '-i', embedded, '-t', String(SECONDS)],
      ...[
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
        '-g',
        '24',
        '-pix_fmt',
        'yuv420p',
        '-c:a',
        'aac',
        '-c:s',
        'mov_text',
      ],
      ...['-metadata:s:s:0', 'language=ger'],
    ]);
    await person.finished(id);
    await page.goto(`${kinora.origin}/studio/videos/${id}`);
    const form = page.getByRole('form', { name: 'Add captions' });
    await form
      .getByLabel('Choose captions, or drop them here')
      .setInputFiles(await textFile('film.fr.srt', cue('Bonjour')));
    await expect.poll(() => form.getByLabel('Language of the captions').inputValue()).toBe('fr');
    await form.getByRole('button', { name: 'Add captions' }).click();
    await rowsAre(['French']);
    await addByApi(id, 'language=de&kind=captions', cue('Hinzugefügt'));
    await page.reload();
    await rowsAre(['French', 'German']);
    expect(await violations(page)).toEqual([]);
  });

  it('reads in which line a file is wrong, which changes nothing', async () => {
    const form = page.getByRole('form', { name: 'Add captions' });
    const file = form.locator('input[type="file"]');
    await file.setInputFiles(await textFile('wrong.en.srt', `${cue('a')}\n2\n00:00:05,000 --> 00:00:01,000\nb\n`));
    await form.getByRole('button', { name: 'Add captions' }).click();
    await form.getByText('Line 6: The text ends (00:00:01.000) before it begins (00:00:05.000).').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await file.setInputFiles({
      name: 'old.en.srt',
      mimeType: 'application/x-subrip',
      buffer: Buffer.from(cue('D\xe9j\xe0 vu'), 'latin1'),
    });
    await form.getByRole('button', { name: 'Add captions' }).click();
    await form.getByLabel('Encoding of the file').selectOption('windows-1252');
    await form.getByRole('button', { name: 'Add captions' }).click();
    await rowsAre(['French', 'German', 'English']);
  });

  it('changes words and text, by the keyboard too, and gives up with Esc', async () => {
    await page.getByRole('button', { name: 'Edit English' }).focus();
    await page.keyboard.press('Enter');
    const edit = page.getByRole('form', { name: 'Edit captions' });
    await page.keyboard.press('Tab');
    await page.keyboard.type('For learners');
    await page.keyboard.press('Enter');
    await rows().getByText('“For learners”').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('caption-row');
    await page.getByRole('button', { name: 'Replace file of English' }).click();
    const replace = page.getByRole('form', { name: 'Replace captions' });
    await replace
      .getByLabel('Choose the new file, or drop it here')
      .setInputFiles(await textFile('new.vtt', 'WEBVTT\n\n00:00.000 --> 00:03.000\nHello'));
    await replace.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Edit English' }).click();
    await edit.getByLabel('Name').fill('Forgotten');
    await page.keyboard.press('Escape');
    await rows().getByText('“For learners”').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download English' }).click();
    expect((await download).suggestedFilename()).toBe('film.en.vtt');
  });
});

describe('viewers', () => {
  it('read the captions of the language that they choose', async () => {
    await watch(String(ids.Film));
    await choose(page, 'Subtitles', 'Français');
    await areShown(['Bonjour']);
    await choose(page, 'Subtitles', 'Deutsch 2');
    await areShown(['Hinzugefügt']);
    await choose(page, 'Subtitles', 'Deutsch');
    await areShown(['Eingebettet']);
    await choose(page, 'Subtitles', 'For learners');
    await areShown(['Hello']);
  });

  it('get a stream that is valid with them', () =>
    isValid(String(ids.Film), {
      subtitles: [
        track('Deutsch', 'de', 'Eingebettet', { isDefault: true }),
        track('Français', 'fr', 'Bonjour'),
        track('Deutsch 2', 'de', 'Hinzugefügt', {
          characteristics:
            'public.accessibility.transcribes-spoken-dialog,public.accessibility.describes-music-and-sound',
        }),
        track('For learners', 'en', 'Hello'),
      ],
    }));

  it('read them to sound alone too', async () => {
    const id = await upload('Song', 'song.mp3', [...SOUND, '-t', String(SECONDS)]);
    await person.finished(id);
    await addByApi(id, 'language=en', cue('La la'));
    await isValid(id, { soundAlone: true, subtitles: [track('English', 'en', 'La la')] });
    await watch(id);
    await choose(page, 'Subtitles', 'English');
    await areShown(['La la']);
  });

  it('read them while the video is made, in a playlist that grows with it', async () => {
    const id = await upload('Long', 'long.mp4', [
      ...['-f', 'lavfi', '-i', 'testsrc2=size=854x480:rate=12:duration=40', '-c:v', 'mpeg4', '-b:v', '2500k'],
    ]);
    await addByApi(id, 'language=en', cue('Already there'));
    await expect.poll(() => person.video(id), { timeout: 60_000, interval: 50 }).toMatchObject({ playable: true });
    const url = await playbackUrl(id);
    expect(url).toMatch(/\/growing\.m3u8$/);
    const main = new TextDecoder().decode(await fetchBytes(url));
    const text = new URL(String(/TYPE=SUBTITLES.*URI="([^"]*)"/.exec(main)?.[1]), url).href;
    await watch(id);
    await choose(page, 'Subtitles', 'English');
    await areShown(['Already there']);
    const snapshots: string[] = [];
    const snapshot = async () => {
      snapshots.push(new TextDecoder().decode(await fetchBytes(text)));
      return snapshots.at(-1);
    };
    await expect.poll(snapshot, { timeout: 90_000, interval: 200 }).toContain('#EXT-X-ENDLIST');
    assertGrows(snapshots);
    const [, first = ''] = /^(\.\..*)$/m.exec(String(snapshots[0])) ?? [];
    expect(new TextDecoder().decode(await fetchBytes(new URL(first, text).href))).toContain('Already there');
  });
});

it('what is deleted can be undone by the keyboard, else it is gone and stops nobody who is watching', async () => {
  const id = String(ids.Film);
  const viewer = await browser.context.newPage();
  await viewer.goto(`${kinora.origin}/embed/${id}`);
  await viewer.getByRole('button', { name: /^Subtitles: / }).waitFor();
  await page.goto(`${kinora.origin}/studio/videos/${id}`);
  const remove = page.getByRole('button', { name: 'Delete French' });
  await remove.click();
  await rowsAre(['German', 'English']);
  await expect.poll(() => page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Undo deleting French');
  await page.keyboard.press('Enter');
  await rowsAre(['French', 'German', 'English']);
  await remove.click();
  await rowsAre(['German', 'English']);
  expect(await violations(page)).toEqual([]);
  expect(new TextDecoder().decode(await fetchBytes(await playbackUrl(id)))).not.toContain('Français');
  const texts = () => readdir(path.join(kinora.dataFolder, 'objects/captions', id));
  await eventually(async () => expect(await texts()).toHaveLength(2), { timeoutMs: 2_000 * KEEP_SECONDS });
  await choose(viewer, 'Subtitles', 'Français');
  // A player that begins anew has another source.
  const isSameSource = await viewer.locator('video').evaluate(async (video: HTMLVideoElement) => {
    const { currentSrc } = video;
    await video.play();
    await new Promise((resolve) => video.addEventListener('ended', resolve));
    return video.currentSrc === currentSrc;
  });
  expect(isSameSource).toBe(true);
});

it('no page acted against its policy', () => expect(browser.policyViolations).toEqual([]));
