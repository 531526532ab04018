import { cp, mkdtemp, rm } from 'node:fs/promises';
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
import { connect } from './desk.ts';
import { pressOn, typeInto } from './keyboard.ts';

const passphrase = 'four unrelated sample words';

/** A hub of its own with a changed fixture program, and the workbench of a reviewer who has all its evidence. */
export type FixtureBench = {
  readonly page: () => Page;
  readonly host: RunningHost;
  readonly hub: TestHub;
  /** The folder of the program. */
  readonly program: string;
  /** Ends the workbench, starts it again on the same profile and unlocks it. */
  restart(): Promise<void>;
  end(): Promise<void>;
};

export type FixtureBenchOptions = Partial<HostStart> & {
  /** Told of every new page before anything is done in it. */
  readonly onStart?: (page: Page) => void;
  /** The hub begins at the present moment, as the workbench does: what is submitted may then be amended. */
  readonly sameTime?: boolean;
};

/** `change` alters a copy of the fixture program before the hub reads it. The queue is on the screen then. */
export const startFixtureBench = async (
  host: Host,
  change: (program: string) => Promise<void>,
  { onStart, sameTime = false, ...look }: FixtureBenchOptions = {},
): Promise<FixtureBench> => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-e2e-'));
  const program = join(folder, 'program');
  await cp(fixtureProgram, program, { recursive: true });
  await change(program);
  const hub = await startTestHub({ program });
  if (sameTime) hub.clock.advance(Date.now() - hub.clock.now());
  const running = await host.start({
    profileFolder: join(folder, 'profile'),
    width: 1280,
    height: 720,
    ...look,
  });
  const page = (): Page => running.page;
  onStart?.(page());
  await connect(page(), hub.url, passphrase);
  await pressOn(page(), page().getByRole('button', { name: 'Use account and password' }));
  await typeInto(page(), page().getByRole('textbox', { name: 'Account' }), 'rosa.lind');
  await typeInto(page(), page().getByLabel('Password'), fixturePassword);
  await page().keyboard.press('Enter');
  await page().getByText('All evidence is on this computer').waitFor({ timeout: 90_000 });
  return {
    page,
    host: running,
    hub,
    program,
    restart: async () => {
      await running.restart();
      onStart?.(page());
      await typeInto(page(), page().getByLabel('Passphrase', { exact: true }), passphrase);
      await page().keyboard.press('Enter');
      await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
    },
    end: async () => {
      await running.close();
      await hub.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
