import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hosts } from '../helpers/hosts.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { openReview, runCommand } from './helpers/desk.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { pressOn, tabTo } from './helpers/keyboard.ts';
import { waitForSaved } from './helpers/review.ts';
import { openTwoAttempts, type Texts, type TwoAttempts } from './helpers/two-attempts.ts';

/*
 * Two pieces of evidence at once, and this attempt beside the one before, by keyboard alone. Each step goes on where the
 * one before ended.
 */
const kept = Array.from({ length: 6 }, (_, at) => `Step ${at + 1} is the same in both lessons.`);

const texts: Texts = {
  before: [
    'Plan for the flooded town',
    'I asked the class nine questions about the town.',
    ...kept,
    'I repeated every answer.',
  ].join('\n\n'),
  after: [
    'Plan for the flooded town',
    'I asked the class one open question about the town.',
    ...kept,
    'Priya answered Tomas.',
  ].join('\n\n'),
};

const web = hosts.filter(({ name }) => name === 'web');

describe.each(web)('two stages on $name', (host) => {
  let desk: TwoAttempts;
  const page = (): Page => desk.page();
  const press = (key: string): Promise<void> => page().keyboard.press(key);
  const first = (): Locator => page().getByRole('region', { name: 'Evidence stage', exact: true });
  const second = (): Locator => page().getByRole('region', { name: 'Second evidence stage' });
  const changes = (): Locator => page().getByRole('region', { name: 'What changed', exact: true });
  const bar = (which: 'first' | 'second'): Locator =>
    page().getByRole('navigation', {
      name: which === 'first' ? 'Evidence' : 'Evidence of the second stage',
      exact: true,
    });
  const shown = async (which: 'first' | 'second'): Promise<string> =>
    bar(which)
      .getByRole('combobox')
      .evaluate((list: HTMLSelectElement) => list.selectedOptions[0]?.label ?? '');
  const activeStage = async (): Promise<string[]> => {
    const marked: string[] = [];
    for (const which of ['first', 'second'] as const) {
      if (await bar(which).getByRole('img', { name: 'Keys act here' }).isVisible()) marked.push(which);
    }
    return marked;
  };
  const time = (stage: Locator): Promise<number> =>
    stage.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
  const words = (stage: Locator): Locator => stage.locator('iframe').contentFrame().locator('body');
  const rows = (): Locator => page().getByRole('grid', { name: 'Cited places' }).getByRole('row');
  const cited = async (): Promise<number> =>
    rows()
      .filter({ hasText: /\d:\d\d/ })
      .count();

  beforeAll(async () => {
    desk = await openTwoAttempts(host, texts);
  });
  afterAll(() => desk.end());
  afterEach((context) => keepPicture(context, page()));

  it('are opened by a key, with what comes next on the second; each key goes to the marked one', async () => {
    await words(first()).getByText('Plan for the flooded town').waitFor();
    expect(await page().getByText('Too many of them.').count()).toBe(0);
    await press('v');
    await second().locator('video').waitFor();
    expect([await shown('first'), await shown('second')]).toEqual(['notes.md', 'clip.mp4']);
    expect(await activeStage()).toEqual(['second']);
    await expect
      .poll(() =>
        second()
          .locator('video')
          .evaluate((video: HTMLVideoElement) => video.readyState),
      )
      .toBeGreaterThan(0);
    await press('.');
    await expect.poll(() => time(second())).toBeGreaterThan(0);
    await expectAccessible(page(), 'two stages');
  });

  it('shows one file on both, each with its own place', async () => {
    const before = await time(second());
    await press('Shift+v');
    expect(await activeStage()).toEqual(['first']);
    await press('n');
    await first().locator('video').waitFor();
    expect([await shown('first'), await shown('second')]).toEqual(['clip.mp4', 'clip.mp4']);
    await expect
      .poll(() =>
        first()
          .locator('video')
          .evaluate((video: HTMLVideoElement) => video.readyState),
      )
      .toBeGreaterThan(0);
    await press('.');
    await press('.');
    await expect.poll(() => time(first())).toBeGreaterThan(before);
    expect(await time(second())).toBe(before);
    await press('p');
    await first().locator('iframe').waitFor();
  });

  it('are reached one after the other by F6, and the one with the focus is the active one', async () => {
    await tabTo(page(), bar('first').getByRole('combobox'));
    const visited: string[] = [];
    for (let steps = 0; steps < 4; steps += 1) {
      visited.push(
        await page().evaluate(
          () => document.activeElement?.closest('[data-region]')?.getAttribute('aria-label') ?? 'nothing',
        ),
      );
      await press('F6');
    }
    expect(visited).toEqual([
      'Evidence',
      'Evidence stage',
      'Evidence of the second stage',
      'Second evidence stage',
    ]);
    expect(await activeStage()).toEqual(['second']);
  });

  it('is cited like the first, and a citation opens where its file is shown', async () => {
    await press('Shift+v');
    await press('Shift+v');
    expect(await activeStage()).toEqual(['second']);
    await press('c');
    await waitForSaved(page());
    await expect.poll(cited).toBe(1);
    const at = await time(second());
    await press('l');
    await expect.poll(() => time(second())).toBeGreaterThan(at);
    await press('Shift+v');
    expect(await activeStage()).toEqual(['first']);
    await pressOn(
      page(),
      page()
        .getByRole('button', { name: /^Show .* in clip\.mp4/ })
        .first(),
    );
    await expect.poll(async () => Math.abs((await time(second())) - at)).toBeLessThan(0.05);
    expect(await shown('first')).toBe('notes.md');
    expect(await activeStage()).toEqual(['second']);
  });

  it('shows the attempt before when asked, to read and not to cite', async () => {
    await press('b');
    await page().getByText('Too many of them.').waitFor();
    await pressOn(page(), page().getByRole('button', { name: 'Open notes.md in the second stage' }));
    await words(second()).getByText('I repeated every answer.').waitFor();
    expect(await shown('second')).toBe('notes.md (Attempt 1)');
    await first()
      .getByText(/^Select words to cite/)
      .waitFor();
    expect(
      await second()
        .getByText(/words to cite/)
        .count(),
      'no word of citing',
    ).toBe(0);
    await page()
      .getByText(/^From attempt 1, to read only: .* cannot be cited\.$/)
      .first()
      .waitFor();
    expect(
      await page()
        .getByRole('button', { name: /^Cite for/ })
        .isDisabled(),
    ).toBe(true);
    const before = await cited();
    await press('Shift+v');
    await press('Shift+v');
    await press('c');
    await page()
      .locator('[data-live-announcer]')
      .getByText(/cannot be cited/)
      .waitFor();
    expect(await cited()).toBe(before);
    await expectAccessible(page(), 'the attempt before on the second stage');
  });

  it('tells what changed in the text, word by word, and goes from change to change', async () => {
    await press('b');
    await press('Shift+b');
    await changes().getByText('6 words added, 6 removed').waitFor();
    const texts = async (tag: 'ins' | 'del') =>
      (await changes().locator(tag).allTextContents()).map((text) => text.trim());
    expect([await texts('del'), await texts('ins')]).toEqual([
      ['nine questions', 'I repeated every answer.'],
      ['one open question', 'Priya answered Tomas.'],
    ]);
    await changes().getByText('2 changes').waitFor();
    await press('F7');
    await changes().getByText('Change 1 of 2').waitFor();
    await press('Shift+F7');
    await changes().getByText('Change 2 of 2').waitFor();
    expect(await changes().locator('[data-current]').allTextContents()).toEqual([
      'I repeated every answer.',
      'Priya answered Tomas.',
    ]);
    expect(await changes().getByText('Step 3 is the same in both lessons.').count()).toBe(0);
    await pressOn(page(), changes().getByRole('button', { name: '… 4 lines unchanged' }));
    await changes().getByText('Step 3 is the same in both lessons.').waitFor();
    await expectAccessible(page(), 'what changed');
    // A comparison is no evidence, and the key says so.
    await press('c');
    await page()
      .locator('[data-live-announcer]')
      .getByText(/A comparison cannot be cited/)
      .waitFor();
  });

  it('stays as it was when the review is left and opened again', async () => {
    await runCommand(page(), 'Go to the queue');
    await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
    await openReview(page(), 'QST-3');
    await changes().getByText('6 words added, 6 removed').waitFor();
    expect(await shown('first')).toBe('notes.md');
  });

  it('stands one under the other where there is no room beside', async () => {
    await page().setViewportSize({ width: 1000, height: 720 });
    await expect
      .poll(async () => {
        const [above, below] = [await first().boundingBox(), await changes().boundingBox()];
        return (below?.y ?? 0) > (above?.y ?? 0) + (above?.height ?? 0) - 1;
      })
      .toBe(true);
    for (const stage of [first(), changes()]) {
      expect((await stage.boundingBox())?.height).toBeGreaterThan(100);
    }
    await page().setViewportSize({ width: 1280, height: 720 });
  });

  it('after a restart the citation is there, and the attempt before can be read again', async () => {
    await desk.restart();
    await expect.poll(cited).toBe(1);
    expect(await second().count()).toBe(0);
    await press('Shift+b');
    await changes().getByText('6 words added, 6 removed').waitFor();
    await press('v');
    await changes().waitFor({ state: 'detached' });
  });

  it('under a blind policy says so, and shows nothing of the attempt before', async () => {
    await press('v');
    await changes().waitFor();
    await desk.makeBlind();
    await runCommand(page(), 'Sync now');
    await changes().waitFor({ state: 'detached' });
    await expect.poll(() => shown('second')).toBe('clip.mp4');
    await press('b');
    await page()
      .getByText(/^This micro-credential is reviewed blind/)
      .waitFor();
    expect(await page().getByText('Too many of them.').count()).toBe(0);
    expect(
      await page()
        .getByRole('option', { name: /Attempt 1/ })
        .count(),
    ).toBe(0);
    await expectAccessible(page(), 'a blind second attempt');
  });
});
