import { describe, expect, test } from 'vitest';
import type { AgreementRecord } from '../../../shared/agreement/record.ts';
import { type Asked, analysisOf, recordIn, rowsOf } from './analysed.ts';

type Rows = readonly (readonly (number | null)[])[];

const analysisOfRows = (rows: Rows, asked: Asked = {}, raters?: number) =>
  analysisOf(rowsOf(rows, raters), asked);

const numberOf = ({ values }: AgreementRecord): unknown => values?.value;

const corrected = /kappa|scott_pi|gwet_ac|brennan_prediger|alpha|icc|kendall|mean_|lin_ccc/;

const always3: Rows = Array.from({ length: 10 }, () => [3, 3, 3]);
const identical: Rows = [1, 2, 3, 1, 2, 3, 4, 4].map((score) => [score, score, score]);

describe('every rating the same', () => {
  const found = analysisOfRows(always3);

  test('agreement is 1', () => {
    const shares = found.records.filter(({ statistic }) => statistic.startsWith('percent_agreement'));
    expect(shares.length).toBe(4 + 2 + 3 * 2);
    for (const record of shares) expect(numberOf(record)).toBe(1);
  });

  test('all that is corrected for chance, or stands on variance, is undefined and says so', () => {
    const records = found.records.filter(({ statistic }) => corrected.test(statistic));
    expect(records.length).toBeGreaterThan(50);
    for (const { values, undefined: why } of records) {
      expect(values).toBeNull();
      expect(why).toMatch(/no variance/);
    }
    expect(recordIn(found, 'gwet_ac', { weights: 'unweighted' }).undefined).toBe(
      'every rater chose 3 on every unit (no variance)',
    );
  });

  test('a label is called by its name', () => {
    const { records } = analysisOfRows(
      [
        [1, 1],
        [1, 1],
      ],
      { labels: ['fail', 'pass'], scale: 'nominal' },
    );
    expect(records.find(({ statistic }) => statistic === 'fleiss_kappa')?.undefined).toMatch(/chose pass on/);
  });

  test('with declared categories a formula that gives a number gives it, and is flagged', () => {
    const declared = analysisOfRows(always3, { categories: [1, 2, 3, 4, 5] });
    for (const statistic of ['gwet_ac', 'brennan_prediger']) {
      const record = recordIn(declared, statistic, { weights: 'quadratic' });
      expect(record.flags).toEqual(['degenerate']);
      expect(numberOf(record)).toBe(1);
      expect(record.values?.categories).toBe(5);
    }
    expect(recordIn(declared, 'randolph_kappa')).toMatchObject({
      flags: ['degenerate'],
      values: { value: 1 },
    });
    for (const statistic of ['fleiss_kappa', 'conger_kappa', 'light_kappa'])
      expect(recordIn(declared, statistic, { weights: 'unweighted' }).values).toBeNull();
    expect(recordIn(declared, 'krippendorff_alpha', { metric: 'nominal' }).values).toBeNull();
  });

  test('without declared ones they are undefined, and not flagged when ratings differ', () => {
    expect(recordIn(found, 'randolph_kappa').values).toBeNull();
    const varied = analysisOfRows(identical, { categories: [1, 2, 3, 4, 5] });
    expect(recordIn(varied, 'gwet_ac', { weights: 'quadratic' }).flags).toBeUndefined();
  });
});

test('raters identical in several categories: 1, without a test, because there is no error', () => {
  const { records } = analysisOfRows(identical);
  const defined = records.filter(({ statistic, values }) => corrected.test(statistic) && values !== null);
  expect(defined.length).toBe(records.filter(({ statistic }) => corrected.test(statistic)).length);
  // W without the correction falls short of 1 where there are ties.
  const uncorrected = recordIn({ records }, 'kendall_w', { tieCorrected: false });
  for (const record of defined) if (record !== uncorrected) expect(numberOf(record)).toBeCloseTo(1, 9);
  const one = recordIn({ records }, 'fleiss_kappa', { weights: 'linear' });
  expect(one.values).toMatchObject({ value: 1, se: 0, ci95: [1, 1] });
  expect(one.values?.p).toBeUndefined();
});

