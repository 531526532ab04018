import type { Page } from 'playwright-core';
import { openReview } from '../../e2e/helpers/desk.ts';
import { takeTurns } from '../repeat.ts';
import type { Measured } from '../section.ts';
import { chooseEvidence, goToQueue } from './bench-hosts.ts';
import { codes } from './bench-program.ts';
import { timeUntil } from './in-page.ts';

type BarePage = {
  viewerIsReady?: boolean;
  showFirstPage: (url: string, width: number, height: number) => Promise<number>;
};

const firstPage = '[data-page="1"][data-drawn]';

/** The room that pages have in Assay's viewer, so that the bare viewer draws as many pixels. */
const roomOf = (page: Page): Promise<{ width: number; height: number }> =>
  page.evaluate((selector) => {
    let at = document.querySelector(selector)?.parentElement ?? null;
    while (at !== null && !/auto|scroll/.test(getComputedStyle(at).overflowY)) at = at.parentElement;
    if (at === null) throw new Error('the pages of the viewer do not scroll');
    return { width: at.clientWidth, height: at.clientHeight };
  }, firstPage);

/** First page of a PDF: Assay's viewer reading from the vault, against pdf.js's own component reading a plain file. */
export const measureFirstPage = async (ours: Page, peer: Page, url: string): Promise<Measured> => {
  await goToQueue(ours);
  await openReview(ours, codes.media);
  await chooseEvidence(ours, 'b-plan.pdf');
  await ours.locator(firstPage).waitFor({ state: 'attached' });
  const room = await roomOf(ours);
  await peer.goto(`${url}/pages/bare-viewer.html`);
  await peer.waitForFunction(() => (globalThis as unknown as BarePage).viewerIsReady === true);
  const figures = await takeTurns({
    warmUps: 2,
    repetitions: 11,
    ours: async () => {
      await chooseEvidence(ours, 'a-notes.txt');
      await ours.locator('[data-page]').first().waitFor({ state: 'detached' });
      await ours.locator('section iframe').first().waitFor({ state: 'attached' });
      return timeUntil(ours, 'change', [firstPage], () => chooseEvidence(ours, 'b-plan.pdf'));
    },
    peer: () =>
      peer.evaluate(
        ({ file, width, height }) => (globalThis as unknown as BarePage).showFirstPage(file, width, height),
        { file: `${url}/files/b-plan.pdf`, ...room },
      ),
  });
  return {
    unit: 'ms',
    ...figures,
    note:
      'from choosing the file to the painted first page, a new worker each time; 24 pages with text and photographs, ' +
      `${room.width}×${room.height} pixels; peer: pdf.js's PDFViewer from a plain server`,
  };
};
