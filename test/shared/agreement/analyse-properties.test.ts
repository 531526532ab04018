import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ScaleKind } from '../../../shared/agreement/analysis.ts';
import { type Ratings, ratingsOfGrid } from '../../../shared/agreement/rating-table.ts';
import type { AgreementRecord } from '../../../shared/agreement/record.ts';
import { sentenceOf } from '../../../shared/agreement/sentences.ts';
import { agreementWeights, type WeightKind } from '../../../shared/agreement/weights.ts';
import { type Asked, analysisOf, recordIn } from './analysed.ts';

type Grid = { readonly units: number; readonly raters: number; readonly scores: readonly number[] };

/** Up to 8 units by 5 raters, as gappy and as uniform as chance makes them; NaN where there is no rating. */
const grids = (score: fc.Arbitrary<number>, gaps = 3): fc.Arbitrary<Grid> =>
  fc
    .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 5 }))
    .chain(([units, raters]) =>
      fc
        .array(
          fc.oneof({ weight: 10, arbitrary: score }, { weight: gaps, arbitrary: fc.constant(Number.NaN) }),
          { minLength: units * raters, maxLength: units * raters },
        )
        .map((scores) => ({ units, raters, scores })),
    );

const levels = fc.integer({ min: 1, max: 4 });
const twoLevels = fc.integer({ min: 2, max: 3 });
const odd = fc.constantFrom(-2.5, -1, 0, 0.1, 0.30000000000000004, 1e-9, 3, 7.25, 1e6);

const ratingsOf = ({ units, raters, scores }: Grid): Ratings =>
  ratingsOfGrid(Float64Array.from(scores), units, raters);

/** Every number in what is printed; JSON turns what is not finite into null, which stands nowhere else. */
const numbersIn = (value: unknown): number[] => {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
};

const soundRecord = (record: AgreementRecord): void => {
  const label = JSON.stringify(record);
  expect(numbersIn(record).every(Number.isFinite), label).toBe(true);
  expect((record.values === null) === (typeof record.undefined === 'string'), label).toBe(true);
  expect(JSON.parse(label)).toEqual(record);
  expect(sentenceOf(record)).not.toMatch(/NaN|Infinity|undefined\b(?!,)|null/);
  const { values } = record;
  if (values === null) return;
  expect(typeof values.n, label).toBe('number');
  for (const [name, value] of Object.entries(values)) {
    if (!/ci95|bca95|loa/.test(name)) continue;
    const [low, high] = value as readonly [number, number];
    expect(low <= high, label).toBe(true);
  }
  if (/^percent_agreement$|all_raters/.test(record.statistic)) {
    expect(values.value).toBeGreaterThanOrEqual(0);
    expect(values.value).toBeLessThanOrEqual(1);
  }
  // Rounding may carry a coefficient a little over what it can be.
  if (typeof values.value === 'number') expect(values.value, label).toBeLessThanOrEqual(1 + 1e-9);
};

const askedOf = (scale: ScaleKind, grid: Grid, more: Asked = {}): Asked => ({
  scale,
  bootstrap: 30,
  cut: 2.5,
  truth: Array.from({ length: grid.units }, (_, unit) => (unit % 3 === 2 ? Number.NaN : (unit % 4) + 1)),
  ...more,
});

