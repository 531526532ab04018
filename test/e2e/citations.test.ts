import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ReviewDocument } from '../../shared/workbench-api/review-document.ts';
import { hosts } from '../helpers/hosts.ts';
import { fixtureProgram } from '../helpers/hub/start-test-hub.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { frontDialog } from './helpers/desk.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { tabTo } from './helpers/keyboard.ts';
import { openPlantedReview, type PlantedReview } from './helpers/planted-evidence.ts';
import { onStage, waitForSaved } from './helpers/review.ts';

/*
 * Places cited on several kinds of evidence, by keyboard alone: criteria, notes, times, undoing, what is not found in
 * its file any more, and a program that requires a place for every score. Each step goes on where the one before ended.
 */
const notes = `How the class waited

The teacher asks why the boat floats. Nobody speaks for four seconds.
Then Amal says that it is hollow, and Jo asks him how he knows.
`;

const policy = 'micro-credentials/QST/micro-credential.json';

/** The fixture's micro-credential, changed so that every score needs a place in the evidence. */
const citationRequired = async (): Promise<string> => {
  const kept = await readFile(join(fixtureProgram, policy), 'utf8');
  const changed = kept.replace('"citation": "optional"', '"citation": "required"');
  if (changed === kept) throw new Error('the fixture has no policy of citations');
  return changed;
};

/** Twelve seconds of silence: 8 kHz, 8 bits. */
const recording = (): Buffer => {
  const samples = 12 * 8000;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples, 40);
  return Buffer.concat([head, Buffer.alloc(samples, 128)]);
};

const web = hosts.filter(({ name }) => name === 'web');

