import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shifted, type TimePlace, withEdge } from '../../../../renderer/features/review/citations/retime.ts';
import { locatorSchema } from '../../../../shared/domain/locator.ts';
import { time } from './arbitraries.ts';

const place = (start: number, end: number | null = null) => time(start, end) as TimePlace;
const seconds = fc.double({ min: 0, max: 5000, noNaN: true }).map((value) => Math.round(value * 1000) / 1000);
const anyPlace = fc
  .record({ start: seconds, length: fc.option(seconds) })
  .map(({ start, length }) => place(start, length === null ? null : start + length));

describe('retiming', () => {
  it('moves a point and a range by the same seconds', () => {
    expect(shifted(place(41.3), 0.1)).toMatchObject({ start: 41.4, end: null });
    expect(shifted(place(10, 15.5), -1)).toMatchObject({ start: 9, end: 14.5 });
  });

  it('keeps the length of a range, also at the beginning of the file', () => {
    expect(shifted(place(0.4, 3), -1)).toMatchObject({ start: 0, end: 2.6 });
    fc.assert(
      fc.property(anyPlace, fc.integer({ min: -90, max: 90 }), (one, by) => {
        const moved = shifted(one, by / 10);
        expect(moved.start).toBeGreaterThanOrEqual(0);
        if (one.end !== null) expect((moved.end ?? 0) - moved.start).toBeCloseTo(one.end - one.start, 2);
      }),
    );
  });

  it('sets an edge, and turns the edges round when they cross', () => {
    expect(withEdge(place(10), 'end', 12)).toMatchObject({ start: 10, end: 12 });
    expect(withEdge(place(10), 'end', 8)).toMatchObject({ start: 8, end: 10 });
    expect(withEdge(place(10, 20), 'start', 25)).toMatchObject({ start: 20, end: 25 });
    expect(withEdge(place(10, 20), 'start', 20)).toMatchObject({ start: 20, end: null });
    expect(withEdge(place(10), 'start', 12)).toMatchObject({ start: 12, end: null });
  });

  it('always makes a place that can be kept, with its beginning before its end', () => {
    fc.assert(
      fc.property(anyPlace, fc.constantFrom('start' as const, 'end' as const), seconds, (one, edge, at) => {
        const moved = withEdge(one, edge, at);
        expect(locatorSchema.safeParse(moved).success).toBe(true);
        if (moved.end !== null) expect(moved.end).toBeGreaterThan(moved.start);
      }),
    );
  });

  it('drops the words said at the time before', () => {
    const said: TimePlace = { ...place(4), quote: { exact: 'why', prefix: '', suffix: '' } };
    expect(shifted(said, 1).quote).toBeNull();
  });
});