test('one that differs in a single rating is not 1', () => {
  const rows = identical.map((row, at) => (at === 0 ? [1, 1, 2] : row));
  const { records } = analysisOfRows(rows);
  for (const record of records.filter(({ statistic }) => /kappa$|alpha|gwet|icc/.test(statistic)))
    if (!String(record.options.raters).includes('R1,R2')) expect(numberOf(record)).toBeLessThan(1);
});

describe('no overlap', () => {
  test('one rater', () => {
    const { records, n } = analysisOfRows([[1], [2], [3], [2], [1]]);
    expect(n).toEqual({ units: 5, raters: 1, ratings: 5, shared: 0 });
    for (const { values, undefined: why } of records) {
      expect(values).toBeNull();
      expect(why).toBe('R1 is the only rater (no overlap)');
    }
    expect(records.length).toBeGreaterThan(40);
  });

  test('two raters on disjoint units are undefined, and warned of as groups', () => {
    const found = analysisOfRows([
      [1, null],
      [2, null],
      [null, 1],
      [null, 2],
    ]);
    for (const { values, undefined: why } of found.records) {
      expect(values).toBeNull();
      expect(why).toMatch(/no overlap/);
    }
    expect(found.warnings).toEqual([
      {
        code: 'disconnected',
        text: 'No shared unit links these groups of raters: {R1}, {R2}. Agreement is known within a group alone.',
      },
    ]);
  });

  test('of four raters in two groups the multi-rater coefficients go on, pairs across are undefined', () => {
    const found = analysisOfRows([
      [1, 1, null, null],
      [2, 1, null, null],
      [3, 3, null, null],
      [null, null, 1, 2],
      [null, null, 2, 2],
      [null, null, 3, 3],
    ]);
    expect(numberOf(recordIn(found, 'krippendorff_alpha', { metric: 'ordinal' }))).toBeGreaterThan(0.5);
    expect(
      numberOf(recordIn(found, 'cohen_kappa', { raters: ['R1', 'R2'], weights: 'linear' })),
    ).toBeGreaterThan(0);
    expect(recordIn(found, 'cohen_kappa', { raters: ['R1', 'R3'], weights: 'linear' }).undefined).toBe(
      'R1 and R3 share no unit (no overlap)',
    );
    expect(found.warnings.map(({ text }) => text).join()).toContain('{R1, R2}, {R3, R4}');
  });

  test('no rating at all', () => {
    const found = analysisOfRows([[null, null]]);
    expect(found.n).toEqual({ units: 0, raters: 0, ratings: 0, shared: 0 });
    for (const { undefined: why } of found.records) expect(why).toBe('there is no rating');
    expect(found.warnings.map(({ code }) => code)).toEqual([
      'rater-without-ratings',
      'rater-without-ratings',
      'unit-without-ratings',
    ]);
  });
});

describe('what is left out', () => {
  const rows: Rows = [
    [1, 1, 1],
    [2, 2, 2],
    [3, 3, 2],
    [1, 2, 2],
    [5, null, null],
  ];

  test('a unit with a single rating counts in the proportions of AC, not in agreement', () => {
    const found = analysisOfRows(rows);
    const without = analysisOfRows(rows.slice(0, 4));
    expect(found.n).toMatchObject({ units: 5, shared: 4 });
    const ac = recordIn(found, 'gwet_ac', { weights: 'unweighted' }).values;
    const shorter = recordIn(without, 'gwet_ac', { weights: 'unweighted' }).values;
    expect(ac).toMatchObject({ n: 5, shared: 4, pa: shorter?.pa });
    expect(ac?.pe).not.toBe(shorter?.pe);
    const metric = { metric: 'nominal' };
    expect(numberOf(recordIn(found, 'krippendorff_alpha', metric))).toBe(
      numberOf(recordIn(without, 'krippendorff_alpha', metric)),
    );
    expect(recordIn(found, 'krippendorff_alpha', metric).values?.n).toBe(4);
  });

  test('a rater without ratings is named, and does not count', () => {
    const silent = analysisOfRows(rows.slice(0, 4).map((row) => [...row, null]));
    expect(silent.warnings).toEqual([
      { code: 'rater-without-ratings', text: 'R4 has no ratings on overall and was left out.' },
    ]);
    const { records, ...rest } = analysisOfRows(rows.slice(0, 4));
    expect(silent.records).toEqual(records);
    expect(silent.n).toEqual(rest.n);
  });

  test('thin overlap is warned of, ample overlap is not', () => {
    const thin = analysisOfRows([
      [1, 1],
      [2, null],
      [3, null],
      [1, null],
    ]);
    expect(thin.warnings.map(({ code }) => code)).toEqual(['thin-overlap']);
    expect(analysisOfRows(rows).warnings).toEqual([]);
  });
});

