import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Video } from '@kinora/contracts';
import { tempFolder } from '@kinora/testing';
import { type Kinora, logIn, makeClip, startKinora } from '@kinora/testing/running';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overflows, violations } from './src/axe.js';
import { type Browser, openBrowser } from './src/browser.js';

let kinora: Kinora;
let browser: Browser;
let videoId: string;
let failedId: string;

beforeAll(async () => {
  const folder = await tempFolder();
  kinora = await startKinora({ dataFolder: path.join(folder, 'data') });
  const person = await logIn(kinora);
  const clip = await makeClip({ folder, durationSeconds: 2, size: '320x180' });
  const upload = await person.upload(clip);
  videoId = ((await upload.json()) as Video).id;
  await person.finished(videoId);
  const broken = path.join(folder, 'broken.mp4');
  await writeFile(broken, (await readFile(clip)).subarray(0, 2_000));
  failedId = ((await (await person.upload(broken)).json()) as Video).id;
  await person.finished(failedId);
  browser = await openBrowser();
  await browser.signIn(kinora.origin, person);
});

afterAll(async () => {
  await browser?.close();
  await kinora?.stop();
});

describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
  describe.each([360, 1024, 1920])('%i pixels wide', (width) => {
    it.each([
      '/',
      '/studio',
      '/studio/videos/ID',
      '/studio/videos/FAILED',
      '/watch/ID',
      '/embed/ID',
      '/auth/login?again',
      '/api/docs',
      '/nothing-here',
    ])('%s is accessible and does not overflow', async (address) => {
      const { page } = browser;
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await page.goto(kinora.origin + address.replace('FAILED', failedId).replace('ID', videoId), {
        waitUntil: 'load',
      });
      expect(await violations(page)).toEqual([]);
      expect(await overflows(page)).toBe(false);
    });
  });
});

it('no page acted against its policy', () => expect(browser.policyViolations).toEqual([]));
