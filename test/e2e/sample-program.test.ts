import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hosts, type RunningHost } from '../helpers/hosts.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { frontDialog, openReview, runCommand, signInAs } from './helpers/desk.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { pressOn } from './helpers/keyboard.ts';
import { chosenLevel, waitForSaved } from './helpers/review.ts';

/* The sample program, with its hub inside Assay: in by one key, the same after a restart, out without a trace. */
describe.each(hosts.filter(({ available }) => available === true))('the sample program on $name', (host) => {
  let folder: string;
  let running: RunningHost;
  const page = () => running.page;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-e2e-'));
    running = await host.start({ profileFolder: join(folder, 'profile'), width: 1280, height: 720 });
  });
  afterAll(async () => {
    await running.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach((context) => keepPicture(context, page()));

  it('is explored from the first screen', async () => {
    await pressOn(page(), page().getByRole('button', { name: 'Explore the sample program' }));
    await signInAs(page(), 'Maya Reyes');
    await page().getByText('Sample program').first().waitFor();
    await openReview(page(), 'WGQ-101');
    await page().keyboard.press('3');
    await waitForSaved(page());
  });

  it('is there again after a restart, without asking anything', async () => {
    await running.restart();
    await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
    await openReview(page(), 'WGQ-101');
    expect(await chosenLevel(page())).toBe('3');
  });

  it('is left without a trace', async () => {
    await runCommand(page(), 'Leave the sample program');
    await frontDialog(page())
      .getByText(/is deleted/)
      .waitFor();
    await expectAccessible(page(), 'leaving the sample program');
    await pressOn(page(), frontDialog(page()).getByRole('button', { name: 'Delete and leave' }));
    await page().getByRole('button', { name: 'Explore the sample program' }).waitFor();
  });
});