describe('scores of every kind', () => {
  const interval = { metric: 'interval' };
  const ratio = { metric: 'ratio' };

  test('half points', () => {
    const halves = analysisOfRows([
      [1.5, 1.5],
      [2, 2.5],
      [2.5, 2.5],
      [3, 3],
      [3.5, 3],
      [4, 4],
    ]);
    expect(halves.categories).toEqual([1.5, 2, 2.5, 3, 3.5, 4]);
    expect(numberOf(recordIn(halves, 'krippendorff_alpha', ratio))).toBeGreaterThan(0.9);
  });

  test('negative scores are fine but for ratios, which say why', () => {
    const negative = analysisOfRows([
      [-2, -2],
      [-1, 0],
      [0, 0],
      [1, 1],
      [2, 1],
      [0, -1],
    ]);
    expect(numberOf(recordIn(negative, 'krippendorff_alpha', interval))).toBeGreaterThan(0.8);
    expect(recordIn(negative, 'krippendorff_alpha', ratio).undefined).toBe(
      'a ratio scale has no scores under 0, and there is -2',
    );
    const zero = analysisOfRows([
      [0, 0],
      [0, 1],
      [1, 1],
      [2, 2],
    ]);
    expect(numberOf(recordIn(zero, 'krippendorff_alpha', ratio))).toBeGreaterThan(0);
  });

  test('the scale decides what there is', () => {
    const rows: Rows = [
      [1, 2],
      [2, 2],
      [3, 3],
      [1, 1],
      [3, 2],
    ];
    const statistics = (asked: Asked) =>
      new Set(
        analysisOfRows(rows, asked).records.map((one) =>
          `${one.statistic} ${one.options.metric ?? ''}`.trim(),
        ),
      );
    const nominal = statistics({ scale: 'nominal' });
    for (const absent of ['icc', 'kendall_w', 'lin_ccc', 'krippendorff_alpha ordinal'])
      expect(nominal.has(absent)).toBe(false);
    expect(nominal.has('krippendorff_alpha nominal')).toBe(true);
    expect(
      analysisOfRows(rows, { scale: 'nominal' }).records.some((one) => one.options.weights === 'linear'),
    ).toBe(false);
    const ordinal = statistics({ scale: 'ordinal' });
    expect(ordinal.has('icc') && ordinal.has('krippendorff_alpha interval')).toBe(true);
    expect(ordinal.has('krippendorff_alpha ratio')).toBe(false);
    const labels = statistics({ scale: 'ordinal', labels: ['a', 'b', 'c', 'd'] });
    expect(labels.has('kendall_w') && labels.has('krippendorff_alpha ordinal')).toBe(true);
    for (const absent of ['icc', 'mean_pearson', 'bland_altman', 'krippendorff_alpha interval'])
      expect(labels.has(absent)).toBe(false);
    expect(statistics({ scale: 'ratio' }).has('krippendorff_alpha ratio')).toBe(true);
  });
});

