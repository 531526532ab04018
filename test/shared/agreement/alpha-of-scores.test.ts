import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { additiveAlpha } from '../../../shared/agreement/additive.ts';
import {
  additiveIntervalAlpha,
  alphaOfScores,
  ratioLimit,
} from '../../../shared/agreement/alpha-of-scores.ts';
import { bootstrap } from '../../../shared/agreement/bootstrap.ts';
import { coincidences, krippendorffAlpha, type Metric } from '../../../shared/agreement/krippendorff.ts';
import { countTable, panelOf } from '../../../shared/agreement/panel.ts';
import { seededRandom } from '../../../shared/agreement/random.ts';
import { type Ratings, ratingsOfGrid } from '../../../shared/agreement/rating-table.ts';
import { analysisOf, intervalIn, recordIn } from './analysed.ts';

const metrics: readonly Metric[] = ['nominal', 'ordinal', 'interval', 'ratio'];

const gappy = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 5 }))
  .chain(([units, raters]) => {
    const score = fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 0, max: 5 }) },
      { weight: 1, arbitrary: fc.double({ min: 0, max: 1e4, noNaN: true }) },
      { weight: 1, arbitrary: fc.constant(Number.NaN) },
    );
    return fc
      .array(score, { minLength: units * raters, maxLength: units * raters })
      .map((scores) => ratingsOfGrid(Float64Array.from(scores), units, raters));
  });

const fromCoincidences = (ratings: Ratings, metric: Metric): number | null => {
  const panel = panelOf(ratings);
  return panel === null ? null : krippendorffAlpha(coincidences(countTable(panel)), metric, panel.scale);
};

test('alpha from scores is alpha from coincidences', () => {
  fc.assert(
    fc.property(gappy, fc.constantFrom(...metrics), (ratings, metric) => {
      const wanted = fromCoincidences(ratings, metric);
      const { value } = alphaOfScores(ratings, metric);
      if (wanted === null) expect(value).toBeNull();
      else expect(value).toBeCloseTo(wanted, 9);
    }),
    { numRuns: 400 },
  );
});

test('interval alpha as sums of units is alpha, for the whole and for every replicate', () => {
  const random = seededRandom(11);
  const values = Float64Array.from({ length: 120 }, () =>
    random() < 0.2 ? Number.NaN : Math.floor(7 * random()),
  );
  const ratings = ratingsOfGrid(values, 30, 4);
  const panel = panelOf(ratings);
  if (panel === null) throw new Error('There are seven scores.');
  const table = bootstrap(additiveAlpha(countTable(panel), 'interval', panel.scale), {
    replicates: 300,
    seed: 4,
  });
  const sums = bootstrap(additiveIntervalAlpha(ratings), { replicates: 300, seed: 4 });
  expect(sums?.value).toBeCloseTo(table?.value ?? Number.NaN, 12);
  sums?.replicates.forEach((one, at) => {
    expect(one).toBeCloseTo(table?.replicates[at] ?? Number.NaN, 9);
  });
  expect(sums?.bca95[0]).toBeCloseTo(table?.bca95[0] ?? Number.NaN, 9);
  expect(sums?.jackknifeSe).toBeCloseTo(table?.jackknifeSe ?? Number.NaN, 12);
});

/** True scores with a rater's error, no two alike. */
const continuous = (units: number, raters: number, seed: number): Ratings => {
  const random = seededRandom(seed);
  const values = new Float64Array(units * raters);
  for (let unit = 0; unit < units; unit += 1) {
    const truth = 50 + 20 * (random() + random() - 1);
    for (let rater = 0; rater < raters; rater += 1)
      values[unit * raters + rater] = truth + 8 * (random() + random() - 1);
  }
  return ratingsOfGrid(values, units, raters);
};

describe('continuous scores', () => {
  const found = analysisOf(continuous(150, 3, 5), { bootstrap: 200, scale: 'ratio' });

  test('kappas have no categories to stand on, and say so', () => {
    for (const statistic of ['fleiss_kappa', 'gwet_ac', 'light_kappa'])
      expect(recordIn(found, statistic, { weights: 'unweighted' }).undefined).toBe(
        'there are more than 256 different scores, too many to be categories',
      );
    expect(found.warnings.map(({ code }) => code)).toContain('many-scores');
    expect(found.categories).toEqual([]);
    expect(found.records.some(({ statistic }) => statistic === 'cohen_kappa')).toBe(false);
  });

  test('alpha, and all that needs no categories, is there', () => {
    for (const metric of metrics)
      expect(recordIn(found, 'krippendorff_alpha', { metric }).values).not.toBeNull();
    expect(recordIn(found, 'krippendorff_alpha', { metric: 'nominal' }).values?.value).toBe(0);
    expect(recordIn(found, 'krippendorff_alpha', { metric: 'interval' }).values?.value).toBeGreaterThan(0.7);
    expect(recordIn(found, 'icc', { type: 'ICC(2,1)' }).values?.value).toBeGreaterThan(0.7);
    expect(recordIn(found, 'lin_ccc', { raters: ['R1', 'R2'] }).values?.value).toBeGreaterThan(0.7);
    expect(
      recordIn(found, 'percent_agreement', { raters: ['R1', 'R2'], tolerance: 1 }).values?.value,
    ).toBeLessThan(1);
  });

  test('interval alpha has an interval about its value', () => {
    const record = recordIn(found, 'krippendorff_alpha', { metric: 'interval' });
    for (const name of ['ci95', 'bootstrap_bca95']) {
      const [low, high] = intervalIn(record, name);
      expect(low).toBeLessThan(record.values?.value as number);
      expect(high).toBeGreaterThan(record.values?.value as number);
    }
    expect(record.values?.ci_method).toBe('jackknife, t');
    expect((record.values?.se as number) / (record.values?.bootstrap_sd as number)).toBeCloseTo(1, 0);
  });

  test('ratios between each two of too many scores are refused with the limit', () => {
    const many = alphaOfScores(continuous(ratioLimit, 2, 6), 'ratio');
    expect(many.value).toBe('too many');
    const { records } = analysisOf(continuous(ratioLimit, 2, 6), { scale: 'ratio' });
    expect(recordIn({ records }, 'krippendorff_alpha', { metric: 'ratio' }).undefined).toContain('4096');
    expect(recordIn({ records }, 'krippendorff_alpha', { metric: 'ordinal' }).values).not.toBeNull();
  });
});
