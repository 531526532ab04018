import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PageRect, pageSize, sharedArea } from '../../../renderer/viewers/pdf-geometry.ts';
import { lineRects } from '../../../renderer/viewers/pdf-line-rects.ts';
import { locatorOfArea, locatorOfPick } from '../../../renderer/viewers/pdf-locator.ts';
import { hasWords, type PageText } from '../../../renderer/viewers/pdf-page-text.ts';
import { locatorSchema } from '../../../shared/domain/locator.ts';
import { bytesOf, type PageShape, pdfOf, scannedPdf } from './pdf-files.ts';
import { evenly, openForTest, readForTest } from './pdf-reading.ts';

const lines = [
  'Learning goal: students compare',
  'fractions with unlike denominators',
  'and explain how they know.',
];
const upright: PageShape = { lines };
const cropped: PageShape = { size: [700, 900], crop: [50, 80, 500, 700], lines };
const turned: PageShape = { rotate: 90, lines };

const readShapes = async (shapes: readonly PageShape[]): Promise<PageText[]> => {
  const pdf = await openForTest(await bytesOf(await pdfOf(shapes)));
  const read = shapes.map(async (_, at) => (await readForTest(pdf, at + 1)).text);
  return Promise.all(read);
};

/** Where the words of a test page stand: 60 points from its top left, a line each 18 points. */
const lineTop = (line: number): number => 60 + line * 18 - 12;

describe('the text of a page', () => {
  it('is its lines in order, the same each time it is read', async () => {
    const [first] = await readShapes([upright]);
    const [again] = await readShapes([upright]);
    expect(first?.text.trim()).toBe(lines.join('\n'));
    expect(again?.text).toBe(first?.text);
  });

  it('does not hang on the crop box or the rotation of the page', async () => {
    const read = await readShapes([upright, cropped, turned]);
    expect(new Set(read.map(({ text }) => text)).size).toBe(1);
  });

  it('is blank on a page that is a picture', async () => {
    const pdf = await openForTest(await scannedPdf(1));
    expect(hasWords((await readForTest(pdf, 1)).text)).toBe(false);
  });
});

describe('the rectangles of words', () => {
  it('lie on the words, measured from the top left of the crop box, unrotated', async () => {
    for (const content of await readShapes([upright, cropped, turned])) {
      const from = content.text.indexOf('unlike');
      const [rect] = lineRects(content, from, from + 'unlike'.length, evenly);
      expect(rect).toBeDefined();
      if (rect === undefined) continue;
      expect(rect.y).toBeGreaterThan(lineTop(1) - 4);
      expect(rect.y + rect.height).toBeLessThan(lineTop(2) + 4);
      expect(rect.x).toBeGreaterThan(60 + 60);
      expect(rect.x).toBeLessThan(60 + 140);
    }
  });

  it('are one for each line, from the first word to the last', async () => {
    const [content] = await readShapes([upright]);
    if (content === undefined) throw new Error('the page was not read');
    const rects = lineRects(content, content.text.indexOf('goal'), content.text.indexOf('know.'), evenly);
    expect(rects).toHaveLength(3);
    const [first, second] = rects;
    expect(first?.x).toBeGreaterThan(61);
    expect(second?.x).toBeCloseTo(60, 1);
  });

  it('join what pdf.js tells in pieces, and keep columns apart', () => {
    const run = (start: number, words: string, x: number, y: number) => ({
      start,
      words,
      x,
      y,
      angle: 0,
      length: words.length * 6,
      ascent: 9,
      descent: 3,
      family: 'serif',
      rightToLeft: false,
    });
    const text = 'one two|far';
    const content: PageText = {
      page: 1,
      text,
      runs: [run(0, 'one', 50, 100), run(3, ' ', 68, 100), run(4, 'two', 74, 101), run(8, 'far', 400, 100)],
    };
    const rects = lineRects(content, 0, text.length, evenly);
    expect(rects).toEqual([
      { x: 50, y: 91, width: 42, height: 13 },
      { x: 400, y: 91, width: 18, height: 12 },
    ]);
  });

  it('begin at the right where a text is read from right to left', () => {
    const content: PageText = {
      page: 1,
      text: 'שלום',
      runs: [
        {
          start: 0,
          words: 'שלום',
          x: 100,
          y: 50,
          angle: 0,
          length: 40,
          ascent: 8,
          descent: 2,
          family: 'serif',
          rightToLeft: true,
        },
      ],
    };
    expect(lineRects(content, 0, 1, evenly)).toEqual([{ x: 130, y: 42, width: 10, height: 10 }]);
  });

  it('cover what lies between any two letters, inside the page, without gaps growing or lines lost', async () => {
    const pdf = await openForTest(await bytesOf(await pdfOf([upright])));
    const { text: content, box } = await readForTest(pdf, 1);
    const page = { x: 0, y: 0, ...pageSize(box) };
    const area = ({ width, height }: PageRect): number => width * height;
    const offset = fc.integer({ min: 0, max: content.text.length });
    fc.assert(
      fc.property(offset, offset, (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const rects = lineRects(content, from, to, evenly);
        const shown = content.text
          .slice(from, to)
          .split('\n')
          .filter((line) => line.trim() !== '');
        expect(rects).toHaveLength(shown.length);
        for (const rect of rects) expect(sharedArea(rect, page)).toBeCloseTo(area(rect), 3);
      }),
    );
  });
});

