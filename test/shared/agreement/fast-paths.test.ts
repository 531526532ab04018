import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { additiveAgreement, additiveAlpha } from '../../../shared/agreement/additive.ts';
import { bootstrap } from '../../../shared/agreement/bootstrap.ts';
import { pairTable, pairTableOfScores } from '../../../shared/agreement/cohen.ts';
import { crossedReml } from '../../../shared/agreement/crossed-reml.ts';
import { countsOfGrid } from '../../../shared/agreement/grid-counts.ts';
import { completeGrid } from '../../../shared/agreement/icc.ts';
import { categoryLimit, columnsOf, countTable, panelOf } from '../../../shared/agreement/panel.ts';
import { seededRandom } from '../../../shared/agreement/random.ts';
import { ratingsOfGrid } from '../../../shared/agreement/rating-table.ts';
import { agreementWeights } from '../../../shared/agreement/weights.ts';

/* What was made fast gives what the plain way gives. */

/** Scores of every sort: few bits and many, below 0, both zeros, so many that a byte cannot number them. */
const scales: readonly fc.Arbitrary<number>[] = [
  fc.integer({ min: 1, max: 5 }),
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: 0, max: 12 }).map((half) => half / 2),
  fc.constantFrom(0, -0, 1),
  fc.constantFrom(0.1, 0.2, 0.30000000000000004, 0.3),
  fc.constantFrom(255, 256, 257, 1e6),
  fc.integer({ min: 0, max: 400 }),
];

const grids = fc
  .tuple(
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 9 }),
    fc.constantFrom(...scales),
    fc.constantFrom(0, 3),
  )
  .chain(([units, raters, scale, gaps]) => {
    const cell = gaps === 0 ? scale : fc.oneof({ arbitrary: scale, weight: gaps }, fc.constant(Number.NaN));
    return fc
      .array(cell, { minLength: units * raters, maxLength: units * raters })
      .map((values) => ({ units, raters, values: Float64Array.from(values) }));
  });

/** Distinct scores ascending, and how often each unit has each: by search alone. */
const plainCounts = (values: Float64Array, units: number, raters: number) => {
  const given = Array.from(values).filter((value) => !Number.isNaN(value));
  const scale = [...new Set(given.map((value) => value + 0))].sort((a, b) => a - b);
  const rows = Array.from({ length: units }, (_, unit) => {
    const own = values.subarray(unit * raters, (unit + 1) * raters);
    return scale.map((score) => own.filter((value) => value === score).length);
  });
  return { scale, rows };
};

describe('categories', () => {
  test('a panel, and counts straight from a grid, are what a search finds', () => {
    fc.assert(
      fc.property(grids, ({ units, raters, values }) => {
        const { scale, rows } = plainCounts(values, units, raters);
        const panel = panelOf(ratingsOfGrid(values, units, raters));
        const counted = countsOfGrid(values, units, raters);
        if (panel === null || counted === null) throw new Error('So few scores are categories.');
        expect(Array.from(panel.scale)).toEqual(scale);
        expect(Array.from(counted.scale)).toEqual(scale);
        const table = countTable(panel);
        expect(Array.from(table.counts)).toEqual(rows.flat());
        expect(counted.table).toEqual(table);
        const codes = Array.from(values)
          .filter((value) => !Number.isNaN(value))
          .map((value) => scale.indexOf(value + 0));
        expect(Array.from(panel.codes)).toEqual(codes);
      }),
      { numRuns: 400 },
    );
  });

  test('declared categories have a place without a rating; a byte may stand for none', () => {
    const scores = Int8Array.of(1, 0, 3, 3, 1, -2);
    const counted = countsOfGrid(scores, 2, 3, { gap: 0, declared: [2, 9] });
    expect(Array.from(counted?.scale ?? [])).toEqual([-2, 1, 2, 3, 9]);
    expect(Array.from(counted?.table.counts ?? [])).toEqual([0, 1, 0, 1, 0, 1, 1, 0, 1, 0]);
    expect(Array.from(counted?.table.totals ?? [])).toEqual([2, 3]);
  });

  test('a score first met late, in a unit that is then counted anew, is counted once', () => {
    const [units, raters] = [400, 3];
    const values = new Float64Array(units * raters).fill(2);
    values[1199] = 1;
    values[1198] = 7;
    values[900] = Number.NaN;
    const counted = countsOfGrid(values, units, raters);
    expect(counted).toEqual({
      scale: Float64Array.of(1, 2, 7),
      table: countTable(panelOf(ratingsOfGrid(values, units, raters)) as never),
    });
  });

  test.each([
    [categoryLimit - 2, true],
    [categoryLimit, true],
    [categoryLimit + 1, false],
  ])('%i different scores are categories: %s', (count, are) => {
    const values = Float64Array.from({ length: count }, (_, at) => at);
    expect(panelOf(ratingsOfGrid(values, count, 1)) !== null).toBe(are);
    expect(countsOfGrid(values, count, 1) !== null).toBe(are);
    const beside = panelOf(ratingsOfGrid(Float64Array.of(0, 0), 2, 1), Array.from(values));
    expect(beside !== null).toBe(are);
  });
});