describe.each(web)('cited places on $name', (host) => {
  let planted: PlantedReview;
  const page = (): Page => planted.page();
  const press = (key: string) => page().keyboard.press(key);
  const type = (text: string) => page().keyboard.type(text);

  const grid = (): Locator => page().getByRole('grid', { name: 'Cited places' });
  const row = (name: string | RegExp): Locator => grid().getByRole('row', { name });
  const said = (words: string | RegExp): Promise<void> =>
    page().locator('[data-live-announcer]').getByText(words).waitFor();
  const focusedRow = (): Promise<string | null> =>
    page().evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
  const focusIsOn = (target: Locator): Promise<void> =>
    target.evaluate(
      (element) =>
        new Promise<void>((resolve) => {
          const look = () => (element === document.activeElement ? resolve() : requestAnimationFrame(look));
          look();
        }),
    );
  const isPaused = () => page().evaluate(() => document.querySelector('audio')?.paused);
  const inTab = (name: RegExp): Locator => page().getByRole('tab', { name });

  /** What main keeps of the review, whatever the screen shows. */
  const kept = async (): Promise<ReviewDocument> =>
    page().evaluate(async () => {
      const assignmentId = location.hash.split('/').at(-1) ?? '';
      const answer = await window.assay.call('review.open', { assignmentId: assignmentId as never });
      if (!answer.ok) throw new Error(answer.problem.code);
      return answer.value;
    });
  const keptPlaces = async () => {
    await waitForSaved(page());
    const { content } = await kept();
    return content.annotations.map(({ locator, criterionIds, text }) => ({ locator, criterionIds, text }));
  };

  /** Words of the text on stage, selected by finding them. */
  const select = async (words: string): Promise<void> => {
    await press('/');
    await type(words);
    await press('Enter');
    await press('Escape');
    await page().waitForFunction(
      (wanted) =>
        document.querySelector('iframe')?.contentDocument?.getSelection()?.toString().includes(wanted),
      words,
    );
  };
  const openNotes = async (): Promise<void> => {
    await planted.choose('notes.txt');
    await onStage(page()).locator('iframe').contentFrame().getByText('How the class waited').waitFor();
  };
  const openTalk = async (): Promise<void> => {
    await planted.choose('talk.wav');
    await page().waitForFunction(() => (document.querySelector('audio')?.duration ?? 0) > 10);
  };

  beforeAll(async () => {
    planted = await openPlantedReview(host, {
      'notes.txt': notes,
      // Files are planted from the slot on; these lie beside it.
      '../recording/talk.wav': recording(),
      [join('../../..', policy)]: await citationRequired(),
    });
  });
  afterAll(() => planted.end());
  afterEach((context) => keepPicture(context, page()));

  it('marks a score that has no place, and requires one', async () => {
    await tabTo(page(), page().getByRole('tab', { selected: true }));
    await press('2');
    await inTab(/^A .*, 2, no place cited$/).waitFor();
    await page().getByText('This score needs a place in the evidence.').waitFor();
    await press('ControlOrMeta+Enter');
    await frontDialog(page())
      .getByRole('button', { name: /^A .*: no place in the evidence is cited/ })
      .waitFor();
    expect(await frontDialog(page()).getByRole('button', { name: 'Submit the review' }).count()).toBe(0);
    await press('Escape');
    await frontDialog(page()).waitFor({ state: 'detached' });
  });

  it('cites the whole of a text when nothing is selected, and says how to select', async () => {
    await openNotes();
    await press('c');
    await said(/^Cited the whole file for A\. To cite words, select them first\.$/);
    await inTab(/^A .*, 2$/).waitFor();
    await press('ControlOrMeta+z');
    await said('Undone: the citation the whole file is gone.');
    await inTab(/^A .*, no place cited$/).waitFor();
    expect(await keptPlaces()).toEqual([]);
  });

  it('cites the words that are selected, with a note typed at once', async () => {
    await select('Nobody speaks for four seconds');
    await press('Shift+C');
    await type('Waits');
    await press('Enter');
    await focusIsOn(row(/^A · “Nobody speaks for four seconds” · Waits · notes\.txt$/));
    const [one] = await keptPlaces();
    expect(one).toMatchObject({
      text: 'Waits',
      locator: { kind: 'text', quote: { exact: 'Nobody speaks for four seconds' } },
    });
    expect(
      await page().evaluate(() =>
        document.querySelector('iframe')?.contentDocument?.getSelection()?.toString(),
      ),
      'what was cited is no longer selected',
    ).toBe('');
  });

  it('cites a moment at once while the recording plays, and again for another criterion', async () => {
    await openTalk();
    await press('Alt+k');
    await page().waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 0.3);
    await press('c');
    await said(/^Cited 0:0\d(\.\d)? for A\./);
    expect(await isPaused()).toBe(false);
    await press('Alt+k');
    await page().waitForFunction(() => document.querySelector('audio')?.paused === true);
    await press('c');
    await press(']');
    await press('c');
    await said(/^Now also cited for B: 0:0\d/);
    await press('c');
    await said(/^Already cited for B: 0:0\d/);
    const places = await keptPlaces();
    expect(places.map(({ criterionIds }) => criterionIds)).toEqual(
      expect.arrayContaining([['planning'], ['planning', 'waiting']]),
    );
    expect(places).toHaveLength(3);
  });

  it('cites a picture as a whole, and says how to mark a part of it', async () => {
    await planted.choose('board.png');
    await onStage(page()).getByRole('img').first().waitFor();
    await press('c');
    await said(/^Cited the whole file for B\. To cite a part of it, mark an area first\.$/);
    await expectAccessible(page(), 'the list of citations');
  });

  it('goes through the list by keys, and writes a note that Ctrl+Z leaves to the field', async () => {
    await openTalk();
    await tabTo(page(), grid());
    await press('Home');
    await focusIsOn(row(/Waits/));
    await press('End');
    expect(await focusedRow()).toContain('the whole file');
    await press('ArrowUp');
    expect(await focusedRow()).toMatch(/^AB · 0:0/);
    await press('Alt+k');
    await page().waitForFunction(() => document.querySelector('audio')?.paused === false);
    await press('Enter');
    await type('Sil');
    expect(await isPaused(), 'typing pauses').toBe(true);
    await press('Alt+k');
    await page().waitForFunction(() => document.querySelector('audio')?.paused === false);
    await type('ence');
    expect(await isPaused(), 'once per visit').toBe(false);
    await press('Alt+k');
    await press('ControlOrMeta+z');
    await press('ControlOrMeta+a');
    await type('A silence');
    await press('Enter');
    await focusIsOn(row(/^AB .* A silence/));
    expect((await keptPlaces()).filter(({ text }) => text === 'A silence')).toHaveLength(1);
  });

  it('retimes by keys, adds and takes a criterion, and undoes each', async () => {
    const startOf = async () => {
      const place = (await keptPlaces()).find(({ text }) => text === 'A silence')?.locator;
      return place?.kind === 'time' ? place.start : Number.NaN;
    };
    const before = await startOf();
    await press('Alt+ArrowRight');
    await press('Alt+Shift+ArrowRight');
    await said(/^The citation is now at 0:0/);
    expect(await startOf()).toBeCloseTo(before + 1.1, 3);
    await press('Shift+Enter');
    await said(/is no longer cited for B\.$/);
    await focusIsOn(row(/^A · .* A silence/));
    await press('ControlOrMeta+z');
    await said(/^Undone: .* is cited for AB\.$/);
    await press('ControlOrMeta+z');
    await said(/^Undone: the citation is at 0:0/);
    for (let presses = 0; (await startOf()) !== before && presses < 2; presses += 1)
      await press('ControlOrMeta+z');
    expect(await startOf()).toBe(before);
    await press('ControlOrMeta+Shift+z');
    await said(/^Done again: the citation is at 0:0/);
    await press('ControlOrMeta+z');
  });

  it('has the rest of what can be done with a citation in the menu of its row', async () => {
    await press('Alt+l');
    await page().waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 4);
    await focusIsOn(row(/^AB .* A silence/));
    await press('Shift+F10');
    await page().getByRole('menu').waitFor();
    await type('End');
    await press('Enter');
    await said(/^The citation is now at 0:0\d(\.\d)?–0:0\d/);
    await press('ControlOrMeta+z');
    await said(/^Undone: the citation is at 0:0\d(\.\d)?\.$/);
    const letters = row(/A silence/).getByRole('button', { pressed: true });
    expect(await letters.evaluateAll((all) => all.map((one) => one.textContent))).toEqual(['A', 'B']);
    await tabTo(page(), grid());
    await tabTo(page(), letters.last());
    await press('Enter');
    await said(/is no longer cited for B\.$/);
    await press('Enter');
    await said(/is now cited for B\.$/);
  });

  it('shows the citations of one file, or of one criterion', async () => {
    const shown = page().getByRole('combobox', { name: 'Citations shown' });
    const places = () => grid().locator('[data-citation]').count();
    await tabTo(page(), shown);
    await press('ArrowDown');
    expect(await shown.locator('option:checked').textContent()).toBe('This file (2)');
    expect(await places()).toBe(2);
    await press('ArrowDown');
    expect(await shown.locator('option:checked').textContent()).toBe('For B (2)');
    expect(await places()).toBe(2);
    await press('Home');
    expect(await places()).toBe(4);
  });

  it('removes a citation, stays on its neighbour, and brings it back', async () => {
    await tabTo(page(), grid());
    await press('End');
    await press('Delete');
    await said(/^Citation removed: the whole file\. Ctrl\+Z brings it back\.$/);
    await focusIsOn(row(/A silence/));
    await press('Backspace');
    await focusIsOn(row(/^A · 0:0/));
    expect(await inTab(/^A .*, 2/).count(), 'Backspace in the list clears no score').toBe(1);
    await press('ControlOrMeta+z');
    await press('ControlOrMeta+z');
    await row(/the whole file/).waitFor();
    expect(await keptPlaces()).toHaveLength(4);
  });

  it('goes to the next and the previous citation from anywhere, and shows it', async () => {
    await tabTo(page(), page().getByRole('tab', { selected: true }));
    await press('Shift+K');
    await press('Shift+K');
    await press('Shift+K');
    await said(/^1 of 4: A · “Nobody speaks/);
    await onStage(page()).locator('iframe').contentFrame().getByText('How the class waited').waitFor();
    await press('Shift+K');
    await said('There is no further citation in this direction.');
    await press('Shift+J');
    await said(/^2 of 4: A · 0:0/);
    await onStage(page()).locator('audio').waitFor({ state: 'attached' });
    expect(await page().evaluate(() => document.activeElement?.getAttribute('role'))).toBe('tab');
  });

  it('lists what is not found in its file, with its words, and points it at another place', async () => {
    await page().evaluate(async () => {
      const assignmentId = (location.hash.split('/').at(-1) ?? '') as never;
      const answer = await window.assay.call('review.open', { assignmentId });
      if (!answer.ok) throw new Error(answer.problem.code);
      const file = answer.value.evidence.find(({ label }) => label === 'notes.txt');
      if (file === undefined) throw new Error('notes.txt is not there');
      // As a viewer of another version might have left it.
      const annotation = {
        id: 'left-behind' as never,
        artifactId: file.id,
        artifactSha256: file.sha256,
        locator: {
          kind: 'text' as const,
          quote: { exact: 'zebras quietly juggling xylophones', prefix: '', suffix: '' },
          position: { start: 0, end: 34 },
        },
        text: 'From the old viewer',
        criterionIds: ['waiting' as never],
        createdAt: '2026-01-20T12:00:00.000Z' as never,
      };
      const operations = [{ op: 'annotation.put' as const, annotation }];
      const put = await window.assay.call('review.applyEdits', {
        assignmentId,
        operations,
        activeSeconds: 0,
      });
      if (!put.ok) throw new Error(put.problem.code);
    });
    await page().reload();
    await page().getByRole('tab', { name: /^A / }).waitFor();
    await openNotes();
    await page().getByRole('button', { name: '1 not found' }).waitFor();
    await row(
      /zebras .* From the old viewer · notes\.txt · This place is not found in the file\.$/,
    ).waitFor();
    await grid().getByText('“zebras quietly juggling xylophones”').waitFor();
    await press(']');
    await page().getByText('1 cited place is not found in its file').waitFor();
    await expectAccessible(page(), 'a citation that is not found');

    const instead = grid().getByRole('button', { name: /^Point the citation .* at this place instead$/ });
    await tabTo(page(), grid());
    await press('Home');
    await tabTo(page(), instead);
    await press('Enter');
    await said(/^Nothing is selected, so the citation stays as it is\. To cite words, select them first\.$/);
    await select('Jo asks him how he knows');
    await tabTo(page(), grid());
    await press('Home');
    await tabTo(page(), instead);
    await press('Enter');
    await said(/^The citation is now at “Jo asks him how he knows”/);
    await page().getByRole('button', { name: '1 not found' }).waitFor({ state: 'detached' });
    await row(/^B · “Jo asks him how he knows” · From the old viewer/).waitFor();
  });

  it('finds them all again after a restart, and the score has its place', async () => {
    const before = (await keptPlaces()).sort((a, b) => a.text.localeCompare(b.text));
    expect(before).toHaveLength(5);
    await planted.restart();
    await grid().waitFor();
    const after = (await kept()).content.annotations.map(({ locator, criterionIds, text }) => ({
      locator,
      criterionIds,
      text,
    }));
    expect(after.sort((a, b) => a.text.localeCompare(b.text))).toEqual(before);
    await openNotes();
    expect(
      await page()
        .getByRole('button', { name: /not found$/ })
        .count(),
    ).toBe(0);
    await press('ControlOrMeta+Enter');
    await frontDialog(page())
      .getByText(/things are missing/)
      .waitFor();
    expect(
      await frontDialog(page())
        .getByText(/no place in the evidence/)
        .count(),
    ).toBe(0);
  });
});
