import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Host, HostStart, RunningHost } from '../../helpers/hosts.ts';
import {
  fixturePassword,
  fixtureProgram,
  startTestHub,
  type TestHub,
} from '../../helpers/hub/start-test-hub.ts';
import { connect, openReview } from './desk.ts';
import { typeInto } from './keyboard.ts';

/** The submission that files are planted in, and its slot. */
const submission = 'QST-1';
const slot = `submissions/${submission}/plan`;

const passphrase = 'four unrelated sample words';

/** A workbench in which the review of a submission with planted files is open. */
export type PlantedReview = {
  readonly page: () => Page;
  readonly host: RunningHost;
  /** Ends the workbench, starts it again on the same profile and opens the review again. */
  restart(): Promise<void>;
  /** Goes to a file by its name. The focus is on nothing then. */
  choose(label: string): Promise<void>;
  end(): Promise<void>;
};

/** Chooses a file in the list over the stage. */
const chooseFile = async (page: Page, label: string): Promise<void> => {
  const list = page.getByRole('combobox', { name: 'Choose evidence' });
  const option = list.locator('option').filter({ hasText: label }).first();
  await list.selectOption((await option.getAttribute('value')) ?? label);
  // Keys are for the review, not for the list.
  await list.blur();
};

/** A hub with the fixture program and these files in it, and a workbench of a reviewer who has it all. */
export const openPlantedReview = async (
  host: Host,
  files: Readonly<Record<string, Uint8Array | string>>,
  look: Partial<HostStart> = {},
): Promise<PlantedReview> => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-e2e-'));
  const program = join(folder, 'program');
  await cp(fixtureProgram, program, { recursive: true });
  await mkdir(join(program, slot), { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(program, slot, name), content);
  const hub: TestHub = await startTestHub({ program });
  const running = await host.start({
    profileFolder: join(folder, 'profile'),
    width: 1280,
    height: 720,
    ...look,
  });
  const page = (): Page => running.page;
  await connect(page(), hub.url, passphrase);
  await typeInto(page(), page().getByRole('textbox', { name: 'Account' }), 'rosa.lind');
  await typeInto(page(), page().getByLabel('Password'), fixturePassword);
  await page().keyboard.press('Enter');
  await page().getByText('All evidence is on this computer').waitFor();
  await openReview(page(), submission);
  return {
    page,
    host: running,
    restart: async () => {
      await running.restart();
      await typeInto(page(), page().getByLabel('Passphrase', { exact: true }), passphrase);
      await page().keyboard.press('Enter');
      await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
      await openReview(page(), submission);
    },
    choose: (label) => chooseFile(page(), label),
    end: async () => {
      await running.close();
      await hub.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
