import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { type HubProcess, startHubProcess } from '../../../main/cli/demo/hub-process.ts';
import { repository } from '../../../scripts/vite/repository.ts';
import type { Host, HostStart, RunningHost } from '../../helpers/hosts.ts';
import { pressOn, tabTo, typeInto } from './keyboard.ts';

const entry = join(repository, 'main/cli/assay.ts');

/** The sample hub in a process of its own, that can go away and come back at the same address. */
export type SampleHubProcess = {
  readonly url: string;
  stop(): Promise<void>;
  comeBack(): Promise<void>;
};

export const startSampleHub = async (folder: string): Promise<SampleHubProcess> => {
  let hub: HubProcess | null = await startHubProcess(entry, folder, 0);
  const { url } = hub;
  return {
    url,
    stop: async () => {
      await hub?.stop();
      hub = null;
    },
    comeBack: async () => {
      hub = await startHubProcess(entry, folder, Number(new URL(url).port));
    },
  };
};

/** A hub and a workbench on one host, both in folders of their own, gone at the end. */
export type Bench = {
  readonly hub: SampleHubProcess;
  readonly host: RunningHost;
  readonly page: () => Page;
  readonly passphrase: string;
  /** Everything of this bench: the hub's data in `hub`, the workbench's profile in `profile`. */
  readonly folder: string;
  end(): Promise<void>;
};

export const startBench = async (host: Host, look: Partial<HostStart> = {}): Promise<Bench> => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-e2e-'));
  const hub = await startSampleHub(join(folder, 'hub'));
  const running = await host.start({
    profileFolder: join(folder, 'profile'),
    width: 1280,
    height: 720,
    ...look,
  });
  return {
    hub,
    host: running,
    page: () => running.page,
    passphrase: 'four unrelated sample words',
    folder,
    end: async () => {
      await running.close();
      await hub.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** First run: connects to the hub and protects the workspace with a passphrase, by keyboard. */
export const connect = async (page: Page, url: string, passphrase: string): Promise<void> => {
  await pressOn(page, page.getByRole('button', { name: 'Connect to a hub' }));
  await typeInto(page, page.getByRole('textbox', { name: 'Address of the hub' }), url);
  await page.keyboard.press('Enter');
  const byPassphrase = page.getByRole('radio', { name: 'A passphrase' });
  const passphraseField = page.getByLabel('Passphrase', { exact: true });
  await passphraseField.or(byPassphrase).first().waitFor();
  if (await byPassphrase.isVisible()) {
    await tabTo(page, page.getByRole('radiogroup'));
    if (!(await byPassphrase.isChecked())) await page.keyboard.press('ArrowDown');
  }
  await typeInto(page, passphraseField, passphrase);
  await typeInto(page, page.getByLabel('Passphrase again'), passphrase);
  await page.keyboard.press('Enter');
  await pressOn(page, page.getByRole('checkbox', { name: 'I have kept the code' }), 'Space');
  await pressOn(page, page.getByRole('button', { name: 'Go on to sign in' }));
};

/** Signs one of the sample's people in and waits for the queue with all its evidence. */
export const signInAs = async (page: Page, name: string): Promise<void> => {
  await pressOn(page, page.getByRole('button', { name: new RegExp(name) }));
  await page.getByRole('heading', { name: 'Queue', exact: true }).waitFor();
  await page.getByText('All evidence is on this computer').waitFor({ timeout: 90_000 });
};

/** Moves the selection of the queue to a submission by arrow keys. */
export const selectInQueue = async (page: Page, code: string): Promise<void> => {
  const row = page.getByRole('row', { name: new RegExp(code) });
  await tabTo(page, page.getByRole('grid', { name: 'Assignments' }));
  await page.keyboard.press('Home');
  for (let presses = 0; presses < 30; presses += 1) {
    if ((await row.getAttribute('aria-selected')) === 'true') return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`the queue's selection does not reach ${code}`);
};

/** Opens a submission from the queue with Enter and waits for its rubric. */
export const openReview = async (page: Page, code: string): Promise<void> => {
  await selectInQueue(page, code);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: new RegExp(code) }).waitFor();
  await page.getByRole('tab', { name: /^A / }).waitFor();
};

/** The dialog in front, whether it asks or warns. */
export const frontDialog = (page: Page): Locator =>
  page.getByRole('dialog').or(page.getByRole('alertdialog'));

/** Runs a command from the palette by its words. */
export const runCommand = async (page: Page, words: string): Promise<void> => {
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
};
