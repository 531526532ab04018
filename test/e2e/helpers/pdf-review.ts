import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Host } from '../../helpers/hosts.ts';
import { bytesOf, pdfOf } from '../../renderer/viewers/pdf-files.ts';
import { type Canary, startCanary } from './canary.ts';
import { keepPicture } from './keep-picture.ts';
import { openPlantedReview, type PlantedFiles, type PlantedReview } from './planted-evidence.ts';

const lessonPages = [
  [
    'Learning goal: students compare fractions',
    'with unlike denominators, and they',
    'explain how they know: first in pairs,',
  ],
  ['then aloud to the class. Résumé of the', 'discussion: they explain it to others.', 'Nobody is left out.'],
  ['Materials: paper strips and scissors.', 'They explain it at home, too.'],
];

/** Three short pages, with a sentence over a page break. */
export const lessonPdf = async (): Promise<Uint8Array> =>
  bytesOf(await pdfOf(lessonPages.map((lines) => ({ size: [612, 200] as const, lines }))));

/** A review with PDFs among its evidence. What they ask of a canary and of other servers is counted. */
type PdfReview = PlantedReview & {
  readonly canary: Canary;
  /** The viewer, which has the keys of a PDF while it has the focus. */
  readonly sheet: () => Locator;
  /** Waits until a page, counted from 1, is drawn. */
  drawn(number: number): Promise<void>;
  /** Waits until the words of a page can be selected. */
  layer(number: number): Promise<void>;
  /** Goes to a file and waits for its first page. */
  show(label: string): Promise<void>;
  keys(...pressed: readonly string[]): Promise<void>;
  /** That no file ran anything, and nothing outside was asked. */
  expectNothingAsked(): Promise<void>;
};

const openPdfReview = async (
  host: Host,
  filesFor: (canary: string) => Promise<PlantedFiles>,
): Promise<PdfReview> => {
  const canary = await startCanary();
  const foreign: string[] = [];
  const watch = (page: Page): void => {
    const { origin } = new URL(page.url());
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) foreign.push(url);
    });
  };
  const review = await openPlantedReview(host, await filesFor(canary.url), { onStart: watch });
  const { page, choose } = review;
  const drawn = (number: number): Promise<void> =>
    page().locator(`[data-page="${number}"][data-drawn]`).waitFor();
  const layer = (number: number): Promise<void> =>
    page().locator(`[data-page="${number}"] [data-text-layer] span`).first().waitFor({ state: 'attached' });
  return {
    ...review,
    canary,
    sheet: () => page().getByRole('region', { name: /^PDF: / }),
    drawn,
    layer,
    show: async (label) => {
      await choose(label);
      await page()
        .getByRole('region', { name: `PDF: ${label}` })
        .waitFor();
      await drawn(1);
      await layer(1);
    },
    keys: async (...pressed) => {
      for (const key of pressed) await page().keyboard.press(key);
    },
    expectNothingAsked: async () => {
      expect(await page().evaluate(() => (globalThis as { canary?: string }).canary)).toBeUndefined();
      expect(canary.asked).toEqual([]);
      expect(foreign).toEqual([]);
    },
    end: async () => {
      await review.end();
      canary.close();
    },
  };
};

/**
 * A review that is opened before the tests of a suite and ended after them. After each test: no file may have run
 * anything, and nothing outside may have been asked.
 */
export const pdfReviewOfSuite = (
  host: Host,
  filesFor: (canary: string) => Promise<PlantedFiles>,
): (() => PdfReview) => {
  let review: PdfReview;
  beforeAll(async () => {
    review = await openPdfReview(host, filesFor);
  });
  afterAll(() => review.end());
  afterEach(async (context) => {
    await keepPicture(context, review.page());
    await review.expectNothingAsked();
  });
  return () => review;
};
