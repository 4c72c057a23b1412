import type { Kinora } from '@kinora/testing/running';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Logs in on the page, and ends in the studio. */
export async function openStudio(page: Page, { origin, username, password }: Kinora): Promise<void> {
  await page.goto(`${origin}/studio`);
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL('**/studio');
  await untilAlive(page);
}

/** From here on the page takes files that are dropped or pasted. */
export const untilAlive = (page: Page) => page.locator('[data-testid="file-picker"][aria-busy="false"]').waitFor();

export const filePicker = (page: Page): Locator => page.getByLabel('Choose videos, or drop them anywhere');

/** The card of a file on its way to the server. */
export const uploadCard = (page: Page, fileName: string): Locator =>
  page.getByTestId('upload-card').filter({ has: page.getByRole('heading', { name: fileName, exact: true }) });

export const percentSent = async (card: Locator): Promise<number> =>
  Number(await card.getByRole('progressbar', { name: /^Upload of/ }).getAttribute('value', { timeout: 5_000 }));

export const untilSent = (card: Locator, percent: number) =>
  expect.poll(() => percentSent(card), { timeout: 60_000, interval: 50 }).toBeGreaterThanOrEqual(percent);

export const untilPhase = (card: Locator, phase: string, timeoutMs = 30_000) =>
  expect.poll(() => card.getAttribute('data-phase'), { timeout: timeoutMs, interval: 50 }).toBe(phase);

/** Lets the browser send only so fast, until it is told otherwise or the network is cut. -1: as fast as it can. */
export async function slowDown(page: Page, bytesPerSecond: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytesPerSecond },
  });
}
