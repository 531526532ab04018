import { cohenKappa, type PairTable } from './cohen.ts';
import type { CriterionCase } from './criterion-case.ts';
import { categoryLimit } from './panel.ts';
import { type AgreementRecord, recordOf, undefinedRecord } from './record.ts';
import { wilson } from './shares.ts';
import { tQuantileTwoSided } from './special-functions.ts';
import { agreementWeights, type Weights } from './weights.ts';

const statistic = 'true_score_accuracy';

/**
 * Each reviewer against the true scores: exact and adjacent shares (Wilson intervals), bias (reviewer minus truth, t
 * interval), root mean square error, spread (the ratio of the standard deviations), quadratic kappa with its asymptotic
 * interval, and with a cut how often the pass decision is wrong either way. Nominal scores have exact shares and
 * unweighted kappa alone. `truth` is by unit, NaN where there is none. Null when stopped.
 */
export const trueScoreRecords = (
  one: CriterionCase,
  truth: Float64Array,
  cut: number | null,
  goesOn: () => boolean,
): AgreementRecord[] | null => {
  const { ratings, raters } = one;
  const pairs = againstTruth(one, truth);
  const kappa = kappaOf(one, truth);
  const records: AgreementRecord[] = [];
  for (let rater = 0; rater < ratings.raters; rater += 1) {
    if (!goesOn()) return null;
    const name = raters[rater] ?? '';
    const own = pairs[rater] ?? { given: [], right: [] };
    records.push(recordFor(one, name, own, kappa, cut));
  }
  return records;
};

type Sides = { readonly given: number[]; readonly right: number[] };

const againstTruth = ({ ratings }: CriterionCase, truth: Float64Array): Sides[] => {
  const { units, raters, starts, rater, values } = ratings;
  const sides = Array.from({ length: raters }, (): Sides => ({ given: [], right: [] }));
  for (let unit = 0; unit < units; unit += 1) {
    const right = truth[unit] as number;
    if (Number.isNaN(right)) continue;
    const end = starts[unit + 1] as number;
    for (let at = starts[unit] as number; at < end; at += 1) {
      const own = sides[rater[at] as number];
      own?.given.push(values[at] as number);
      own?.right.push(right);
    }
  }
  return sides;
};

/** Scores with true ones as categories, and the weights between them. Null when there are too many. */
type KappaCase = { readonly codeOf: ReadonlyMap<number, number>; readonly weights: Weights };

const kappaOf = ({ categorised, scale, distance }: CriterionCase, truth: Float64Array): KappaCase | null => {
  if (categorised === null) return null;
  const distinct = new Set([...categorised.panel.scale, ...truth.filter((score) => !Number.isNaN(score))]);
  if (distinct.size > categoryLimit) return null;
  const values = Float64Array.from(distinct).sort();
  return {
    codeOf: new Map(Array.from(values, (value, code) => [value, code])),
    weights: agreementWeights(scale === 'nominal' ? 'unweighted' : 'quadratic', values, distance),
  };
};

const recordFor = (
  { scale }: CriterionCase,
  rater: string,
  sides: Sides,
  kappa: KappaCase | null,
  cut: number | null,
): AgreementRecord => {
  const n = sides.given.length;
  if (n === 0)
    return undefinedRecord(statistic, { rater }, `${rater} rated no unit that has a true score (no overlap)`);
  const exact = shareOf(
    'exact',
    countWhere(sides, (apart) => apart === 0),
    n,
  );
  const found = kappa === null ? null : cohenKappa(tableOf(sides, kappa), kappa.weights);
  const name = scale === 'nominal' ? 'kappa' : 'kappa_quadratic';
  const kappaValues =
    found === null
      ? {}
      : { [name]: found.value, [`${name}_se`]: found.se, [`${name}_ci95`]: clipped(found.ci95) };
  return recordOf(
    statistic,
    { rater },
    {
      ...exact,
      ...(scale === 'nominal' ? {} : distancesOf(sides, n)),
      ...kappaValues,
      ...(cut === null || scale === 'nominal' ? {} : decisionsOf(sides, cut, n)),
      ci_method:
        scale === 'nominal' ? 'Wilson score; kappa asymptotic' : 'Wilson score; bias t; kappa asymptotic',
      n,
    },
  );
};

const clipped = ([low, high]: readonly [number, number]): readonly [number, number] => [
  low,
  Math.min(1, high),
];

const tableOf = ({ given, right }: Sides, { codeOf, weights }: KappaCase): PairTable => {
  const q = weights.categories;
  const counts = new Float64Array(q * q);
  for (const [at, score] of given.entries()) {
    const cell = (codeOf.get(right[at] as number) as number) * q + (codeOf.get(score) as number);
    counts[cell] = (counts[cell] as number) + 1;
  }
  return { categories: q, counts, n: given.length };
};

const countWhere = (
  { given, right }: Sides,
  holds: (apart: number, given: number, right: number) => boolean,
): number => {
  let count = 0;
  for (const [at, score] of given.entries()) {
    const truth = right[at] as number;
    if (holds(score - truth, score, truth)) count += 1;
  }
  return count;
};

const shareOf = (name: string, count: number, n: number) => ({
  [name]: count / n,
  [`${name}_ci95`]: wilson(count, n),
});

const distancesOf = (sides: Sides, n: number) => {
  const { given, right } = sides;
  const apart = given.map((score, at) => score - (right[at] as number));
  const bias = mean(apart);
  const spread = Math.sqrt(variance(apart));
  const reach = (tQuantileTwoSided(0.05, n - 1) * spread) / Math.sqrt(n);
  const truth = variance(right);
  return {
    ...shareOf(
      'adjacent',
      countWhere(sides, (one) => Math.abs(one) <= 1),
      n,
    ),
    bias,
    bias_ci95: [bias - reach, bias + reach] as const,
    rmse: Math.sqrt(mean(apart.map((one) => one * one))),
    sd_ratio: truth > 0 ? Math.sqrt(variance(given) / truth) : null,
  };
};

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/** Over n − 1, from the first number on, so that equal numbers have exactly none. */
const variance = (numbers: readonly number[]): number => {
  const first = numbers[0] ?? 0;
  const about = mean(numbers.map((one) => one - first));
  return numbers.reduce((sum, one) => sum + (one - first - about) ** 2, 0) / (numbers.length - 1);
};

const decisionsOf = (sides: Sides, cut: number, n: number) => {
  const falsePass = countWhere(sides, (_, given, right) => given >= cut && right < cut);
  const falseFail = countWhere(sides, (_, given, right) => given < cut && right >= cut);
  return {
    ...shareOf('false_pass', falsePass, n),
    ...shareOf('false_fail', falseFail, n),
    ...shareOf('decision_accuracy', n - falsePass - falseFail, n),
  };
};
