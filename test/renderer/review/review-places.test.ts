import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeKey } from '../../../renderer/stores/review-places.ts';
import type { Locator } from '../../../shared/domain/locator.ts';
import { anyPlace, time } from './citations/arbitraries.ts';

const page = (change: Partial<Extract<Locator, { kind: 'page' }>> = {}): Locator => ({
  kind: 'page',
  page: 2,
  rects: [{ x: 1, y: 2, width: 3, height: 4 }],
  quote: { exact: 'Who waits?', prefix: 'a', suffix: 'b' },
  position: { start: 3, end: 13 },
  continued: [],
  ...change,
});

describe('the very same place', () => {
  it('has one key, and another place another', () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, (a, b) => {
        expect(placeKey(structuredClone(a))).toBe(placeKey(a));
        expect(placeKey(a) === placeKey(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });

  it('is the same with captions on or off, and with other words around the quote', () => {
    const said = { ...time(41), quote: { exact: 'Who waits?', prefix: '', suffix: '' } } as Locator;
    expect(placeKey(said)).toBe(placeKey(time(41)));
    expect(placeKey(page({ quote: { exact: 'Who waits?', prefix: 'x', suffix: 'y' } }))).toBe(
      placeKey(page()),
    );
  });

  it('is another one on another page, with a region, or when it goes on over the page break', () => {
    const region = { x: 0, y: 0, width: 50, height: 50 };
    const keys = [
      page(),
      page({ page: 3 }),
      page({ continued: [{ page: 3, rects: [], quote: null, position: null }] }),
      page({ rects: [] }),
      time(41),
      time(41, 45),
      { ...time(41), region } as Locator,
      { kind: 'region', region } as Locator,
    ].map(placeKey);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
