import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { repository } from '../../scripts/vite/repository.ts';
import { connect, frontDialog, openReview, runCommand, signInAs, startBench } from '../e2e/helpers/desk.ts';
import { onStage, scoreEverything, showEvidence, writeOverall } from '../e2e/helpers/review.ts';
import { type Host, hosts } from '../helpers/hosts.ts';

/*
 * Every screen, light and dark, into docs/screenshots, from the sample program on the web host. The only thing that
 * writes there.
 */
const folder = join(repository, 'docs/screenshots');
const web = hosts.find(({ name }) => name === 'web') as Host;

type Camera = (name: string) => Promise<void>;

const setUp = async (page: Page, url: string, passphrase: string, shoot: Camera): Promise<void> => {
  await page.getByRole('button', { name: 'Connect to a hub' }).waitFor();
  await shoot('first-run');
  await connect(page, url, passphrase);
  await page.getByRole('button', { name: /Maya Reyes/ }).waitFor();
  await shoot('sign-in');
  await page.getByRole('button', { name: 'Another way to sign in' }).click();
  await page.getByRole('button', { name: 'Sign in with your browser' }).waitFor();
  await shoot('sign-in-browser');
  await page.getByRole('button', { name: 'Back' }).click();
  await signInAs(page, 'Maya Reyes');
  await shoot('queue');
};

const toQueue = async (page: Page): Promise<void> => {
  await runCommand(page, 'Go to the queue');
  await page.getByRole('heading', { name: 'Queue', exact: true }).waitFor();
};

const reviewEvidence = async (page: Page, shoot: Camera): Promise<void> => {
  const stage = onStage(page);
  await openReview(page, 'WGQ-104');
  await shoot('review-pdf');
  await showEvidence(page, 'Video', stage.locator('video'));
  await page.keyboard.press('Alt+k');
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 4);
  await page.keyboard.press('Alt+k');
  await page.keyboard.press('c');
  await page.keyboard.press('3');
  await shoot('review-video');
  await toQueue(page);
  await openReview(page, 'FWF-201');
  await showEvidence(page, 'Image', stage.getByRole('img').first());
  await shoot('review-image');
  await toQueue(page);
  await openReview(page, 'WGQ-108');
  await showEvidence(page, 'Recording', stage.locator('audio'));
  await stage.getByRole('img', { name: 'Waveform' }).waitFor();
  await shoot('review-audio');
  await toQueue(page);
  await openReview(page, 'WGQ-113');
  await showEvidence(page, 'Text', stage.locator('iframe'));
  await stage.locator('iframe').contentFrame().locator('h1').first().waitFor();
  await page.keyboard.press('b');
  await page
    .getByText(/^Feedback on attempt/)
    .first()
    .waitFor();
  await shoot('review-second-attempt');
  await page.keyboard.press('Shift+B');
  await page.getByRole('region', { name: 'What changed', exact: true }).waitFor();
  await shoot('what-changed');
  await page.keyboard.press('v');
};

const reviewToTheEnd = async (page: Page, shoot: Camera): Promise<void> => {
  await toQueue(page);
  await openReview(page, 'WGQ-101');
  await onStage(page).getByRole('article', { name: 'Page 1' }).waitFor();
  await page.keyboard.press('ControlOrMeta+Shift+e');
  await frontDialog(page).waitFor();
  await shoot('child-safety');
  await page.reload();
  await page.getByRole('tab', { name: /^A / }).waitFor();
  await scoreEverything(page, [3, 3, 2, 3, 4]);
  await writeOverall(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+H');
  await frontDialog(page).getByRole('list', { name: 'Earlier versions of this review' }).waitFor();
  await shoot('history');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+Enter');
  await frontDialog(page).waitFor();
  await shoot('submit');
  await frontDialog(page).getByRole('button', { name: 'Submit the review' }).click();
  await page.getByText(/You may change this until/).waitFor();
  await shoot('submitted');
};

const frame = async (page: Page, shoot: Camera): Promise<void> => {
  await runCommand(page, 'Go to sync');
  await page.getByText('The hub has all your work').waitFor();
  await shoot('sync');
  await runCommand(page, 'Go to settings');
  await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
  await shoot('settings');
  await page.getByRole('button', { name: 'Keys', exact: true }).click();
  await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor();
  await shoot('settings-keys');
  await page.getByRole('button', { name: 'Comment bank', exact: true }).click();
  await page.getByRole('heading', { name: 'Comment bank', exact: true }).waitFor();
  await shoot('settings-comment-bank');
  await page.getByRole('button', { name: 'Storage & offline', exact: true }).click();
  await page.getByRole('heading', { name: 'Room for evidence', exact: true }).waitFor();
  await shoot('settings-storage');
  await page.keyboard.press('?');
  await frontDialog(page).waitFor();
  await shoot('keyboard-help');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+k');
  await frontDialog(page).waitFor();
  await shoot('command-palette');
};

const takeAll = async (colorScheme: 'light' | 'dark'): Promise<void> => {
  const bench = await startBench(web, { width: 1440, height: 900, colorScheme });
  const shoot: Camera = async (name) => {
    // What was said on the screen before goes away by itself.
    await bench.page().locator('[data-live-announcer] p').first().waitFor({ state: 'detached' });
    const path = join(folder, `${name}-${colorScheme}.png`);
    await bench.page().screenshot({ path, animations: 'disabled' });
    process.stdout.write(`${name}-${colorScheme}.png\n`);
  };
  try {
    await setUp(bench.page(), bench.hub.url, bench.passphrase, shoot);
    await reviewEvidence(bench.page(), shoot);
    await reviewToTheEnd(bench.page(), shoot);
    await frame(bench.page(), shoot);
    await bench.host.restart();
    await bench.page().getByLabel('Passphrase', { exact: true }).waitFor();
    await shoot('unlock');
  } finally {
    await bench.end();
  }
};

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const colorScheme of ['light', 'dark'] as const) await takeAll(colorScheme);
