import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hosts, type RunningHost } from '../helpers/hosts.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { frontDialog, openReview, signInAs } from './helpers/desk.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { pressOn } from './helpers/keyboard.ts';
import { chosenLevel, waitForSaved } from './helpers/review.ts';

const web = hosts.filter(({ name }) => name === 'web');

describe.each(web)('earlier versions of a review, on $name', (host) => {
  let folder: string;
  let running: RunningHost;
  const page = () => running.page;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-e2e-'));
    running = await host.start({ profileFolder: join(folder, 'profile'), width: 1280, height: 720 });
    await pressOn(page(), page().getByRole('button', { name: 'Explore the sample program' }));
    await signInAs(page(), 'Maya Reyes');
    await openReview(page(), 'WGQ-101');
  });
  afterAll(async () => {
    await running.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach((context) => keepPicture(context, page()));

  it('are shown by a key, read by place, and one is restored by keyboard', async () => {
    await page().keyboard.press('2');
    await waitForSaved(page());
    await page().keyboard.press('3');
    await waitForSaved(page());
    await page().keyboard.press('Shift+H');
    const versions = frontDialog(page()).getByRole('list', { name: 'Earlier versions of this review' });
    await versions.getByText('Score 3').waitFor();
    expect(await versions.getByRole('listitem').count()).toBe(2);
    await expectAccessible(page(), 'the earlier versions of a review');
    await pressOn(page(), versions.getByRole('button', { name: /^Restore .*Score/ }));
    await expect.poll(() => versions.getByRole('listitem').count()).toBe(3);
    expect(await versions.getByRole('listitem').first().textContent()).toContain('Stands now');
    await page().keyboard.press('Escape');
    expect(await chosenLevel(page())).toBe('2');
  });

  it('bring the whole review back as it was, after asking', async () => {
    await page().keyboard.press('Shift+H');
    const versions = frontDialog(page()).getByRole('list', { name: 'Earlier versions of this review' });
    await pressOn(
      page(),
      versions
        .getByRole('listitem')
        .nth(1)
        .getByRole('button', { name: /^Whole review/ }),
    );
    await pressOn(page(), frontDialog(page()).getByRole('button', { name: 'Bring it back' }));
    await expect.poll(() => versions.getByRole('listitem').count()).toBe(4);
    await page().keyboard.press('Escape');
    expect(await chosenLevel(page())).toBe('3');
  });
});
