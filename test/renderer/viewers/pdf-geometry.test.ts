import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boxOf,
  fromShown,
  fromUserSpace,
  type PageBox,
  type PageLook,
  type PageRect,
  pageSize,
  rectFromShown,
  rectOnPage,
  rectToShown,
  shownSize,
  toShown,
} from '../../../renderer/viewers/pdf-geometry.ts';
import { layoutPages, pageAt, pointOf, spotAt, topOf } from '../../../renderer/viewers/pdf-layout.ts';
import { changeRect, dragChange, keyChange, smallestArea } from '../../../renderer/viewers/pdf-rect-moves.ts';
import { bytesOf, pdfOf } from './pdf-files.ts';
import { openForTest } from './pdf-reading.ts';

const turn = fc.constantFrom(0, 90, 180, 270);
const length = fc.double({ min: 100, max: 3000, noNaN: true });
const origin = fc.double({ min: -2000, max: 2000, noNaN: true });
const box: fc.Arbitrary<PageBox> = fc
  .record({
    left: origin,
    bottom: origin,
    width: length,
    height: length,
    userUnit: fc.constantFrom(1, 1, 2, 0.5),
    rotate: turn,
  })
  .map(({ left, bottom, width, height, userUnit, rotate }) => ({
    view: [left, bottom, left + width, bottom + height],
    userUnit,
    rotate,
  }));
const look: fc.Arbitrary<PageLook> = fc.record({
  scale: fc.double({ min: 0.1, max: 10, noNaN: true }),
  turn,
});
const share = fc.double({ min: 0, max: 1, noNaN: true });

const rectIn = (page: PageBox, [a, b, c, d]: readonly [number, number, number, number]): PageRect => {
  const { width, height } = pageSize(page);
  return { x: a * width * 0.9, y: b * height * 0.9, width: c * width * 0.1, height: d * height * 0.1 };
};
const shares = fc.tuple(share, share, share, share);

const expectSameRect = (actual: PageRect, expected: PageRect): void => {
  for (const side of ['x', 'y', 'width', 'height'] as const)
    expect(actual[side]).toBeCloseTo(expected[side], 6);
};

describe('a place on a page', () => {
  it('comes back from the screen the same at every zoom, rotation and crop box', () => {
    fc.assert(
      fc.property(box, look, shares, (page, seen, corners) => {
        const rect = rectIn(page, corners);
        expectSameRect(rectFromShown(page, seen, rectToShown(page, seen, rect)), rect);
        const back = fromShown(page, seen, toShown(page, seen, rect));
        expect(back.x).toBeCloseTo(rect.x, 6);
        expect(back.y).toBeCloseTo(rect.y, 6);
      }),
    );
  });

  it('lies on the page as it is shown', () => {
    fc.assert(
      fc.property(box, look, shares, (page, seen, corners) => {
        const shown = rectToShown(page, seen, rectIn(page, corners));
        const size = shownSize(page, seen);
        expect(shown.x).toBeGreaterThanOrEqual(-1e-6);
        expect(shown.y).toBeGreaterThanOrEqual(-1e-6);
        expect(shown.x + shown.width).toBeLessThanOrEqual(size.width + 1e-6);
        expect(shown.y + shown.height).toBeLessThanOrEqual(size.height + 1e-6);
      }),
    );
  });

  it('is where the viewport of pdf.js has it', async () => {
    const pdf = await openForTest(
      await bytesOf(
        await pdfOf([
          { lines: ['a'] },
          { size: [700, 900], crop: [50, 80, 500, 700], lines: ['a'] },
          { size: [842, 595], crop: [-20, -30, 800, 560], rotate: 90, lines: ['a'] },
          { rotate: 270, lines: ['a'] },
        ]),
      ),
    );
    for (let at = 1; at <= pdf.numPages; at += 1) {
      const proxy = await pdf.getPage(at);
      const page = boxOf(proxy);
      fc.assert(
        fc.property(look, share, share, (seen, right, up) => {
          const viewport = proxy.getViewport({ scale: seen.scale, rotation: seen.turn });
          const [left, bottom, far, top] = page.view;
          const [x, y] = [left + right * (far - left), bottom + up * (top - bottom)];
          const ours = toShown(page, seen, fromUserSpace(page, x, y));
          const [theirX = 0, theirY = 0] = viewport.convertToViewportPoint(x, y) as number[];
          expect(ours.x).toBeCloseTo(theirX, 6);
          expect(ours.y).toBeCloseTo(theirY, 6);
          expect(shownSize(page, seen).width).toBeCloseTo(viewport.width, 6);
        }),
        { numRuns: 50 },
      );
    }
  });
});

