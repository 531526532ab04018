import type { Locator, Page } from 'playwright-core';
import { tabTo } from './keyboard.ts';

/** The level of the criterion in focus that is chosen, by its score; null when none is. */
export const chosenLevel = async (page: Page): Promise<string | null> => {
  const chosen = page.getByRole('group', { name: /^Levels of/ }).getByRole('button', { pressed: true });
  return (await chosen.count()) === 0
    ? null
    : ((await chosen.first().textContent()) ?? '').trim().slice(0, 1);
};

/** Waits for the line that appears only after a commit. */
export const waitForSaved = (page: Page): Promise<void> =>
  page
    .getByText(/^Saved \d/)
    .first()
    .waitFor();

/**
 * The pause after the last key never ends on this page, until it is loaded again: what is saved from here on was saved by
 * something else.
 */
export const stopIdlePause = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const real = window.setTimeout.bind(window);
    const withoutPauses = (work: () => void, ms = 0): number =>
      ms >= 200 && ms <= 2000 ? 0 : real(work, ms);
    Object.assign(window, { setTimeout: withoutPauses });
  });

/** What the line under the review says of its edits: untouched, saving, saved or failed. */
export const saveState = (page: Page): Promise<string | null> =>
  page.locator('[data-save]').first().getAttribute('data-save');

/** The rationale of the criterion in focus: `e` goes there, Escape comes back. */
export const writeRationale = async (page: Page, text: string): Promise<void> => {
  await page.keyboard.press('e');
  await page.keyboard.type(text);
  await page.keyboard.press('Escape');
};

/** Goes from one piece of evidence to the next until one of this kind is on the stage, and waits for it to be drawn. */
export const showEvidence = async (page: Page, kind: string, drawn: Locator): Promise<void> => {
  const bar = page.getByRole('navigation', { name: 'Evidence' });
  const at = bar.getByText(/^\d+ of \d+$/);
  for (let files = 0; files < 12; files += 1) {
    if (await bar.getByText(new RegExp(`^${kind} ·`)).isVisible()) {
      return drawn.waitFor({ state: 'attached' });
    }
    const [now, all] = ((await at.textContent()) ?? '').split(' of ');
    if (now === all) break;
    await page.keyboard.press('n');
    await bar.getByText(`${Number(now) + 1} of ${all}`, { exact: true }).waitFor();
  }
  throw new Error(`no evidence of the kind ${kind} from here on`);
};

export const onStage = (page: Page): Locator => page.getByRole('region', { name: 'Evidence stage' });

/** Scores, explains and cites every criterion of an open review, by keyboard. */
export const scoreEverything = async (page: Page, levels: readonly number[]): Promise<void> => {
  await tabTo(page, page.getByRole('tab', { selected: true }));
  for (const [at, level] of levels.entries()) {
    if (at > 0) await page.keyboard.press(']');
    await page.keyboard.press(String(level));
    await writeRationale(page, `Level ${level}: what the clip shows at criterion ${at + 1}.`);
  }
};

/** Writes the strength and the next step of the submission as a whole. */
export const writeOverall = async (page: Page): Promise<void> => {
  await page.keyboard.press('w');
  await tabTo(page, page.getByRole('textbox', { name: 'Strength' }));
  await page.keyboard.type('Questions come in an order that leads to the goal.');
  await tabTo(page, page.getByRole('textbox', { name: 'Next step' }));
  await page.keyboard.type('Wait three seconds after each answer.');
  await page.keyboard.press('Escape');
};