describe('the locator of selected words', () => {
  const pageTexts = readShapes([
    upright,
    { lines: ['They answer aloud,', 'and write it down.'] },
    { lines: ['The end.'] },
  ]);
  const textOf = (texts: readonly PageText[]) => (page: number) => texts[page - 1] ?? null;

  it('is a part for each page, with words, their surroundings, their position and their rectangles', async () => {
    const texts = await pageTexts;
    const anchor = { page: 1, offset: texts[0]?.text.indexOf('explain') ?? 0 };
    const focus = { page: 2, offset: texts[1]?.text.indexOf(' aloud') ?? 0 };
    const locator = locatorOfPick({ anchor, focus }, textOf(texts), evenly);
    expect(locatorSchema.parse(locator)).toEqual(locator);
    expect(locator).toMatchObject({
      page: 1,
      quote: { exact: 'explain how they know.' },
      continued: [{ page: 2, quote: { exact: 'They answer', suffix: ' aloud,\nand write it down.' } }],
    });
    expect(locator?.rects).toHaveLength(1);
    expect(locator?.continued[0]?.position).toEqual({ start: 0, end: 11 });
    expect(locatorOfPick({ anchor: focus, focus: anchor }, textOf(texts), evenly)).toEqual(locator);
  });

  it('counts positions in code points', () => {
    const text = 'They write 😀😀 it down.';
    const run = {
      start: 0,
      words: text,
      x: 60,
      y: 60,
      angle: 0,
      length: 200,
      ascent: 9,
      descent: 3,
      family: 'serif',
      rightToLeft: false,
    };
    const from = text.indexOf('it down');
    const pick = { anchor: { page: 1, offset: from }, focus: { page: 1, offset: from + 2 } };
    const locator = locatorOfPick(pick, () => ({ page: 1, text, runs: [run] }), evenly);
    expect(locator?.position).toEqual({ start: from - 2, end: from });
  });

  it('is none for white space, and leaves blank pages out', async () => {
    const texts = await pageTexts;
    const blank: PageText = { page: 2, text: ' \n', runs: [] };
    const end = texts[0]?.text.length ?? 0;
    const at = { page: 1, offset: end };
    expect(locatorOfPick({ anchor: at, focus: at }, textOf(texts), evenly)).toBeNull();
    const over = (page: number) => (page === 2 ? blank : (texts[page - 1] ?? null));
    const locator = locatorOfPick(
      { anchor: { page: 1, offset: 0 }, focus: { page: 3, offset: 7 } },
      over,
      evenly,
    );
    expect(locator?.continued.map(({ page }) => page)).toEqual([3]);
  });

  it('is always one that can be stored, even of a whole long file', () => {
    const words = 'word '.repeat(4000);
    const content = (page: number): PageText => ({
      page,
      text: words,
      runs: Array.from({ length: 800 }, (_, line) => ({
        start: line * 25,
        words: words.slice(line * 25, line * 25 + 25),
        x: 50,
        y: 20 + line * 12,
        angle: 0,
        length: 150,
        ascent: 8,
        descent: 2,
        family: 'serif',
        rightToLeft: false,
      })),
    });
    const whole = { anchor: { page: 1, offset: 0 }, focus: { page: 90, offset: words.length } };
    const locator = locatorOfPick(whole, content, evenly);
    expect(locatorSchema.safeParse(locator).error).toBeUndefined();
    expect(locator?.continued).toHaveLength(20);
    expect(locatorSchema.safeParse(locatorOfArea(3, { x: 1, y: 2, width: 30, height: 40 })).success).toBe(
      true,
    );
  });
});