describe('few units', () => {
  const rows: Rows = [
    [1, 1],
    [2, 3],
    [3, 3],
    [4, 4],
    [2, 2],
    [1, 2],
  ];

  test.each([
    { units: 6, flags: undefined, interval: true },
    { units: 5, flags: undefined, interval: true },
    { units: 4, flags: ['unstable'], interval: true },
    { units: 3, flags: ['unstable'], interval: true },
    { units: 2, flags: ['unstable'], interval: false },
  ])('$units', ({ units, flags, interval }) => {
    const { records } = analysisOfRows(rows.slice(0, units), { bootstrap: 100 });
    const alpha = recordIn({ records }, 'krippendorff_alpha', { metric: 'interval' });
    expect(alpha.flags).toEqual(flags);
    for (const name of ['ci95', 'bootstrap_ci95', 'bootstrap_bca95', 'ci_method'])
      expect(alpha.values?.[name] !== undefined).toBe(interval);
    expect(records.some(({ values }) => values !== null && 'ci95' in values)).toBe(interval);
  });

  test('one alone has no error, and so no test but against chance', () => {
    const { records } = analysisOfRows([[1, 2, 2, 4]]);
    const tested = records.filter(({ values }) => values !== null && 'p' in values);
    expect(records.some(({ values }) => values !== null)).toBe(true);
    for (const { values } of tested) expect(values).toHaveProperty('se_null');
  });
});

describe('raters who hardly vary', () => {
  const pair = { raters: ['R1', 'R2'], weights: 'unweighted' };

  test('two raters, each constant, but different: kappa is 0 by its formula and flagged', () => {
    const found = analysisOfRows([
      [1, 2],
      [1, 2],
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    expect(recordIn(found, 'cohen_kappa', pair)).toMatchObject({
      flags: ['degenerate'],
      values: { value: 0, se: 0 },
    });
    expect(recordIn(found, 'cohen_kappa', pair).values?.z).toBeUndefined();
    expect(numberOf(recordIn(found, 'scott_pi', pair))).toBe(-1);
    expect(numberOf(recordIn(found, 'krippendorff_alpha', { metric: 'nominal' }))).toBeCloseTo(-0.8, 12);
    expect(recordIn(found, 'mean_pearson', { fisherZ: false }).undefined).toBe(
      'R1 gave every unit the same score (no variance)',
    );
  });

  test('one constant rater: flagged as well, and not when both vary', () => {
    const found = analysisOfRows([
      [1, 2],
      [2, 2],
      [3, 2],
      [1, 2],
      [2, 2],
    ]);
    expect(recordIn(found, 'cohen_kappa', pair).flags).toEqual(['degenerate']);
    expect(recordIn(found, 'lin_ccc', { raters: ['R1', 'R2'] }).undefined).toMatch(
      /^R2 gave one score throughout/,
    );
    const varied = analysisOfRows([
      [1, 2],
      [2, 2],
      [3, 1],
      [1, 2],
      [2, 2],
    ]);
    expect(recordIn(varied, 'cohen_kappa', pair).flags).toBeUndefined();
  });

  test('a pair without variance leaves Light’s kappa undefined and is named', () => {
    const rows: Rows = [
      [2, 2, 1],
      [2, 2, 2],
      [2, 2, 3],
      [2, 2, 2],
      [2, 2, 1],
    ];
    const light = recordIn(analysisOfRows(rows), 'light_kappa', { weights: 'linear' });
    expect(light.undefined).toBe('R1 and R2 gave one and the same score throughout (no variance)');
  });

  test('a category that was used once', () => {
    const found = analysisOfRows([
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 2],
      [1, 1],
      [1, 1],
    ]);
    expect(numberOf(recordIn(found, 'fleiss_kappa', { weights: 'unweighted' }))).toBeCloseTo(-1 / 11, 12);
    expect(numberOf(recordIn(found, 'krippendorff_alpha', { metric: 'nominal' }))).toBe(0);
    const { perCategory } =
      recordIn(found, 'fleiss_kappa', { weights: 'unweighted', units: 'complete' }).values ?? {};
    expect(perCategory).toHaveLength(2);
  });
});
