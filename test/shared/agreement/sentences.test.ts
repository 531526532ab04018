import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { bandOf } from '../../../shared/agreement/bands.ts';
import type { AgreementRecord } from '../../../shared/agreement/record.ts';
import { sentenceOf } from '../../../shared/agreement/sentences.ts';
import { decimal, percent } from '../../../shared/agreement/spoken-numbers.ts';
import { type Asked, analysisOf, recordIn, rowsOf } from './analysed.ts';
import { loadReference, matrixOf, ratingsFrom } from './reference-data.ts';

/** Krippendorff's example of 12 units by 4 raters with gaps. */
const published = loadReference(path.join(import.meta.dirname, '../../fixtures/agreement/published'));
const example = published.datasets.get('kripp-4x12');
if (example === undefined) throw new Error('The published example is missing.');
const raters = ['Ada', 'Ben', 'Cy', 'Dee'];
const found = analysisOf(ratingsFrom(matrixOf(example)), { scale: 'ordinal', cut: 3, raters });
const drawn = analysisOf(ratingsFrom(matrixOf(example)), { scale: 'ordinal', bootstrap: 500, raters });

const saying = (statistic: string, options: AgreementRecord['options'], of = found): string =>
  sentenceOf(recordIn(of, statistic, options));

describe('a result read aloud', () => {
  test('value, interval, what it stands on, and the band with its source', () => {
    expect(saying('krippendorff_alpha', { metric: 'ordinal' })).toBe(
      'Krippendorff’s alpha (ordinal): 0.82 (95 % interval 0.50 to 1.00), from 40 ratings of 11 units. Reliable (Krippendorff 2019); by its interval, anything from not to be relied on to reliable.',
    );
    expect(saying('icc', { type: 'ICC(2,1)' })).toBe(
      'Intraclass correlation ICC(2,1) (absolute agreement, one rater): 0.70 (95 % interval 0.40 to 0.92), on 8 units. Moderate (Koo & Li 2016); by its interval, anything from poor to excellent.',
    );
    expect(saying('cohen_kappa', { raters: ['Ada', 'Ben'], weights: 'quadratic' })).toBe(
      'Cohen’s kappa (quadratic weights) of Ada and Ben: 0.94 (95 % interval 0.82 to 1.00), on 9 units. Almost perfect (Landis & Koch 1977).',
    );
  });

  test('a drawn interval is preferred, and said to be drawn', () => {
    expect(saying('krippendorff_alpha', { metric: 'ordinal' }, drawn)).toMatch(
      /^Krippendorff’s alpha \(ordinal\): 0\.82 \(95 % interval 0\.\d\d to 0\.9\d, bootstrap, BCa\), from/,
    );
  });

  test('shares are percentages, of units that are shared', () => {
    expect(saying('percent_agreement_pairwise', { weights: 'unweighted' })).toBe(
      'Pairwise agreement: 82 % (95 % interval 54 % to 100 %), on 11 of 12 units that two raters or more rated.',
    );
    expect(saying('percent_agreement', { raters: ['Ada', 'Ben'], tolerance: 1 })).toBe(
      'Agreement (within 1) of Ada and Ben: 100 % (95 % interval 70 % to 100 %), on 9 units.',
    );
  });

  test.each([
    ['gwet_ac', { weights: 'unweighted' }, 'Gwet’s AC1: '],
    ['gwet_ac', { weights: 'ordinal' }, 'Gwet’s AC2 (ordinal weights): '],
    ['fleiss_kappa', { weights: 'unweighted', units: 'complete' }, 'Fleiss’ kappa (units that all rated): '],
    [
      'light_kappa',
      { weights: 'linear' },
      'Light’s kappa (linear weights): 0.66 (95 % interval 0.21 to 1.00), over 6 pairs of raters, on 8 units.',
    ],
    ['kendall_w', { tieCorrected: true }, 'Kendall’s W (corrected for ties): 0.79, on 8 units.'],
    ['mean_spearman', { fisherZ: true }, 'Mean Spearman rank correlation (averaged on Fisher’s z): '],
    [
      'icc_reml',
      { type: 'ICC(3,k)' },
      'Intraclass correlation by REML ICC(3,k) (consistency, mean of 4 raters): 0.96, from 41 ratings of',
    ],
    [
      'krippendorff_alpha_gwet_weights',
      { weights: 'linear' },
      'Alpha with Gwet’s fixed weights (linear weights): ',
    ],
  ] as const)('%s is called by its name', (statistic, options, start) => {
    expect(saying(statistic, options).startsWith(start)).toBe(true);
  });

  test('two raters’ scores say who is higher', () => {
    expect(saying('bland_altman', { raters: ['Ada', 'Ben'] })).toBe(
      'Ada scores on average 0.13 lower than Ben (95 % interval −0.42 to 0.17); 95 % of their differences are expected between −0.82 and 0.57, on 8 units (limits of agreement).',
    );
  });

  test('decisions at a cut', () => {
    expect(saying('decision_consistency', { cut: 3 })).toBe(
      'At a cut of 3 two raters decide alike on 89 % (95 % interval 66 % to 100 %); corrected for chance 0.79 (95 % interval 0.44 to 1.00), substantial (Landis & Koch 1977); 48 % of the ratings pass; on 11 of 12 units that two raters or more rated.',
    );
  });

  test('a reviewer against the true scores', () => {
    const rows = [[4], [3], [2], [4], [5], [3], [4], [2]];
    const one = analysisOf(rowsOf(rows), { cut: 3, truth: [3, 3, 2, 3, 5, 3, 4, 2], raters: ['Ada'] });
    const sentence = saying('true_score_accuracy', { rater: 'Ada' }, one);
    expect(sentence).toMatch(
      /^Ada against the true scores: 75 % exact \(95 % interval 41 % to 93 %\); 100 % within one/,
    );
    expect(sentence).toContain('on average 0.25 higher than the truth (95 % interval −0.14 to 0.64)');
    expect(sentence).toMatch(
      /quadratic kappa 0\.8\d \(95 % interval .*\), almost perfect \(Landis & Koch 1977\)/,
    );
    expect(sentence).toContain('0 % passed wrongly');
    expect(sentence).toMatch(/on 8 units\.$/);
  });
});

