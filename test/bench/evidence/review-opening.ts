import type { Page } from 'playwright-core';
import { openReview, selectInQueue } from '../../e2e/helpers/desk.ts';
import { takeTurns } from '../repeat.ts';
import type { Measured } from '../section.ts';
import { goToQueue } from './bench-hosts.ts';
import type { BenchPdf } from './bench-pdf.ts';
import { codes } from './bench-program.ts';
import { timeUntil } from './in-page.ts';
import { annotate, untilSent } from './many-annotations.ts';

export const manyAnnotations = 2000;
export const fewAnnotations = 20;

/** The rubric, citations in the list, the first page, and marks on it. */
const whatMustBeThere = [
  '[data-region="rubric"] [role="tab"][aria-selected="true"]',
  '[data-region="citations"] [data-citation]',
  '[data-page="1"][data-drawn]',
  '[data-page="1"] [data-tint]',
];

/**
 * Opens a review whose document this page has not read yet: the page is loaded anew, and another review opened first, so
 * that the program itself is there.
 */
const openAnew = async (page: Page, code: string): Promise<number> => {
  await goToQueue(page);
  await page.reload();
  await page.getByRole('heading', { name: 'Queue', exact: true }).waitFor();
  await openReview(page, codes.warm);
  await page.locator('[data-page="1"][data-drawn]').waitFor({ state: 'attached' });
  await goToQueue(page);
  await selectInQueue(page, code);
  return timeUntil(page, 'keydown', whatMustBeThere, () => page.keyboard.press('Enter'));
};

/** Opening a review with many annotations, against one with few, on the same evidence. */
export const measureReviewOpening = async (page: Page, plan: BenchPdf): Promise<Measured> => {
  await annotate(page, codes.warm, plan, fewAnnotations);
  await annotate(page, codes.few, plan, fewAnnotations);
  await annotate(page, codes.many, plan, manyAnnotations);
  await untilSent(page);
  const figures = await takeTurns({
    warmUps: 1,
    repetitions: 7,
    ours: () => openAnew(page, codes.many),
    peer: () => openAnew(page, codes.few),
  });
  return {
    unit: 'ms',
    ...figures,
    note:
      `from Enter in the queue to rubric, citations, first page and its marks, painted and the thread free; ` +
      `${manyAnnotations} annotations against ${fewAnnotations}, spread over PDF, text, video and image`,
  };
};