describe('whatever the ratings', () => {
  const scales: readonly ScaleKind[] = ['nominal', 'ordinal', 'interval', 'ratio'];

  test.each([
    { name: 'four levels', scores: levels, declared: null },
    { name: 'two levels', scores: twoLevels, declared: null },
    { name: 'declared levels', scores: twoLevels, declared: [1, 2, 3, 4, 5] },
    { name: 'odd numbers', scores: odd, declared: null },
  ])('$name: every record holds finite numbers or a reason', ({ scores, declared }) => {
    fc.assert(
      fc.property(grids(scores), fc.constantFrom(...scales), (grid, scale) => {
        const found = analysisOf(ratingsOf(grid), askedOf(scale, grid, { categories: declared }));
        for (const record of found.records) soundRecord(record);
        expect(JSON.stringify(found)).not.toContain('null,"n"');
        expect(numbersIn(found.n).every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('labels', () => {
    fc.assert(
      fc.property(
        grids(fc.integer({ min: 0, max: 2 })),
        fc.constantFrom('nominal', 'ordinal'),
        (grid, scale) => {
          const asked = askedOf(scale as ScaleKind, grid, { labels: ['low', 'middle', 'high'], truth: null });
          for (const record of analysisOf(ratingsOf(grid), asked).records) soundRecord(record);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('more different scores than categories can be', () => {
    const continuous = fc.double({ min: -5, max: 900, noNaN: true });
    fc.assert(
      fc.property(fc.array(continuous, { minLength: 900, maxLength: 900 }), fc.nat(6), (scores, gap) => {
        const some = scores.map((score, at) => (at % 7 < gap / 2 ? Number.NaN : score));
        const grid = { units: 300, raters: 3, scores: some };
        for (const record of analysisOf(ratingsOf(grid), askedOf('interval', grid)).records)
          soundRecord(record);
      }),
      { numRuns: 10 },
    );
  });
});

const comparable = ({
  records,
}: {
  readonly records: readonly AgreementRecord[];
}): Map<string, number | null> =>
  new Map(
    records
      // Of few and gappy ratings the restricted likelihood may be flat, and its top not to be told.
      .filter(({ statistic, options }) => options.raters === undefined && statistic !== 'icc_reml')
      .map(({ statistic, options, values }) => [
        `${statistic} ${JSON.stringify(options)}`,
        typeof values?.value === 'number' ? values.value : null,
      ]),
  );

const same = (a: ReadonlyMap<string, number | null>, b: ReadonlyMap<string, number | null>): void => {
  expect([...a.keys()]).toEqual([...b.keys()]);
  for (const [name, value] of a) {
    const other = b.get(name) ?? null;
    if (value === null || other === null) expect([name, value]).toEqual([name, other]);
    else expect(value, name).toBeCloseTo(other, 8);
  }
};

describe('what does not matter', () => {
  test('the order of the raters', () => {
    fc.assert(
      fc.property(grids(levels), (grid) => {
        const { units, raters, scores } = grid;
        const turned = scores.map((_, at) => {
          const unit = Math.floor(at / raters);
          return scores[unit * raters + raters - 1 - (at % raters)] as number;
        });
        same(
          comparable(analysisOf(ratingsOf(grid))),
          comparable(analysisOf(ratingsOf({ units, raters, scores: turned }))),
        );
      }),
      { numRuns: 50 },
    );
  });

  test('the order of the units', () => {
    fc.assert(
      fc.property(grids(levels), (grid) => {
        const { units, raters, scores } = grid;
        const turned = scores.map((_, at) => {
          const unit = units - 1 - Math.floor(at / raters);
          return scores[unit * raters + (at % raters)] as number;
        });
        same(
          comparable(analysisOf(ratingsOf(grid))),
          comparable(analysisOf(ratingsOf({ units, raters, scores: turned }))),
        );
      }),
      { numRuns: 50 },
    );
  });

  test('the names of nominal categories', () => {
    const names = fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(grids(levels), names, (grid, order) => {
        const renamed = {
          ...grid,
          scores: grid.scores.map((score) => (order[score - 1] ?? Number.NaN) * 10),
        };
        same(
          comparable(analysisOf(ratingsOf(grid), { scale: 'nominal' })),
          comparable(analysisOf(ratingsOf(renamed), { scale: 'nominal' })),
        );
      }),
      { numRuns: 50 },
    );
  });
});

test('weights of one’s own that are the named ones give the named coefficients', () => {
  const kinds = fc.constantFrom<WeightKind>('linear', 'quadratic', 'ordinal', 'unweighted');
  fc.assert(
    fc.property(grids(levels, 1), kinds, (grid, kind) => {
      const { table } = agreementWeights(kind, Float64Array.of(1, 2, 3, 4));
      const customWeights = [0, 4, 8, 12].map((from) => Array.from(table.subarray(from, from + 4)));
      const found = analysisOf(ratingsOf(grid), { categories: [1, 2, 3, 4], customWeights });
      const custom = found.records.filter(({ options }) => options.weights === 'custom');
      expect(custom.length).toBeGreaterThanOrEqual(7);
      for (const { statistic, options, values, flags } of custom) {
        const named = recordIn(found, statistic, { ...options, weights: kind });
        expect({ statistic, values, flags }).toEqual({ statistic, values: named.values, flags: named.flags });
      }
    }),
    { numRuns: 50 },
  );
});

test('the same seed gives the same analysis, another seed another interval alone', () => {
  const scores = [1, 2, 2, 3, 3, 3, 1, 1, 2, 4, 4, 3, 2, 2, 1, 1, 3, 4, 2, 3];
  const ratings = ratingsOf({ units: 10, raters: 2, scores });
  const first = analysisOf(ratings, { bootstrap: 200, seed: 7 });
  expect(analysisOf(ratings, { bootstrap: 200, seed: 7 })).toEqual(first);
  const other = analysisOf(ratings, { bootstrap: 200, seed: 8 });
  const alpha = (one: typeof first) => recordIn(one, 'krippendorff_alpha', { metric: 'interval' }).values;
  expect(alpha(other)?.bootstrap_ci95).not.toEqual(alpha(first)?.bootstrap_ci95);
  expect(alpha(other)?.value).toBe(alpha(first)?.value);
  expect(alpha(other)?.jackknife_se).toBe(alpha(first)?.jackknife_se);
});
