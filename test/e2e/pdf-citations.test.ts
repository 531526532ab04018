import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hosts } from '../helpers/hosts.ts';
import { bytesOf, pdfOf } from '../renderer/viewers/pdf-files.ts';
import { tabTo, typeInto } from './helpers/keyboard.ts';
import { type Bounds, boundsOfTints, boundsOfWords, wordPoint } from './helpers/pdf-places.ts';
import { lessonPdf, pdfReviewOfSuite } from './helpers/pdf-review.ts';
import { waitForSaved } from './helpers/review.ts';

/*
 * Places in a PDF in a real Chromium: every claim points at words or an area of a page, and is drawn there at every zoom
 * and rotation, also after a restart.
 */
/** Origins that are not zero, a page that lies on its side, and pages of three sizes. */
const oddPages = async (): Promise<Uint8Array> =>
  bytesOf(
    await pdfOf([
      { size: [700, 900], crop: [50, 80, 500, 300], lines: ['A cropped page has its own origin.'] },
      { size: [842, 400], rotate: 90, lines: ['A turned page reads sideways.'] },
      { size: [300, 300], lines: ['A small page.'] },
    ]),
  );

const files = async () => ({ 'a-lesson.pdf': await lessonPdf(), 'b-odd-pages.pdf': await oddPages() });

const expectSamePlace = (drawn: Bounds, words: Bounds): void => {
  for (const side of ['left', 'right', 'top', 'bottom'] as const) {
    expect(Math.abs(drawn[side] - words[side]), `${side} of the mark and of its words`).toBeLessThan(7);
  }
};

const web = hosts.filter(({ name }) => name === 'web');

