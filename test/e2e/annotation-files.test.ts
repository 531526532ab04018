import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Download } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hosts } from '../helpers/hosts.ts';
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
import { pressOn, tabTo } from './helpers/keyboard.ts';
import { onStage, waitForSaved } from './helpers/review.ts';

const web = hosts.filter(({ name }) => name === 'web');

type Exported = { first: { items: { id: string; target: unknown; body?: unknown }[] } };

/* Citations leave a review as a file and come back into it, by keyboard. */
describe.each(web)('files of annotations on $name', (host) => {
  let bench: Bench;
  let file: string;
  const page = () => bench.page();
  const dialog = () => frontDialog(page());

  const choose = async (path: string): Promise<void> => {
    const button = dialog().getByRole('button', { name: /^Choose (a|another) file/ });
    const [chooser] = await Promise.all([page().waitForEvent('filechooser'), pressOn(page(), button)]);
    await chooser.setFiles(path);
  };

  /** Exports from the dialog that is open. */
  const exported = async (count: number): Promise<Download> => {
    const button = dialog().getByRole('button', { name: `Export ${count} annotations` });
    const [download] = await Promise.all([page().waitForEvent('download'), pressOn(page(), button)]);
    return download;
  };

  beforeAll(async () => {
    bench = await startBench(host);
    file = join(bench.folder, 'annotations.jsonld');
    await connect(page(), bench.hub.url, bench.passphrase);
    await signInAs(page(), 'Maya Reyes');
    await openReview(page(), 'WGQ-101');
  });
  afterAll(() => bench.end());
  afterEach((context) => keepPicture(context, page()));

  it('there is nothing to export before something is cited', async () => {
    await runCommand(page(), 'Export annotations');
    await dialog().getByText('There are no annotations in this review yet', { exact: false }).waitFor();
    await expectAccessible(page(), 'exporting nothing');
    await page().keyboard.press('Escape');
  });

  it('are exported with every citation, from the palette', async () => {
    await onStage(page()).getByRole('article', { name: 'Page 1' }).waitFor();
    await page().keyboard.press('c');
    await page().keyboard.press('PageDown');
    await onStage(page()).getByRole('article', { name: 'Page 2' }).waitFor();
    await page().getByRole('textbox', { name: 'Page' }).and(page().locator('[value="2"]')).waitFor();
    await page().keyboard.press('c');
    await page().getByRole('region', { name: 'Citations' }).getByText('Page 2').waitFor();
    await waitForSaved(page());
    await runCommand(page(), 'Export annotations');
    await dialog()
      .getByRole('radio', { name: /^JSON-LD/ })
      .waitFor();
    await expectAccessible(page(), 'exporting annotations');
    const delivered = await exported(2);
    expect(delivered.suggestedFilename()).toMatch(/^WGQ-101-annotations-\d{4}-\d\d-\d\d\.jsonld$/);
    await delivered.saveAs(file);
    await dialog()
      .getByText(/^2 annotations exported to WGQ-101-annotations-/)
      .waitFor();
    await page().keyboard.press('Escape');
    const { first } = JSON.parse(await readFile(file, 'utf8')) as Exported;
    expect(first.items).toHaveLength(2);
  });

  it('are exported as a table by arrow keys', async () => {
    await runCommand(page(), 'Export annotations');
    await tabTo(page(), dialog().getByRole('radiogroup', { name: 'Format' }));
    await page().keyboard.press('ArrowDown');
    expect((await exported(2)).suggestedFilename()).toMatch(/\.csv$/);
    await page().keyboard.press('Escape');
  });

  it('are imported: what is there stays, what is new comes, what cannot be read is told', async () => {
    await runCommand(page(), 'Import annotations');
    await choose(file);
    await dialog().getByText('0 annotations added, 0 changed, 2 as they were').waitFor();
    const document = JSON.parse(await readFile(file, 'utf8')) as Exported;
    const [known] = document.first.items;
    document.first.items.push(
      { ...known, id: 'http://example.org/anno1', target: known?.target, body: { value: 'From elsewhere' } },
      { ...known, id: 'http://example.org/anno2', target: 'http://example.org/page', body: [] },
    );
    await writeFile(file, JSON.stringify(document));
    await choose(file);
    await dialog().getByText('1 annotation added, 0 changed, 2 as they were').waitFor();
    await dialog().getByRole('heading', { name: '1 was left out' }).waitFor();
    await dialog()
      .getByText('It points at a file that is not part of this submission (http://example.org/page).')
      .waitFor();
    await expectAccessible(page(), 'what became of an import');
    await page().keyboard.press('Escape');
    await page().getByText('From elsewhere').first().waitFor();
  });

  it('of another kind are refused in words, and nothing is lost', async () => {
    await writeFile(file, 'Submission,File\r\n');
    await runCommand(page(), 'Import annotations');
    await choose(file);
    await dialog()
      .getByRole('alert')
      .getByText('This is not a JSON file. Choose a file that was exported as JSON-LD.')
      .waitFor();
    await page().keyboard.press('Escape');
    await page().getByText('From elsewhere').first().waitFor();
  });
});
