import { beforeAll, describe, expect, it } from 'vitest';
import { anchorMarks } from '../../../renderer/viewers/pdf-anchor-run.ts';
import type { Placement } from '../../../renderer/viewers/pdf-anchors.ts';
import { locatorOfArea, locatorOfPick, type PageLocator } from '../../../renderer/viewers/pdf-locator.ts';
import { createPdfQueue } from '../../../renderer/viewers/pdf-queue.ts';
import { createPdfTexts, type PdfTexts } from '../../../renderer/viewers/pdf-texts.ts';
import type { ViewerMark } from '../../../renderer/viewers/viewer.ts';
import { bytesOf, pdfOf } from './pdf-files.ts';
import { evenly, openForTest } from './pdf-reading.ts';

const pageOne = ['Learning goal: students compare', 'fractions with unlike denominators.'];
const pageTwo = ['They explain how they know,', 'first in pairs and then aloud.'];
const pageFour = ['Materials: paper strips, scissors and two colours of pencil.'];

describe('the anchoring of marks in a PDF', () => {
  let texts: PdfTexts;
  let pages = 0;

  beforeAll(async () => {
    const shapes = [pageOne, pageTwo, ['An empty looking page.'], pageFour].map((lines) => ({ lines }));
    const pdf = await openForTest(await bytesOf(await pdfOf(shapes)));
    pages = pdf.numPages;
    texts = createPdfTexts(pdf);
  });

  const markOf = (id: string, locator: ViewerMark['locator']): ViewerMark => ({
    id,
    locator,
    title: id,
    letters: 'A',
    tone: 1,
  });

  /** What a reviewer would cite who selected from one word to another. */
  const cited = async (from: [number, string], to: [number, string]): Promise<PageLocator> => {
    const [begin, end] = await Promise.all([texts.words(from[0]), texts.words(to[0])]);
    const anchor = { page: from[0], offset: begin.indexOf(from[1]) };
    const focus = { page: to[0], offset: end.indexOf(to[1]) + to[1].length };
    const locator = locatorOfPick({ anchor, focus }, (page) => texts.peek(page)?.text ?? null, evenly);
    if (locator === null) throw new Error('there are no such words');
    return locator;
  };

  const anchored = async (...locators: readonly ViewerMark['locator'][]): Promise<Placement[]> => {
    const placed = new Map<string, Placement>();
    await anchorMarks(
      locators.map((locator, at) => markOf(String(at), locator)),
      {
        pages,
        texts,
        queue: createPdfQueue(),
        idle: async () => undefined,
        measure: evenly,
        reading: () => 1,
        signal: new AbortController().signal,
        tell: (next) => {
          for (const [id, placement] of next) placed.set(id, placement);
        },
      },
    );
    return locators.map((_, at) => placed.get(String(at)) ?? { state: 'lost', parts: [] });
  };

  it('finds words where they were cited, over a page break too, and draws what was stored', async () => {
    const locator = await cited([1, 'unlike'], [2, 'explain']);
    const [place] = await anchored(locator);
    expect(place?.state).toBe('found');
    expect(place?.parts.map(({ page, rects }) => ({ page, rects }))).toEqual([
      { page: 1, rects: locator.rects },
      { page: 2, rects: locator.continued[0]?.rects },
    ]);
  });

  it('takes the rectangles of older citations, which have none, from their words', async () => {
    const locator = await cited([2, 'first'], [2, 'pairs']);
    const [place] = await anchored({ ...locator, rects: [] });
    expect(place).toEqual({ state: 'found', parts: [{ page: 2, rects: locator.rects, state: 'found' }] });
  });

  it('stays with the stored rectangles where only the position shifted, as with another pdf.js', async () => {
    const locator = await cited([1, 'students'], [1, 'fractions']);
    const [place] = await anchored({ ...locator, position: { start: 3, end: 22 } });
    expect(place?.state).toBe('found');
    expect(place?.parts[0]?.rects).toEqual(locator.rects);
  });

  it('follows words that stand elsewhere, on the same page or on another, and says that they moved', async () => {
    const locator = await cited([2, 'first'], [2, 'aloud']);
    const far = [{ x: 400, y: 600, width: 90, height: 12 }];
    const [samePage, otherPage] = await anchored(
      { ...locator, rects: far, position: { start: 200, end: 230 } },
      { ...(await cited([4, 'paper strips'], [4, 'scissors'])), page: 1 },
    );
    expect(samePage?.state).toBe('moved');
    expect(samePage?.parts[0]?.rects).toEqual(locator.rects);
    expect(otherPage?.state).toBe('moved');
    expect(otherPage?.parts[0]?.page).toBe(4);
  });

  it('keeps an orphan with its rectangles, and one on a page that is not there', async () => {
    const quote = { exact: 'words that this file never had', prefix: '', suffix: '' };
    const rects = [{ x: 10, y: 20, width: 30, height: 40 }];
    const orphan: PageLocator = {
      kind: 'page',
      page: 2,
      rects,
      quote,
      position: { start: 0, end: 30 },
      continued: [],
    };
    const [lost, beyond] = await anchored(orphan, { ...orphan, page: 99 });
    expect(lost?.state).toBe('lost');
    expect(lost?.parts[0]?.rects).toEqual(rects);
    expect(beyond?.state).toBe('lost');
  });

  it('says that a place moved when only a part of it is left', async () => {
    const locator = await cited([1, 'unlike'], [2, 'explain']);
    const [part] = locator.continued;
    if (part === undefined || part.quote === null) throw new Error('the place goes over a page break');
    const gone = { ...part, quote: { exact: 'nothing like this stands there', prefix: '', suffix: '' } };
    const [place] = await anchored({ ...locator, continued: [gone] });
    expect(place?.state).toBe('moved');
    expect(place?.parts).toHaveLength(2);
  });

  it('needs no words for areas and pages, as long as the file has the page', async () => {
    const area = locatorOfArea(3, { x: 5, y: 6, width: 70, height: 80 });
    const states = await anchored(area, { ...area, rects: [] }, { ...area, page: 50 });
    expect(states.map(({ state }) => state)).toEqual(['found', 'found', 'lost']);
  });

  it('ends when it is called off', async () => {
    const locator = await cited([1, 'unlike'], [1, 'unlike']);
    const abort = new AbortController();
    const run = anchorMarks([markOf('a', locator)], {
      pages,
      texts,
      queue: createPdfQueue(),
      idle: async () => abort.abort(new Error('another file')),
      measure: evenly,
      reading: () => 1,
      signal: abort.signal,
      tell: () => expect.unreachable('nothing is told after the end'),
    });
    await expect(run).rejects.toThrow('another file');
  });
});