describe.each(web)('places in a PDF on $name', (host) => {
  const review = pdfReviewOfSuite(host, files);
  const page = (): Page => review().page();

  /** The words of the first citation, where they are drawn and where they stand, on both pages. */
  const expectDrawnOnWords = async (): Promise<void> => {
    for (const [number, words] of [
      [1, 'explain how they know: first in pairs,'],
      [2, 'then aloud'],
    ] as const) {
      await review().layer(number);
      expectSamePlace(await boundsOfTints(page(), number), await boundsOfWords(page(), number, words));
    }
  };

  it('cites words over a page break that were selected by mouse, and draws them there', async () => {
    await review().show('a-lesson.pdf');
    await review().layer(2);
    const from = await wordPoint(page(), 1, 'explain how', 'start');
    const to = await wordPoint(page(), 2, 'then aloud', 'end');
    await page().mouse.move(from.x, from.y);
    await page().mouse.down();
    await page().mouse.move(to.x - 30, to.y - 40, { steps: 6 });
    await page().mouse.move(to.x, to.y, { steps: 6 });
    await page().mouse.up();
    await page().keyboard.press('c');
    await page()
      .getByText(/Pages 1–2 “explain how they know/)
      .first()
      .waitFor();
    await expectDrawnOnWords();
    const selected = await page().evaluate(() => String(getSelection()));
    expect(selected, 'the selection was cited and is forgotten').toBe('');
  });

  it('draws a citation on its words at every zoom and rotation', async () => {
    const share = page().getByRole('button', { name: /^Zoom, now/ });
    for (const key of ['r', 'r', '-', 'r', '+', 'r', 'z']) {
      const before = `${await share.textContent()} ${await page().locator('[data-page="1"] [data-text-layer]').getAttribute('data-turn')}`;
      await page().keyboard.press(key);
      await expect
        .poll(
          async () =>
            `${await share.textContent()} ${await page().locator('[data-page="1"] [data-text-layer]').getAttribute('data-turn')}`,
        )
        .not.toBe(before);
      await expectDrawnOnWords();
    }
  });

  it('reopens the same words from their chip after a restart', async () => {
    await waitForSaved(page());
    await review().restart();
    await review().show('b-odd-pages.pdf');
    await page()
      .getByRole('button', { name: /Pages 1–2 “explain how they know/ })
      .first()
      .click();
    await page().getByRole('region', { name: 'PDF: a-lesson.pdf' }).waitFor();
    await page().locator('[data-kind="flash"]').first().waitFor();
    await expectDrawnOnWords();
    const stage = await review().sheet().boundingBox();
    const { top } = await boundsOfTints(page(), 1);
    expect(top).toBeGreaterThanOrEqual(stage?.y ?? 0);
    expect(top).toBeLessThan((stage?.y ?? 0) + (stage?.height ?? 0) / 2);
  });

  it('selects words by keyboard alone, over a page break, and cites them', async () => {
    await review().show('a-lesson.pdf');
    await tabTo(page(), review().sheet());
    await review().keys('Home', 'Control+Shift+ArrowRight', 'Control+Shift+ArrowRight', 'c');
    await page().getByText('Page 1 “Learning goal”').first().waitFor();
    await review().keys(
      'Control+Shift+ArrowRight',
      'Shift+ArrowDown',
      'Shift+ArrowDown',
      'Shift+ArrowDown',
      'Shift+ArrowDown',
    );
    await review().keys('c');
    await page()
      .getByText(/Pages 1–2 “Learning goal: students/)
      .first()
      .waitFor();
  });

  it('keeps the words selected while the rationale is written', async () => {
    await review().show('a-lesson.pdf');
    const to = await wordPoint(page(), 1, 'compare', 'start');
    await page().mouse.dblclick(to.x + 4, to.y);
    await review().keys('e');
    await page().keyboard.type('As the goal says.');
    await page().locator('[data-kind="pick"]').first().waitFor();
    await review().keys('Alt+c');
    await page().getByText('Page 1 “compare”').first().waitFor();
    await review().keys('Escape');
  });

  it('cites an area drawn by pointer, on a page whose origin is not zero and on one that lies on its side', async () => {
    await review().show('b-odd-pages.pdf');
    for (const number of [1, 2]) {
      await typeInto(page(), page().getByRole('textbox', { name: 'Go to page' }), String(number));
      await page().keyboard.press('Enter');
      await review().drawn(number);
      await page().keyboard.press('Escape');
      await tabTo(page(), review().sheet());
      await review().keys('d');
      const box = await page().locator(`[data-page="${number}"]`).boundingBox();
      if (box === null) throw new Error('the page is not shown');
      await page().mouse.move(box.x + 20, box.y + 30);
      await page().mouse.down();
      await page().mouse.move(box.x + 120, box.y + 90, { steps: 5 });
      await page().mouse.up();
      await review().keys('c');
      const frame = page().locator(`[data-page="${number}"] button[data-mark]`);
      await frame.waitFor({ state: 'attached' });
      const drawnAt = await boundsOfTints(page(), number);
      expectSamePlace(drawnAt, {
        left: box.x + 20,
        top: box.y + 30,
        right: box.x + 120,
        bottom: box.y + 90,
      });
    }
    await page().getByText('Page 2, marked area').first().waitFor();
  });

  it('cites an area drawn by keyboard, and tells where it is', async () => {
    await review().show('b-odd-pages.pdf');
    await typeInto(page(), page().getByRole('textbox', { name: 'Go to page' }), '3');
    await page().keyboard.press('Enter');
    await review().drawn(3);
    await tabTo(page(), review().sheet());
    await review().keys('d');
    const draft = page().locator('[data-draft]');
    const before = await draft.boundingBox();
    await review().keys('ArrowUp', 'ArrowUp', 'ArrowLeft', 'Shift+ArrowRight', 'Shift+ArrowDown');
    const after = await draft.boundingBox();
    expect((before?.y ?? 0) - (after?.y ?? 0)).toBeCloseTo(16, 0);
    expect((after?.width ?? 0) - (before?.width ?? 0)).toBeCloseTo(8, 0);
    await page()
      .getByText(/% from the left/)
      .waitFor({ state: 'attached' });
    await review().keys('Enter', 'c');
    await page().getByText('Page 3, marked area').first().waitFor();
    await draft.waitFor({ state: 'detached' });
    await review().keys('d');
    await draft.waitFor();
    await review().keys('Escape');
    await draft.waitFor({ state: 'detached' });
    expect(
      await review()
        .sheet()
        .evaluate((element) => element === document.activeElement),
    ).toBe(true);
  });

  it('moves a cited area by pointer and by keyboard, and keeps it there', async () => {
    const frame = page().locator('[data-page="3"] button[data-mark]');
    const first = await frame.boundingBox();
    if (first === null) throw new Error('the area is not shown');
    await page().mouse.move(first.x + first.width / 2, first.y + 1);
    await page().mouse.down();
    await page().mouse.move(first.x + first.width / 2 + 24, first.y + 13, { steps: 4 });
    await page().mouse.up();
    await expect.poll(async () => (await frame.boundingBox())?.x).toBeCloseTo(first.x + 24, 0);
    await tabTo(page(), frame);
    await review().keys('ArrowDown', 'ArrowDown', 'Shift+ArrowRight', 'Enter');
    await page().getByText('The cited area was moved.').waitFor();
    const moved = await frame.boundingBox();
    expect(moved?.y).toBeCloseTo(first.y + 12 + 16, 0);
    expect(moved?.width).toBeCloseTo(first.width + 8, 0);
    await waitForSaved(page());
    await page().reload();
    await page().getByRole('tab', { name: /^A / }).waitFor();
    await review().show('b-odd-pages.pdf');
    await page()
      .getByRole('button', { name: /Page 3, marked area/ })
      .first()
      .click();
    await review().drawn(3);
    const pageBox = await page().locator('[data-page="3"]').boundingBox();
    const again = await frame.boundingBox();
    expect(again?.width).toBeCloseTo(moved?.width ?? 0, 0);
    expect(pageBox).not.toBeNull();
  });
});
