import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ReviewContent } from '../../shared/domain/review.ts';
import { criterionLetter } from '../../shared/domain/rubric.ts';
import type { AssayBridge } from '../../shared/workbench-api/bridge.ts';
import { type Host, hosts } from '../helpers/hosts.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import {
  type Bench,
  connect,
  frontDialog,
  openReview,
  runCommand,
  signInAs,
  startBench,
} from './helpers/desk.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { pressOn, tabTo, typeInto } from './helpers/keyboard.ts';
import { waitForSaved } from './helpers/review.ts';

/*
 * Other keys for a command, chosen by keyboard alone: they work at once and after a restart, are shown wherever keys are
 * shown, and never mean two things. And a wheel turned over the rubric gives no score.
 */
const web = hosts.find(({ name }) => name === 'web') as Host;

describe('the reviewer’s own keys', () => {
  let bench: Bench;
  const page = (): Page => bench.page();
  const assignmentId = (): Promise<string> =>
    page().evaluate(() => decodeURIComponent(location.hash.split('/').at(-1) ?? ''));
  /** The review as the workspace has it, and the letters of the criteria that something is cited for. */
  const review = async (): Promise<{ content: ReviewContent; cited: string }> => {
    const id = await assignmentId();
    const document = await page().evaluate(async (assignment) => {
      const { assay } = window as unknown as { assay: AssayBridge };
      const answer = await assay.call('review.open', { assignmentId: assignment as never });
      if (!answer.ok) throw new Error(answer.problem.code);
      return answer.value;
    }, id);
    const { content, microCredential } = document;
    const cited = new Set(content.annotations.flatMap(({ criterionIds }) => criterionIds));
    const letters = microCredential.rubric.criteria.map((one, at) =>
      cited.has(one.id) ? criterionLetter(at) : '',
    );
    return { content, cited: letters.join('') };
  };

  const openKeys = async (): Promise<void> => {
    await page().keyboard.press('?');
    await pressOn(page(), frontDialog(page()).getByRole('button', { name: 'Change keys…' }));
    await page().getByRole('heading', { name: 'Keys', exact: true }).waitFor();
  };
  /** Narrows the list to one command and goes to its row. */
  const toRow = async (words: string): Promise<Locator> => {
    await typeInto(page(), page().getByRole('textbox', { name: 'Find a command' }), words);
    const row = page()
      .getByRole('row', { name: new RegExp(words) })
      .first();
    await row.waitFor();
    await tabTo(page(), row);
    return row;
  };
  const askForKeys = async (words: string): Promise<Locator> => {
    await toRow(words);
    await page().keyboard.press('Enter');
    const dialog = frontDialog(page());
    await dialog.getByRole('textbox', { name: 'Press the new key' }).waitFor();
    return dialog;
  };
  const closed = (dialog: Locator): Promise<void> => dialog.waitFor({ state: 'detached' });
  const toReview = async (): Promise<void> => {
    await runCommand(page(), 'Go to the queue');
    await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
    await openReview(page(), 'WGQ-104');
  };
  const toCriterion = async (letter: string): Promise<void> => {
    await tabTo(page(), page().getByRole('tab', { selected: true }));
    await page().keyboard.press('Home');
    for (let at = 0; criterionLetter(at) !== letter; at += 1) await page().keyboard.press(']');
    await page()
      .getByRole('tab', { name: new RegExp(`^${letter} `), selected: true })
      .waitFor();
  };
  /** Presses a key at a criterion, and waits until exactly these criteria have a citation. */
  const citeFor = async (letter: string, key: string, cited: string): Promise<void> => {
    await toCriterion(letter);
    await page().keyboard.press(key);
    await expect.poll(async () => (await review()).cited, { timeout: 10_000 }).toBe(cited);
  };

  beforeAll(async () => {
    bench = await startBench(web);
    await connect(page(), bench.hub.url, bench.passphrase);
    await signInAs(page(), 'Maya Reyes');
  });
  afterAll(() => bench.end());
  afterEach((context) => keepPicture(context, page()));

  it('gives citing another key', async () => {
    await openKeys();
    await expectAccessible(page(), 'the keys');
    const dialog = await askForKeys('Cite this place');
    await page().keyboard.press('y');
    await expectAccessible(page(), 'choosing a key');
    await page().keyboard.press('Enter');
    await closed(dialog);
    await page().getByText('“Cite this place” now has Y or Alt+C.').waitFor();
    const row = page()
      .getByRole('row', { name: /^Cite this place/ })
      .first();
    await row.getByText('Changed').waitFor();
    // The focus is back in the list, on the row that was changed.
    expect(await row.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  });

  it('works with the new key and no more with the old one', async () => {
    await toReview();
    await citeFor('A', 'y', 'A');
    await toCriterion('B');
    await page().keyboard.press('c');
    await citeFor('C', 'y', 'AC');
  });

  it('shows the new key wherever keys are shown', async () => {
    expect(await page().locator('[aria-keyshortcuts~="y"]').count()).toBeGreaterThan(0);
    expect(await page().locator('[aria-keyshortcuts~="c"]').count()).toBe(0);
    await page().keyboard.press('?');
    const dialog = frontDialog(page());
    await typeInto(page(), dialog.getByRole('textbox', { name: 'Find a shortcut' }), 'cite this place');
    const sheet = dialog.getByRole('region', { name: 'Keyboard shortcuts' });
    await expect.poll(() => sheet.locator('dd').first().textContent()).toMatch(/^Yor/);
    await expectAccessible(page(), 'the help sheet');
    await page().keyboard.press('Escape');
    await closed(dialog);
    await page().keyboard.press('ControlOrMeta+k');
    await page().keyboard.type('cite this place');
    const option = page().getByRole('option', { name: 'Cite this place', exact: true });
    await expect.poll(() => option.locator('kbd').allTextContents()).toEqual(['Y']);
    // The first Escape empties the field.
    await page().keyboard.press('Escape');
    await page().keyboard.press('Escape');
    await closed(page().getByRole('dialog'));
  });

  it('refuses what belongs to the browser and to moving about, in words', async () => {
    await openKeys();
    const dialog = await askForKeys('Play or pause');
    await page().keyboard.press('F5');
    await dialog.getByText('F5 loads the page again.').waitFor();
    await page().keyboard.press('ArrowDown');
    await dialog.getByText(/^↓ moves inside lists/).waitFor();
    await page().keyboard.press('Enter');
    expect(await dialog.getByRole('textbox', { name: 'Press the new key' }).inputValue()).toBe('');
    await page().keyboard.press('Escape');
    await closed(dialog);
  });

  it('names the command that has a key already, and leaves it there when refused', async () => {
    const dialog = await askForKeys('Turn by a quarter');
    await page().keyboard.press('g');
    await dialog.getByText(/means “Go to the queue”/).waitFor();
    await page().keyboard.press('q');
    await dialog
      .getByText('G then Q already means “Go to the queue” (Everywhere).', { exact: false })
      .waitFor();
    await page().keyboard.press('Escape');
    await closed(dialog);
    const row = page()
      .getByRole('row', { name: /^Turn by a quarter/ })
      .first();
    expect(await row.locator('kbd').allTextContents()).toEqual(['R']);
  });

  it('takes a key over from another command when told to', async () => {
    const dialog = await askForKeys('Turn by a quarter');
    await page().keyboard.press('f');
    await dialog
      .getByText('F already means “Write feedback on this criterion” (Review).', { exact: false })
      .waitFor();
    await page().keyboard.press('Enter');
    // Enter goes to the button; it does not take the key by itself.
    const takeOver = dialog.getByRole('button', { name: 'Take it over' });
    await expect.poll(() => takeOver.evaluate((element) => element === document.activeElement)).toBe(true);
    await page().keyboard.press('Enter');
    await closed(dialog);
    await toRow('Write feedback on this criterion');
    await page()
      .getByRole('row', { name: /No keys/ })
      .first()
      .waitFor();
    await toReview();
    await tabTo(page(), page().getByRole('button', { name: 'Turn by a quarter' }));
    const tooltip = page().getByRole('tooltip', { name: /^Turn by a quarter/ });
    await expect.poll(() => tooltip.locator('kbd').allTextContents()).toEqual(['F']);
    await openKeys();
  });

  it('gives a command a second key and finds commands by their keys', async () => {
    await toRow('Turn by a quarter');
    await page().keyboard.press('ArrowRight');
    await tabToAction(page(), 'Add another key for “Turn by a quarter');
    await page().keyboard.press('Enter');
    const dialog = frontDialog(page());
    await dialog.getByRole('textbox', { name: 'Press the new key' }).waitFor();
    await page().keyboard.press('F8');
    await page().keyboard.press('Enter');
    await closed(dialog);
    await pressOn(page(), page().getByRole('button', { name: 'Find by key' }), 'Space');
    await page().getByRole('textbox', { name: 'Press the key to look for' }).waitFor();
    await page().keyboard.press('F8');
    const shown = page().getByRole('grid', { name: 'Commands and their keys' }).locator('kbd');
    await expect.poll(() => shown.allTextContents()).toEqual(['F', 'F8']);
    await page().keyboard.press('Escape');
    await page().getByRole('textbox', { name: 'Find a command' }).waitFor();
  });

  it('keeps the keys after a restart', async () => {
    await bench.host.restart();
    await typeInto(page(), page().getByLabel('Passphrase', { exact: true }), bench.passphrase);
    await page().keyboard.press('Enter');
    await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
    await toReview();
    await citeFor('B', 'y', 'ABC');
  });

  it('resets one command, taking its key back, and then all of them', async () => {
    await openKeys();
    await toRow('Write feedback on this criterion');
    await page().keyboard.press('ArrowRight');
    await tabToAction(page(), 'Reset the keys of “Write feedback');
    await page().keyboard.press('Enter');
    const dialog = frontDialog(page());
    await dialog.getByText(/F already means “Turn by a quarter/).waitFor();
    await pressOn(page(), dialog.getByRole('button', { name: 'Take it over' }));
    await closed(dialog);
    await page()
      .getByText(/^2 commands have other keys/)
      .waitFor();
    await pressOn(page(), page().getByRole('button', { name: 'Reset all…' }));
    await pressOn(page(), frontDialog(page()).getByRole('button', { name: 'Reset all' }));
    await page().getByText('Every command has the keys it came with.').waitFor();
    await closed(frontDialog(page()));
    await toReview();
    await citeFor('D', 'c', 'ABCD');
  });

  it('gives no score to a wheel turned over the rubric, nor to arrows', async () => {
    await toCriterion('B');
    await page().keyboard.press('3');
    await page().keyboard.press('f');
    await page().keyboard.press('Escape');
    await page().keyboard.press('x');
    await page().keyboard.press('Escape');
    await waitForSaved(page());
    const before = (await review()).content;
    const rubric = page().locator('[data-region="rubric"]');
    const controls = rubric.locator(
      'button, input, select, textarea, [role="slider"], [role="spinbutton"], [tabindex="0"]',
    );
    let turned = 0;
    for (const control of await controls.all()) {
      if (!(await control.isVisible()) || (await control.isDisabled())) continue;
      await control.evaluate((element) => (element as HTMLElement).focus({ preventScroll: false }));
      const box = await control.boundingBox();
      if (box === null) continue;
      await page().mouse.move(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
      for (const by of [240, -480, 240]) await page().mouse.wheel(0, by);
      const typesInto = await control.evaluate((element) => element.matches('textarea, [contenteditable]'));
      if (!typesInto && !(await control.evaluate((element) => element.matches('[role="tab"]')))) {
        for (const key of ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp']) await page().keyboard.press(key);
      }
      turned += 1;
    }
    expect(turned).toBeGreaterThan(8);
    // Something that is written, so that whatever came before it has been written too.
    await citeFor('E', 'c', 'ABCDE');
    const after = (await review()).content;
    expect({ ...after, annotations: [] }).toEqual({ ...before, annotations: [] });
  });
});

/** Moves along the buttons of a row by arrow keys. */
const tabToAction = async (page: Page, name: string): Promise<void> => {
  for (let presses = 0; presses < 5; presses += 1) {
    const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    if (label.startsWith(name)) return;
    await page.keyboard.press('ArrowRight');
  }
  throw new Error(`the arrow keys do not reach ${name}`);
};