describe('the sheet of pages', () => {
  const sheet = fc.record({
    boxes: fc.array(box, { minLength: 1, maxLength: 30 }),
    scale: fc.double({ min: 0.1, max: 4, noNaN: true }),
    rotation: turn,
    stageWidth: fc.integer({ min: 300, max: 2000 }),
  });
  const laidOut = fc
    .record({ sheet, at: share, x: share, y: share })
    .map(({ sheet: { boxes, ...rest }, ...point }) => {
      const [first] = boxes;
      if (first === undefined) throw new Error('a sheet has a page');
      const boxOfPage = (page: number): PageBox => boxes[page - 1] ?? first;
      const layout = layoutPages({ pages: boxes.length, boxOf: boxOfPage, ...rest });
      const page = Math.min(boxes.length, 1 + Math.floor(point.at * boxes.length));
      const { width, height } = pageSize(boxOfPage(page));
      return { layout, spot: { page, x: point.x * width, y: point.y * height * 0.999 } };
    });

  it('has every place of every page at one point, and finds it there again', () => {
    fc.assert(
      fc.property(laidOut, ({ layout, spot }) => {
        const point = pointOf(layout, spot);
        const found = spotAt(layout, point.x, point.y);
        // The very last line of a page may belong to the next by a rounding.
        fc.pre(found.page === spot.page);
        expect(found.x).toBeCloseTo(spot.x, 5);
        expect(found.y).toBeCloseTo(spot.y, 5);
      }),
    );
  });

  it('has its pages one below the other, whatever their sizes', () => {
    fc.assert(
      fc.property(laidOut, ({ layout }) => {
        for (let page = 1; page <= layout.pages; page += 1) {
          expect(pageAt(layout, topOf(layout, page))).toBe(page);
          expect(pageAt(layout, topOf(layout, page + 1) - 0.001)).toBe(page);
        }
      }),
    );
  });
});

describe('an area on a page', () => {
  it('stays on the page and never gets too small to see, however it is dragged', () => {
    const far = fc.integer({ min: -5000, max: 5000 });
    const grip = fc.constantFrom('all' as const, 'nw' as const, 'ne' as const, 'sw' as const, 'se' as const);
    fc.assert(
      fc.property(box, look, shares, grip, far, far, (page, seen, corners, held, dx, dy) => {
        const drawn = { ...rectIn(page, corners), width: smallestArea + 1, height: smallestArea + 2 };
        const rect = rectOnPage(page, drawn);
        const next = changeRect(page, seen, rect, dragChange(held, dx, dy));
        expectSameRect(rectOnPage(page, next), next);
        expect(Math.min(next.width, next.height)).toBeGreaterThan(smallestArea - 1e-6);
      }),
    );
  });

  it('keeps its size when it is moved, and its far corner when it is resized', () => {
    const page: PageBox = { view: [0, 0, 600, 800], userUnit: 1, rotate: 0 };
    const rect = { x: 100, y: 100, width: 80, height: 40 };
    const upright = { scale: 2, turn: 0 };
    expectSameRect(changeRect(page, upright, rect, dragChange('all', 20, -10)), { ...rect, x: 110, y: 95 });
    expectSameRect(changeRect(page, upright, rect, dragChange('nw', 20, 10)), {
      x: 110,
      y: 105,
      width: 70,
      height: 35,
    });
  });

  it('moves by the arrow keys as it is seen: on a page turned by a quarter, right is up on the paper', () => {
    const page: PageBox = { view: [0, 0, 600, 800], userUnit: 1, rotate: 0 };
    const rect = { x: 100, y: 100, width: 80, height: 40 };
    const right = keyChange({ key: 'ArrowRight', shiftKey: false, altKey: false });
    expect(right).not.toBeNull();
    if (right === null) return;
    const upright = changeRect(page, { scale: 1, turn: 0 }, rect, right);
    expect(upright.x).toBeGreaterThan(rect.x);
    expect(upright.y).toBe(rect.y);
    const turned = changeRect(page, { scale: 1, turn: 90 }, rect, right);
    expect(turned.x).toBeCloseTo(rect.x, 9);
    expect(turned.y).toBeLessThan(rect.y);
    expect(keyChange({ key: 'a', shiftKey: false, altKey: false })).toBeNull();
  });
});
