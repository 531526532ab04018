import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hosts, type RunningHost } from '../helpers/hosts.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { frontDialog, openReview, signInAs } from './helpers/desk.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { pressOn, tabTo } from './helpers/keyboard.ts';
import { chosenLevel, saveState, stopIdlePause, waitForSaved } from './helpers/review.ts';

const web = hosts.filter(({ name }) => name === 'web');

/** A busy computer takes its time. Milliseconds. */
const soon = { timeout: 20_000 };

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
    await expect.poll(() => versions.getByRole('listitem').count(), soon).toBe(3);
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
    await expect.poll(() => versions.getByRole('listitem').count(), soon).toBe(4);
    await page().keyboard.press('Escape');
    expect(await chosenLevel(page())).toBe('3');
  });

  it('do not lose what was typed a moment before: it is saved when the field or the window is left, or goes', async () => {
    const page_ = page();
    const rationale = page_.getByRole('textbox', { name: /^Rationale/ });
    await page_.keyboard.press('e');
    await stopIdlePause(page_);
    const type = async (words: string) => {
      await page_.keyboard.type(words);
      expect(await saveState(page_), `${words}: not saved by itself`).toBe('saving');
    };
    await type('Left the field. ');
    await page_.keyboard.press('Escape');
    await expect.poll(() => saveState(page_), soon).toBe('saved');

    await page_.keyboard.press('e');
    await type('Left the window. ');
    await page_.evaluate(() => window.dispatchEvent(new Event('blur')));
    await expect.poll(() => saveState(page_), soon).toBe('saved');

    await type('Out of sight. ');
    await page_.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
      Reflect.deleteProperty(document, 'visibilityState');
    });
    await expect.poll(() => saveState(page_), soon).toBe('saved');

    await type('Gone.');
    await page_.reload();
    await rationale.waitFor();
    expect(await rationale.inputValue()).toBe('Left the field. Left the window. Out of sight. Gone.');
  });

  it('say "Saved" only once the commit is answered', async () => {
    let commit = () => {};
    const committed = new Promise<void>((resolve) => {
      commit = resolve;
    });
    await page().route('**/api/review.applyEdits', async (route) => {
      await committed;
      await route.continue();
    });
    await tabTo(page(), page().getByRole('tab', { selected: true }));
    const asked = page().waitForRequest('**/api/review.applyEdits');
    await page().keyboard.press('4');
    await asked;
    expect(await chosenLevel(page())).toBe('4');
    expect(await saveState(page())).toBe('saving');
    commit();
    await expect.poll(() => saveState(page()), soon).toBe('saved');
    await page().unroute('**/api/review.applyEdits');
  });

  it('are there, with all that was saved, after the page has crashed', async () => {
    const url = page().url();
    const crashed = page().waitForEvent('crash');
    await page()
      .goto('chrome://crash')
      .catch(() => undefined);
    await crashed;
    const again = await page().context().newPage();
    await again.goto(url);
    await again.getByRole('tab', { name: /^A / }).waitFor();
    expect(await chosenLevel(again)).toBe('4');
    const rationale = again.getByRole('textbox', { name: /^Rationale/ });
    expect(await rationale.inputValue()).toContain('Out of sight. Gone.');
    await again.close();
  });
});
