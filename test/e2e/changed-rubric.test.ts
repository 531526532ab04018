import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { importFolder } from '../../hub/import/import-folder.ts';
import { hosts } from '../helpers/hosts.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { openReview, runCommand } from './helpers/desk.ts';
import { type FixtureBench, startFixtureBench } from './helpers/fixture-bench.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { pressOn } from './helpers/keyboard.ts';
import { scoreEverything, waitForSaved, writeOverall } from './helpers/review.ts';

const web = hosts.filter(({ name }) => name === 'web');
const counts =
  'Submitted and locked: the rubric changed after you submitted. Your review counts as you submitted it.';

describe.each(web)('a rubric that changes after a review was submitted, on $name', (host) => {
  let bench: FixtureBench;
  const page = () => bench.page();
  const amend = () => page().getByRole('button', { name: 'Amend', exact: true });
  const strength = () => page().getByRole('textbox', { name: 'Strength' });

  beforeAll(async () => {
    bench = await startFixtureBench(host, async () => {}, { sameTime: true });
  });
  afterAll(() => bench.end());
  afterEach((context) => keepPicture(context, page()));

  const replace = async (file: string, before: string, after: string): Promise<void> => {
    const path = join(bench.program, 'micro-credentials', 'QST', file);
    const text = await readFile(path, 'utf8');
    if (!text.includes(before)) throw new Error(`${file} does not say ${before}`);
    await writeFile(path, text.replace(before, after));
  };

  const changeRubric = async (): Promise<void> => {
    await replace('micro-credential.json', '"version": "1"', '"version": "2"');
    await replace('rubric.json', 'Three seconds pass.', 'Four seconds pass.');
    expect((await importFolder(bench.program, bench.hub.deps)).ok).toBe(true);
    await runCommand(page(), 'Sync now');
  };

  it('locks it, also where it was being amended, and says why', async () => {
    await openReview(page(), 'QST-1');
    await scoreEverything(page(), [3, 2]);
    await writeOverall(page());
    await waitForSaved(page());
    await page().keyboard.press('ControlOrMeta+Enter');
    await pressOn(page(), page().getByRole('dialog').getByRole('button', { name: 'Submit the review' }));
    await page().getByText('The hub has it.').waitFor({ timeout: 60_000 });
    await pressOn(page(), amend());
    await page().getByText('Amending: submit again when you are done.').waitFor();
    expect(await strength().isEditable()).toBe(true);
    await changeRubric();
    await page().getByText(counts).waitFor({ timeout: 60_000 });
    expect(await strength().isEditable()).toBe(false);
    expect(await amend().count()).toBe(0);
    await expectAccessible(page(), 'a review that its rubric has locked');
  });
});