describe('pairs', () => {
  test('a table of two arrays is that of two raters, whoever rated what', () => {
    fc.assert(
      fc.property(grids, ({ units, raters, values }) => {
        fc.pre(raters >= 2);
        const panel = panelOf(ratingsOfGrid(values, units, raters));
        if (panel === null) throw new Error('So few scores are categories.');
        const column = (rater: number) =>
          Float64Array.from({ length: units }, (_, unit) => values[unit * raters + rater] ?? 0);
        const declared = Array.from(panel.scale);
        const two = pairTableOfScores(column(0), column(1), declared);
        const rows = panel.scale.length;
        const plain = new Float64Array(rows * rows);
        column(0).forEach((first, unit) => {
          const [a, b] = [panel.scale.indexOf(first), panel.scale.indexOf(column(1)[unit] ?? 0)];
          if (a >= 0 && b >= 0) plain[a * rows + b] = (plain[a * rows + b] ?? 0) + 1;
        });
        expect(two?.table.counts).toEqual(plain);
        expect(pairTable(columnsOf(panel), 0, 1)).toEqual(two?.table);
      }),
    );
  });
});

const draw = (units: number, seed: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: units }, () => Math.floor(random() * units));
};

describe('resampling', () => {
  test('the first replicate is the coefficient of the units that were drawn', () => {
    fc.assert(
      fc.property(grids, fc.integer(), ({ units, raters, values }, seed) => {
        fc.pre(units >= 2 && raters >= 2);
        const counted = countsOfGrid(values, units, raters);
        if (counted === null) throw new Error('So few scores are categories.');
        const { table, scale } = counted;
        // By places: scores far apart and close together leave a chance agreement of 1 but for rounding.
        const weights = agreementWeights('quadratic', scale, 'index');
        for (const statistic of [
          additiveAlpha(table, 'ordinal', scale),
          additiveAlpha(table, 'nominal', scale),
          additiveAgreement(table, weights, 'gwet-ac'),
          additiveAgreement(table, weights, 'fleiss'),
        ]) {
          const sums = new Float64Array(statistic.size);
          for (const unit of draw(units, seed)) {
            for (let at = 0; at < statistic.size; at += 1)
              sums[at] = (sums[at] ?? 0) + (statistic.parts[unit * statistic.size + at] ?? 0);
          }
          const plain = statistic.evaluate(sums);
          const [first] = bootstrap(statistic, { replicates: 1, seed })?.replicates ?? [];
          if (Math.abs(plain) < 1e6) expect(first).toBeCloseTo(plain, 6);
        }
      }),
    );
  });

  test('units that are alike count as often as they are drawn, and in the jackknife', () => {
    // Three kinds of units, one of them ten times.
    const rows = [...Array.from({ length: 10 }, () => [1, 2]), [2, 2], [1, 1]];
    const { table, scale } = countsOfGrid(Float64Array.from(rows.flat()), 12, 2) ?? {};
    if (table === undefined || scale === undefined) throw new Error('Two scores are categories.');
    const statistic = additiveAlpha(table, 'nominal', scale);
    const without = (left: number) => {
      const sums = new Float64Array(statistic.size);
      for (let at = 0; at < statistic.parts.length; at += 1)
        if (Math.floor(at / statistic.size) !== left)
          sums[at % statistic.size] = (sums[at % statistic.size] ?? 0) + (statistic.parts[at] ?? 0);
      return statistic.evaluate(sums);
    };
    const values = rows.map((_, unit) => without(unit));
    const mean = values.reduce((sum, one) => sum + one, 0) / 12;
    const squares = values.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    const found = bootstrap(statistic, { replicates: 50, seed: 4 });
    expect(found?.jackknifeSe).toBeCloseTo(Math.sqrt((11 / 12) * squares), 10);
  });
});

describe('restricted maximum likelihood', () => {
  test('units and raters may change places, and their variances do', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0, 0.3, 0.7), (seed, missing) => {
        const random = seededRandom(seed);
        const [units, raters] = [14, 5];
        const lean = Array.from({ length: raters }, () => 2 * random());
        const values = Float64Array.from({ length: units * raters }, (_, at) => {
          const place = Math.floor(at / raters) % 4;
          const score = place + (lean[at % raters] ?? 0) + 2 * random();
          return random() < missing ? Number.NaN : score;
        });
        const turned = Float64Array.from(
          { length: units * raters },
          (_, at) => values[(at % units) * raters + Math.floor(at / units)] ?? 0,
        );
        const [upright, across] = [
          crossedReml(ratingsOfGrid(values, units, raters)),
          crossedReml(ratingsOfGrid(turned, raters, units)),
        ];
        fc.pre(upright !== null && across !== null && upright.residual > 1e-3);
        expect(across?.criterion).toBeCloseTo(upright?.criterion ?? 0, 6);
        expect(across?.residual).toBeCloseTo(upright?.residual ?? 0, 4);
        expect(across?.raters).toBeCloseTo(upright?.units ?? 0, 3);
        expect(across?.units).toBeCloseTo(upright?.raters ?? 0, 3);
      }),
      { numRuns: 40 },
    );
  });

  test('500 raters and 60 units take no longer than the smaller of the two allows', () => {
    const random = seededRandom(1);
    const values = Float64Array.from({ length: 60 * 500 }, (_, at) => (Math.floor(at / 500) % 5) + random());
    const begun = performance.now();
    expect(crossedReml(ratingsOfGrid(values, 60, 500))?.converged).toBe(true);
    // A factorisation over the 500 took half a minute.
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});

describe('complete grids', () => {
  test('are not copied when every unit is complete', () => {
    const ratings = ratingsOfGrid(Float64Array.of(1, 2, 3, 4), 2, 2);
    expect(completeGrid(ratings).values).toBe(ratings.values);
    const gappy = ratingsOfGrid(Float64Array.of(1, Number.NaN, 3, 4), 2, 2);
    expect(completeGrid(gappy)).toEqual({ units: 1, raters: 2, values: Float64Array.of(3, 4) });
  });
});
