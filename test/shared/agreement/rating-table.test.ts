import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  onlyCriterion,
  type RatingTable,
  ratingsOfGrid,
  ratingsOn,
} from '../../../shared/agreement/rating-table.ts';

type Entry = { readonly unit: number; readonly rater: number; readonly criterion: number; score: number };

const names = (count: number, letter: string): string[] =>
  Array.from({ length: count }, (_, at) => `${letter}${at + 1}`);

const tableOf = (entries: readonly Entry[], [units, raters, criteria]: readonly number[]): RatingTable => ({
  units: names(units ?? 0, 'U'),
  raters: names(raters ?? 0, 'R'),
  criteria: criteria === 1 ? [onlyCriterion] : names(criteria ?? 0, 'C'),
  labels: null,
  unit: Uint32Array.from(entries, ({ unit }) => unit),
  rater: Uint16Array.from(entries, ({ rater }) => rater),
  criterion: Uint16Array.from(entries, ({ criterion }) => criterion),
  score: Float64Array.from(entries, ({ score }) => score),
  time: null,
});

/** Grids with gaps, one for each criterion, and their ratings as entries in any order. */
const cases = fc
  .tuple(
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 3 }),
    fc.integer(),
  )
  .chain(([units, raters, criteria]) =>
    fc
      .array(fc.option(fc.integer({ min: -9, max: 9 }), { nil: Number.NaN }), {
        minLength: units * raters * criteria,
        maxLength: units * raters * criteria,
      })
      .chain((scores) => {
        const entries = scores.flatMap((score, at): Entry[] => {
          const [criterion, cell] = [Math.floor(at / (units * raters)), at % (units * raters)];
          if (Number.isNaN(score)) return [];
          return [{ unit: Math.floor(cell / raters), rater: cell % raters, criterion, score }];
        });
        return fc
          .shuffledSubarray(entries, { minLength: entries.length })
          .map((shuffled) => ({ size: [units, raters, criteria] as const, scores, shuffled }));
      }),
  );

describe('ratings by unit', () => {
  test('hold each rating once, by unit and then by rater, whatever the order of the entries', () => {
    fc.assert(
      fc.property(cases, ({ size, scores, shuffled }) => {
        const [units, raters, criteria] = size;
        const table = tableOf(shuffled, size);
        for (let criterion = 0; criterion < criteria; criterion += 1) {
          const grid = scores.slice(criterion * units * raters, (criterion + 1) * units * raters);
          expect(ratingsOn(table, criterion)).toEqual(ratingsOfGrid(Float64Array.from(grid), units, raters));
        }
      }),
    );
  });

  test('of a grid leave out its gaps and keep the places of units and raters without a rating', () => {
    const gap = Number.NaN;
    const grid = Float64Array.of(gap, 2, gap, gap, gap, gap, 1, gap, gap);
    expect(ratingsOfGrid(grid, 3, 3)).toEqual({
      units: 3,
      raters: 3,
      starts: Uint32Array.of(0, 1, 1, 2),
      rater: Uint16Array.of(1, 0),
      values: Float64Array.of(2, 1),
    });
  });
});
