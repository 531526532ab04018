import { describe, expect, test } from 'vitest';
import { wilson } from '../../../shared/agreement/shares.ts';
import { analysisOf, intervalIn, recordIn, rowsOf } from './analysed.ts';

type Rows = readonly (readonly (number | null)[])[];

const given: Rows = [
  [3, 4],
  [2, 2],
  [4, 5],
  [1, 3],
  [5, 5],
  [3, 2],
  [2, null],
  [4, 4],
];
const truth = [3, 2, 4, 2, 4, 3, 3, Number.NaN];

describe('each reviewer against the true scores', () => {
  const found = analysisOf(rowsOf(given), { truth, cut: 3, scale: 'ordinal' });
  const first = recordIn(found, 'true_score_accuracy', { rater: 'R1' });
  const second = recordIn(found, 'true_score_accuracy', { rater: 'R2' });

  test('accuracy, bias and spread by hand', () => {
    // Off by −1 on u4, +1 on u5, −1 on u7; u8 has no true score.
    expect(first.values).toMatchObject({ exact: 4 / 7, adjacent: 1, n: 7 });
    expect(first.values?.bias).toBeCloseTo(-1 / 7, 12);
    expect(first.values?.rmse).toBeCloseTo(Math.sqrt(3 / 7), 12);
    // Squares about the means of 3 2 4 1 5 3 2 and of 3 2 4 2 4 3 3: 76/7 and 28/7.
    expect(first.values?.sd_ratio).toBeCloseTo(Math.sqrt(76 / 28), 12);
  });

  test('intervals: Wilson for shares, t for the bias', () => {
    expect(intervalIn(first, 'exact_ci95')).toEqual(wilson(4, 7));
    const [low, high] = intervalIn(first, 'bias_ci95');
    // t of 0.975 with 6 degrees of freedom, and the deviations −1 +1 −1 about −1/7.
    const reach = (2.446911851144969 * Math.sqrt((3 - 1 / 7) / 6)) / Math.sqrt(7);
    expect(low).toBeCloseTo(-1 / 7 - reach, 10);
    expect(high).toBeCloseTo(-1 / 7 + reach, 10);
    expect(first.values?.ci_method).toBe('Wilson score; bias t; kappa asymptotic');
  });

  test('passing wrongly and failing wrongly at the cut', () => {
    // At 3 and over: R1 fails u7 (truth 3). R2 passes u4 (truth 2) and fails u6 (truth 3).
    expect(first.values).toMatchObject({ false_pass: 0, false_fail: 1 / 7, decision_accuracy: 6 / 7 });
    expect(second.values).toMatchObject({ false_pass: 1 / 6, false_fail: 1 / 6, n: 6 });
    const without = analysisOf(rowsOf(given), { truth, scale: 'ordinal' });
    expect(recordIn(without, 'true_score_accuracy', { rater: 'R1' }).values).not.toHaveProperty('false_pass');
  });

  test('quadratic kappa is that of a rater who gives the true scores', () => {
    const beside = rowsOf(given.slice(0, 7).map(([score = null], unit) => [truth[unit] ?? null, score]));
    const pair = { raters: ['R1', 'R2'], weights: 'quadratic' };
    const cohen = recordIn(analysisOf(beside), 'cohen_kappa', pair).values;
    expect(first.values?.kappa_quadratic).toBeCloseTo(cohen?.value as number, 12);
    expect(first.values?.kappa_quadratic_se).toBeCloseTo(cohen?.se as number, 12);
  });

  test('a true score that nobody gave is a category all the same', () => {
    const unused = analysisOf(rowsOf([[1], [2], [2]]), { truth: [1, 2, 9] });
    const { values } = recordIn(unused, 'true_score_accuracy', { rater: 'R1' });
    expect(values).toMatchObject({ exact: 2 / 3, rmse: Math.sqrt(49 / 3) });
    expect(values?.kappa_quadratic).toBeLessThan(0.2);
  });

  test('a reviewer without a true score is undefined, one who scores all alike has no spread to speak of', () => {
    const rows: Rows = [
      [1, null, 2],
      [2, null, 2],
      [3, 3, 2],
      [2, null, 2],
      [1, null, 2],
    ];
    const some = analysisOf(rowsOf(rows), { truth: [1, 2, Number.NaN, 2, 1] });
    expect(recordIn(some, 'true_score_accuracy', { rater: 'R2' }).undefined).toBe(
      'R2 rated no unit that has a true score (no overlap)',
    );
    expect(recordIn(some, 'true_score_accuracy', { rater: 'R3' }).values).toMatchObject({
      sd_ratio: 0,
      kappa_quadratic: 0,
      n: 4,
    });
    expect(recordIn(some, 'true_score_accuracy', { rater: 'R1' }).values).toMatchObject({ exact: 1, n: 4 });
    expect(
      analysisOf(rowsOf(rows)).records.some(({ statistic }) => statistic === 'true_score_accuracy'),
    ).toBe(false);
  });

  test('names have exact shares and plain kappa alone', () => {
    const nominal = analysisOf(rowsOf(given), { truth, cut: 3, scale: 'nominal' });
    const { values } = recordIn(nominal, 'true_score_accuracy', { rater: 'R1' });
    expect(Object.keys(values ?? {})).toEqual(
      expect.arrayContaining(['exact', 'exact_ci95', 'kappa', 'kappa_se', 'n']),
    );
    for (const absent of ['bias', 'adjacent', 'false_pass', 'kappa_quadratic'])
      expect(values).not.toHaveProperty(absent);
  });
});