describe('what is said beside a number', () => {
  const skewed = Array.from(
    { length: 40 },
    (_, unit) =>
      [
        [3, 2],
        [2, 3],
        [2, 2],
        [4, 3],
      ][unit] ?? [3, 3],
  );
  const even = [
    [1, 1],
    [2, 2],
    [3, 3],
    [1, 2],
    [2, 2],
    [3, 3],
    [1, 1],
    [2, 3],
    [3, 3],
    [1, 1],
  ];
  const of = (rows: readonly (readonly number[])[], asked: Asked = {}) => analysisOf(rowsOf(rows), asked);
  const kappa = { weights: 'unweighted' };

  test('the prevalence effect, with the percentage', () => {
    expect(saying('fleiss_kappa', kappa, of(skewed))).toMatch(
      /The raters agree on 93 %, yet kappa is 0\.37, because 94 % of the ratings are 3: read both\.$/,
    );
    expect(saying('krippendorff_alpha', { metric: 'ordinal' }, of(skewed))).toContain(
      'yet alpha is 0.40, because',
    );
    expect(saying('scott_pi', { raters: ['R1', 'R2'], ...kappa }, of(skewed))).toContain(
      'yet pi is 0.37, because',
    );
  });

  test('not where categories are even, nor of a coefficient that resists it', () => {
    expect(saying('fleiss_kappa', kappa, of(even))).not.toContain('yet');
    expect(saying('gwet_ac', kappa, of(skewed))).not.toContain('yet');
  });

  test('few units are no base for a word of praise', () => {
    expect(saying('gwet_ac', kappa, of(even.slice(0, 4)))).toMatch(
      /, on 4 units\. Unstable: fewer than five units\.$/,
    );
    expect(
      saying(
        'gwet_ac',
        kappa,
        of([
          [1, 2],
          [3, 3],
        ]),
      ),
    ).toBe(
      'Gwet’s AC1: 0.27, on 2 units. Unstable: fewer than five units, and under three there is no interval.',
    );
  });

  test('why there is no value', () => {
    const same = of([
      [3, 3],
      [3, 3],
      [3, 3],
      [3, 3],
      [3, 3],
    ]);
    expect(saying('krippendorff_alpha', { metric: 'interval' }, same)).toBe(
      'Krippendorff’s alpha (interval) is undefined, because every rater chose 3 on every unit (no variance).',
    );
    expect(saying('gwet_ac', kappa, of([[1], [2], [3]]))).toBe(
      'Gwet’s AC1 is undefined, because R1 is the only rater (no overlap).',
    );
    const decided = of(
      [
        [3, 4],
        [5, 4],
        [3, 3],
        [4, 4],
        [3, 5],
      ],
      { cut: 1 },
    );
    expect(saying('decision_consistency', { cut: 1 }, decided)).toContain(
      'corrected for chance undefined, because every rating passes (no variance)',
    );
  });

  test('a number that follows from the formula alone, and an interval without width', () => {
    const declared = of(
      [
        [3, 3],
        [3, 3],
        [3, 3],
        [3, 3],
        [3, 3],
      ],
      { categories: [1, 2, 3] },
    );
    expect(saying('gwet_ac', kappa, declared)).toBe(
      'Gwet’s AC1: 1.00, on 5 units. The ratings do not vary: the number follows from the formula alone.',
    );
    const flat = of([
      [1, 2],
      [2, 2],
      [3, 2],
      [1, 2],
      [2, 2],
    ]);
    expect(saying('cohen_kappa', { raters: ['R1', 'R2'], ...kappa }, flat)).toBe(
      'Cohen’s kappa of R1 and R2: 0.00, on 5 units. One of the two gave the same score throughout, so kappa is 0 whatever they agree on.',
    );
    const perfect = of([
      [1, 1],
      [2, 2],
      [3, 3],
      [1, 1],
      [2, 2],
    ]);
    expect(saying('fleiss_kappa', kappa, perfect)).toBe(
      'Fleiss’ kappa: 1.00, on 5 units. Almost perfect (Landis & Koch 1977). There is no interval, because no unit differs from the others in this; that is not certainty.',
    );
  });

  test('a fit that did not converge', () => {
    const record = recordIn(found, 'icc_reml', { type: 'ICC(2,1)' });
    const stopped = { ...record, values: { ...record.values, converged: 'no' } };
    expect(sentenceOf(stopped)).toMatch(/The fit did not converge: do not use the number\.$/);
    expect(sentenceOf(record)).not.toContain('converge');
  });
});

