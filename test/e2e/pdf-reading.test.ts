import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hosts } from '../helpers/hosts.ts';
import { heavyPdf, longPdf } from '../renderer/viewers/pdf-files.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { tabTo, typeInto } from './helpers/keyboard.ts';
import { boundsOfWords } from './helpers/pdf-places.ts';
import { lessonPdf, pdfReviewOfSuite } from './helpers/pdf-review.ts';
import { onStage } from './helpers/review.ts';

/* Reading a PDF in a real Chromium: finding words, going through very many pages, zooming, and files read by parts. */
const longPages = 1500;

const files = async () => ({
  'a-lesson.pdf': await lessonPdf(),
  'c-long.pdf': await longPdf(longPages, 3),
  'm-heavy.pdf': await heavyPdf(30, 200_000),
});

const web = hosts.filter(({ name }) => name === 'web');

describe.each(web)('reading a PDF on $name', (host) => {
  const review = pdfReviewOfSuite(host, files);
  const page = (): Page => review().page();

  it('finds words in all pages, whatever their accents and line ends, and cites what was found', async () => {
    await review().show('a-lesson.pdf');
    await tabTo(page(), review().sheet());
    await review().keys('/');
    await page().keyboard.type('THEY EXPLAIN');
    await page().getByText('1 of 3', { exact: true }).waitFor();
    await review().keys('F3');
    await page().getByText('2 of 3', { exact: true }).waitFor();
    await review().keys('Enter');
    await page().getByText('3 of 3', { exact: true }).waitFor();
    await review().keys('Shift+F3', 'Shift+Enter');
    await page().getByText('1 of 3', { exact: true }).waitFor();
    expect(await page().locator('[data-match][data-current]').count()).toBeGreaterThan(0);
    await expectAccessible(page(), 'the search in a PDF');
    await typeInto(page(), page().getByRole('textbox', { name: 'Find in this PDF' }), 'resume of');
    await page().getByText('1 of 1', { exact: true }).waitFor();
    await typeInto(page(), page().getByRole('textbox', { name: 'Find in this PDF' }), 'no such words');
    await page().getByText('No match').waitFor();
    await typeInto(page(), page().getByRole('textbox', { name: 'Find in this PDF' }), 'paper strips');
    await page().getByText('1 of 1', { exact: true }).waitFor();
    await review().keys('Escape');
    expect(
      await review()
        .sheet()
        .evaluate((element) => element === document.activeElement),
    ).toBe(true);
    await review().keys('c');
    await page().getByText('Page 3 “paper strips”').first().waitFor();
  });

  it('shows 1,500 pages and their thumbnails with a handful of canvases', async () => {
    await review().show('c-long.pdf');
    const pageField = page().getByRole('textbox', { name: 'Go to page' });
    await tabTo(page(), review().sheet());
    await review().keys('End');
    await review().drawn(longPages);
    await expect.poll(() => pageField.inputValue()).toBe(String(longPages));
    expect(await page().locator('[data-page] canvas').count()).toBeLessThanOrEqual(5);
    await review().keys('s');
    const strip = page().getByRole('navigation', { name: 'Page thumbnails' });
    await strip.locator(`[data-thumbnail="${longPages}"] canvas`).waitFor();
    expect(await strip.locator('[aria-current="page"]').getAttribute('data-thumbnail')).toBe(
      String(longPages),
    );
    await expectAccessible(page(), 'the page thumbnails');
    await review().keys('Home');
    await strip.locator('[data-thumbnail="1"] canvas').waitFor();
    await review().keys('ArrowDown', 'ArrowDown', 'Enter');
    await expect.poll(() => pageField.inputValue()).toBe('3');
    await review().drawn(3);
    expect(await strip.locator('canvas').count()).toBeLessThanOrEqual(12);
    await review().keys('Escape');
    await strip.waitFor({ state: 'detached' });
    await review().keys('/');
    await page().keyboard.type(`Page ${longPages} line 2`);
    await page().getByText('1 of 1', { exact: true }).waitFor({ timeout: 60_000 });
    await review().drawn(longPages);
    await review().keys('Escape');
  });

  it('keeps the place that is read when it zooms', async () => {
    await review().choose('c-long.pdf');
    const pageField = page().getByRole('textbox', { name: 'Go to page' });
    await typeInto(page(), pageField, '700');
    await review().keys('Enter');
    await review().layer(700);
    await tabTo(page(), review().sheet());
    const middle = async (): Promise<number> => {
      const { top, bottom } = await boundsOfWords(page(), 700, 'Page 700 line 2');
      return (top + bottom) / 2;
    };
    const before = await middle();
    const stage = await review().sheet().boundingBox();
    await page().mouse.move((stage?.x ?? 0) + 200, before);
    await page().keyboard.down('Control');
    await page().mouse.wheel(0, -200);
    await page().keyboard.up('Control');
    await expect
      .poll(async () => (await boundsOfWords(page(), 700, 'Page 700 line 2')).right)
      .toBeGreaterThan(0);
    expect(Math.abs((await middle()) - before)).toBeLessThan(3);
    await review().keys('z', 'z');
    expect(await pageField.inputValue()).toBe('700');
  });

  it('reads a large file by parts, and goes to its last page', async () => {
    const parts: string[] = [];
    page().on('request', (request) => {
      const { range } = request.headers();
      if (range !== undefined) parts.push(range);
    });
    await review().show('m-heavy.pdf');
    await tabTo(page(), review().sheet());
    await review().keys('End');
    await review().drawn(30);
    await page().getByText('Heavy page 30.').waitFor({ state: 'attached' });
    expect(parts.length).toBeGreaterThan(0);
  });

  it('says when the bytes of a file cannot be read, and opens it when they can', async () => {
    const evidence = '**/evidence/**';
    await page().route(evidence, (route) => route.fulfill({ status: 500, body: 'not now' }));
    await review().choose('a-lesson.pdf');
    await onStage(page())
      .getByText(/bytes could not be read/)
      .waitFor();
    await page().unroute(evidence);
    await onStage(page()).getByRole('button', { name: 'Try again' }).click();
    await review().drawn(1);
  });
});
