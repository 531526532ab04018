import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Host, hosts, type RunningHost } from '../helpers/hosts.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { frontDialog, openReview, runCommand, signInAs } from './helpers/desk.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { pressOn, tabTo, typeInto } from './helpers/keyboard.ts';
import { onStage, showEvidence, waitForSaved } from './helpers/review.ts';

const web = hosts.find(({ name }) => name === 'web') as Host;

/* A reviewer's own comments: written in the settings, inserted while reviewing, there again the next day. Keyboard only. */
describe('the comment bank', () => {
  let folder: string;
  let running: RunningHost;
  const page = () => running.page;
  const press = (key: string) => page().keyboard.press(key);
  const type = (text: string) => page().keyboard.type(text);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-e2e-'));
    running = await web.start({ profileFolder: join(folder, 'profile'), width: 1280, height: 720 });
  });
  afterAll(async () => {
    await running.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach((context) => keepPicture(context, page()));

  const toBank = async (): Promise<void> => {
    await runCommand(page(), 'Go to settings');
    await pressOn(page(), page().getByRole('button', { name: 'Comment bank' }));
    await page().getByRole('heading', { name: 'Comment bank' }).waitFor();
  };
  const focusedText = () =>
    page().evaluate(() => {
      const field = document.activeElement;
      if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return null;
      const { value, selectionStart, selectionEnd } = field;
      return { value, selected: value.slice(selectionStart ?? 0, selectionEnd ?? 0), caret: selectionEnd };
    });
  const inFocus = async (): Promise<string> => (await focusedText())?.value ?? 'no text field has the focus';
  const rows = () => page().getByRole('grid', { name: 'Snippets' }).getByRole('row');
  const finder = () => page().getByRole('combobox', { name: 'Find a snippet' });
  const offered = () => page().getByRole('listbox', { name: /^Snippets/ });
  const chosen = () => offered().getByRole('option', { selected: true });
  const backInField = () => finder().waitFor({ state: 'detached' });

  it('starts empty, and takes a snippet with placeholders', async () => {
    await pressOn(page(), page().getByRole('button', { name: 'Explore the sample program' }));
    await signInAs(page(), 'Maya Reyes');
    await toBank();
    await page().getByText('No snippets of your own yet').waitFor();
    await expectAccessible(page(), 'the empty comment bank');

    await pressOn(page(), page().getByRole('button', { name: 'New snippet' }));
    await frontDialog(page()).waitFor();
    await type('Wait and see');
    await press('Enter');
    await page().getByText('This must not be empty.').waitFor();
    await typeInto(
      page(),
      page().getByRole('textbox', { name: 'Text' }),
      '{{level}} on “{{criterion}}”: at ',
    );
    await pressOn(page(), page().getByRole('button', { name: 'Insert {{place}}', exact: true }));
    await type(' you wait, and {{what follows}}.');
    await frontDialog(page()).getByText('Nothing fills {{what follows}}').waitFor();
    await frontDialog(page()).getByText('Proficient on “Time and room to think”: at 0:41 you wait').waitFor();
    await pressOn(page(), page().getByRole('button', { name: /Written for/ }));
    await type('Rationale');
    await press('Enter');
    await expectAccessible(page(), 'the form of a snippet');
    await pressOn(page(), page().getByRole('button', { name: 'Save' }));
    await rows().getByText('Wait and see').waitFor();
  });

  it('copies an issuer’s snippet, deletes it, and takes that back', async () => {
    await tabTo(page(), page().getByRole('radiogroup', { name: 'Which comments' }));
    await press('ArrowRight');
    await rows().filter({ hasText: 'WGQ, Time and room to think' }).first().waitFor();
    await expectAccessible(page(), 'the comments of the issuer');
    await typeInto(page(), page().getByRole('searchbox', { name: 'Find in the comment bank' }), 'quiet KEPT');
    await tabTo(page(), page().getByRole('grid', { name: 'Snippets' }));
    await press('Enter');
    await page().getByText('“Quiet that was kept” is copied to your own.').waitFor();

    await typeInto(page(), page().getByRole('searchbox', { name: 'Find in the comment bank' }), '');
    await press('Backspace');
    await tabTo(page(), page().getByRole('radiogroup', { name: 'Which comments' }));
    await press('ArrowLeft');
    await expect.poll(() => rows().count()).toBe(2);
    await tabTo(page(), page().getByRole('grid', { name: 'Snippets' }));
    await press('Home');
    await press('ArrowRight');
    await press('ArrowRight');
    await press('Enter');
    await expect.poll(() => rows().count()).toBe(1);
    await pressOn(page(), page().getByRole('button', { name: 'Undo' }));
    await expect.poll(() => rows().count()).toBe(2);
  });

  it('inserts at the caret with what the review knows, and selects the first blank', async () => {
    await runCommand(page(), 'Go to the queue');
    await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
    await openReview(page(), 'WGQ-101');
    await press('3');
    await showEvidence(page(), 'Video', onStage(page()).locator('video'));
    await press('l');
    await press('c');
    await press('e');
    await type('Seen twice. End.');
    for (const _ of 'End.') await press('ArrowLeft');
    await press('Alt+b');
    await finder().waitFor();
    await page().getByText('From the issuer').first().waitFor();
    await expectAccessible(page(), 'the comment bank at a field');
    // Nothing typed yet: what is written for this field comes first, whatever else there is.
    await press('Escape');
    await backInField();
    expect(await focusedText()).toEqual({ value: 'Seen twice. End.', selected: '', caret: 12 });

    await press('Alt+b');
    await finder().waitFor();
    await type('wait SEE');
    await expect.poll(() => chosen().textContent()).toMatch(/^Wait and see/);
    await press('Enter');
    await backInField();
    expect(await focusedText()).toMatchObject({
      value:
        'Seen twice. Proficient on “Questions that open thinking”: at 0:05 you wait, and [what follows]. End.',
      selected: '[what follows]',
    });
    await type('think');
    await waitForSaved(page());
    await press('ControlOrMeta+z');
    for (let undone = 0; undone < 5 && (await inFocus()) !== 'Seen twice. End.'; undone += 1) {
      await press('ControlOrMeta+z');
    }
    expect(await inFocus()).toBe('Seen twice. End.');
    await press('ControlOrMeta+Shift+z');
    expect(await inFocus()).toContain('at 0:05 you wait, and [what follows].');
  });

  it('never submits the review from within, whatever is pressed with Enter', async () => {
    const submitting = () => page().getByRole('dialog', { name: /^Submit/ });
    const before = await focusedText();
    await press('Alt+b');
    await finder().waitFor();
    await type('words that no snippet has');
    await expect.poll(() => offered().getByRole('option').count()).toBe(0);
    await press('ControlOrMeta+Enter');
    await finder().waitFor();
    expect(await submitting().count(), 'nothing to insert: nothing happens').toBe(0);
    await press('Escape');
    await backInField();
    expect(await focusedText()).toEqual(before);

    await press('Alt+b');
    await finder().waitFor();
    await type('wait SEE');
    await expect.poll(() => chosen().textContent()).toMatch(/^Wait and see/);
    await press('ControlOrMeta+Enter');
    await backInField();
    expect(await inFocus(), 'what is chosen is inserted').toContain('you wait');
    expect(await submitting().count()).toBe(0);
    await press('ControlOrMeta+z');

    await press('ControlOrMeta+a');
    await press('Alt+b');
    await finder().waitFor();
    await tabTo(page(), page().getByRole('button', { name: 'Save the selection…' }));
    await press('ControlOrMeta+Enter');
    expect(await submitting().count(), 'on a button').toBe(0);
    await press('Escape');
    await expect.poll(() => page().getByRole('dialog').count()).toBe(0);
  });

  it('keeps words of a review, without what belongs to this submission', async () => {
    await press('ControlOrMeta+a');
    await press('Alt+b');
    await finder().waitFor();
    await pressOn(page(), page().getByRole('button', { name: 'Save the selection…' }));
    const text = page().getByRole('textbox', { name: 'Text' });
    await text.waitFor();
    expect(await text.inputValue()).toContain(': at {{place}} you wait');
    await expectAccessible(page(), 'saving a selection');
    await typeInto(page(), page().getByRole('textbox', { name: 'Title' }), 'From a review');
    await press('Enter');
    await page().getByText('“From a review” is in your comment bank.').waitFor();
    expect((await focusedText())?.selected).toMatch(/^Seen twice/);
    await press('ArrowRight');
  });

  it('writes feedback from the citations, under what is there, in one step', async () => {
    await press('Escape');
    await press('f');
    await type('You plan the order.');
    await press('Alt+q');
    const { value, selected } = (await focusedText()) ?? {};
    expect(value).toMatch(/^You plan the order\.\n\nClassroom video:\nAt 0:05: /);
    // A citation without captions at its place and without a note asks for its words.
    expect(value?.endsWith('[what it shows]') ? selected : '[what it shows]').toBe('[what it shows]');
    await expectAccessible(page(), 'feedback with its citations');
    await press('Alt+q');
    await page().getByText('Every citation stands in this field already.').waitFor();
    expect(await inFocus()).toBe(value);
    await press('ControlOrMeta+z');
    expect(await inFocus()).toBe('You plan the order.');
    await press('ControlOrMeta+Shift+z');
    expect(await inFocus()).toBe(value);

    await tabTo(page(), page().getByRole('textbox', { name: 'Gap' }));
    await press('Shift+Tab');
    await press('Shift+Tab');
    await press('Shift+Tab');
    await press('Enter');
    expect(await inFocus()).toMatch(/^At 0:05 \(Classroom video\): /);
    await waitForSaved(page());
  });

  it('is all there after a restart, with what was used', async () => {
    await running.restart();
    await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
    await openReview(page(), 'WGQ-101');
    await press('e');
    expect(await inFocus()).toMatch(/^Seen twice\. Proficient on/);
    await press('Escape');
    await press('f');
    expect(await inFocus()).toMatch(/^You plan the order\.\n\nClassroom video:/);
    await press('Escape');
    await toBank();
    const used = rows().filter({ hasText: 'Wait and see' });
    await used.getByText('Used 2 times').waitFor();
    await expect.poll(() => rows().count()).toBe(3);
    await rows().filter({ hasText: 'From a review' }).waitFor();
  });
});