describe('numbers and bands', () => {
  test.each([
    [0.8154, '0.82'],
    [1, '1.00'],
    [0.9961, '0.996'],
    [-0.1234, '−0.12'],
    [0.0004, '0.0004'],
    [-0.0000001, '0.00'],
  ])('%d as a decimal', (value, said) => {
    expect(decimal(value)).toBe(said);
  });

  test.each([
    [0.5, '50 %'],
    [1, '100 %'],
    [0.9981, '99.8 %'],
    [0, '0 %'],
    [0.001, '0.1 %'],
  ])('%d as a percentage', (value, said) => {
    expect(percent(value)).toBe(said);
  });

  test.each([
    ['fleiss_kappa', -0.01, 'poor'],
    ['fleiss_kappa', 0.2, 'slight'],
    ['cohen_kappa', 0.21, 'fair'],
    ['light_kappa', 0.8, 'substantial'],
    ['gwet_ac', 0.81, 'almost perfect'],
    ['krippendorff_alpha', 0.666, 'not to be relied on'],
    ['krippendorff_alpha', 0.667, 'good for tentative conclusions'],
    ['krippendorff_alpha', 0.8, 'reliable'],
    ['icc', 0.49, 'poor'],
    ['icc_reml', 0.9, 'good'],
    ['icc', 0.91, 'excellent'],
    ['lin_ccc', 0.95, 'substantial'],
  ])('%s of %d', (statistic, value, word) => {
    expect(bandOf(statistic, value)?.word).toBe(word);
  });

  test('no band where nobody has proposed one', () => {
    for (const statistic of ['kendall_w', 'percent_agreement', 'mean_pearson'])
      expect(bandOf(statistic, 0.9)).toBeNull();
  });
});