describe('decision consistency', () => {
  const rows: Rows = [
    [3, 4, 5],
    [1, 2, 3],
    [4, 4, null],
    [1, 1, 2],
    [5, 3, 2],
    [2, null, null],
  ];
  const found = analysisOf(rowsOf(rows), { cut: 3, bootstrap: 500 });
  const record = recordIn(found, 'decision_consistency', { cut: 3 });

  test('the share of pairs that decide alike, averaged over units', () => {
    // ppp, ffp, pp, fff, ppf: 1, 1/3, 1, 1, 1/3.
    expect(record.values).toMatchObject({ n: 6, shared: 5 });
    expect(record.values?.value).toBeCloseTo((1 + 1 / 3 + 1 + 1 + 1 / 3) / 5, 12);
    expect(record.values?.pass_rate).toBeCloseTo((1 + 1 / 3 + 1 + 0 + 2 / 3 + 0) / 6, 12);
    const { value, kappa, pass_rate } = record.values as Record<string, number>;
    const [raw = 0, pass = 0] = [value, pass_rate];
    const pe = pass * pass + (1 - pass) ** 2;
    expect(kappa).toBeCloseTo((raw - pe) / (1 - pe), 12);
  });

  test('both have analytic and drawn intervals', () => {
    for (const name of ['ci95', 'kappa_ci95', 'bootstrap_bca95', 'kappa_bootstrap_bca95']) {
      const [low, high] = intervalIn(record, name);
      const value = name.startsWith('kappa') ? record.values?.kappa : record.values?.value;
      expect(low).toBeLessThan(value as number);
      expect(high).toBeGreaterThan(value as number);
    }
  });

  test('a score at the cut passes, one below does not', () => {
    const at = (score: number) =>
      recordIn(
        analysisOf(
          rowsOf([
            [score, 9],
            [1, 1],
            [9, 9],
          ]),
          { cut: 3 },
        ),
        'decision_consistency',
        { cut: 3 },
      );
    expect(at(3).values?.value).toBe(1);
    expect(at(2.999).values?.value).toBeCloseTo(2 / 3, 12);
  });

  test('when everyone passes there is nothing to correct for', () => {
    const all = recordIn(
      analysisOf(
        rowsOf([
          [3, 4],
          [5, 4],
          [3, 3],
        ]),
        { cut: 1 },
      ),
      'decision_consistency',
      { cut: 1 },
    );
    expect(all.values).toMatchObject({
      value: 1,
      pass_rate: 1,
      kappa_undefined: 'every rating passes (no variance)',
    });
    expect(all.values).not.toHaveProperty('kappa');
  });
});

test('Wilson’s interval: a published example, and the ends stay shares', () => {
  // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  const rounded = (count: number, n: number) => wilson(count, n).map((end) => Number(end.toFixed(4)));
  expect(rounded(81, 263)).toEqual([0.2553, 0.3662]);
  expect(rounded(15, 148)).toEqual([0.0624, 0.1605]);
  expect(rounded(0, 20)).toEqual([0, 0.1611]);
  expect(rounded(1, 29)).toEqual([0.0061, 0.1718]);
  expect(wilson(7, 7)[1]).toBe(1);
});
