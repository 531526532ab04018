import { describe, expect, test } from 'vitest';
import { customWeights } from '../../../shared/agreement/weights.ts';
import { analysisOf, recordIn, rowsOf } from './analysed.ts';

describe('weights of one’s own', () => {
  test('are read row by row', () => {
    const rows = [
      [1, 0.5, 0],
      [0.5, 1, 0.25],
      [0, 0.25, 1],
    ];
    const found = customWeights(rows, 3);
    expect(found).toEqual({ ok: true, value: { categories: 3, table: Float64Array.from(rows.flat()) } });
  });

  test.each([
    { rows: [[1]], problem: 'the weights are for 1 categories, and there are 2' },
    { rows: [[1, 0], [0]], problem: 'row 2 of the weights has 1 of 2 numbers' },
    {
      rows: [
        [1, 0],
        [0.5, 1],
      ],
      problem: 'the weight in row 1, column 2 is 0, and mirrored 0.5: weights are symmetric',
    },
    {
      rows: [
        [1, 0],
        [0, 0.9],
      ],
      problem: 'the weight in row 2, column 2 is 0.9, and agreement itself weighs 1',
    },
    {
      rows: [
        [1, 2],
        [2, 1],
      ],
      problem: 'the weight in row 1, column 2 is 2, and weights lie between 0 and 1',
    },
    {
      rows: [
        [1, Number.NaN],
        [0, 1],
      ],
      problem: 'the weight in row 1, column 2 is NaN, and weights lie between 0 and 1',
    },
  ])('$problem', ({ rows, problem }) => {
    expect(customWeights(rows, 2)).toEqual({ ok: false, problem });
  });

  const scores = [
    [1, 1],
    [2, 3],
    [3, 3],
    [1, 2],
    [2, 2],
    [3, 1],
  ];

  test('that do not fit the categories leave the statistic undefined, and say why', () => {
    const found = analysisOf(rowsOf(scores), {
      customWeights: [
        [1, 0],
        [0, 1],
      ],
    });
    const why = 'the weights are for 2 categories, and there are 3';
    const options = { weights: 'custom' };
    for (const statistic of ['fleiss_kappa', 'light_kappa', 'gwet_ac'])
      expect(recordIn(found, statistic, options).undefined).toBe(why);
    expect(recordIn(found, 'cohen_kappa', { raters: ['R1', 'R2'], ...options }).undefined).toBe(why);
    expect(recordIn(found, 'fleiss_kappa', { weights: 'linear' }).values).not.toBeNull();
  });

  test('that tell nothing apart leave it undefined too', () => {
    const ones = [1, 1, 1];
    const found = analysisOf(rowsOf(scores), { customWeights: [ones, ones, ones] });
    expect(recordIn(found, 'fleiss_kappa', { weights: 'custom' }).undefined).toBe(
      'the weights tell no two categories apart',
    );
    expect(recordIn(found, 'percent_agreement_pairwise', { weights: 'custom' }).values?.value).toBe(1);
  });
});
