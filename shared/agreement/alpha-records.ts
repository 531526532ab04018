import { additiveIntervalAlpha, alphaOfScores, ratioLimit } from './alpha-of-scores.ts';
import { bootstrap } from './bootstrap.ts';
import { agreementBase, alphaWithWeights } from './chance-corrected.ts';
import type { Categorised, CriterionCase } from './criterion-case.ts';
import {
  type Coincidences,
  coincidences,
  krippendorffAlpha,
  type Metric,
  squaredDistances,
} from './krippendorff.ts';
import { chanceValues, noSpread } from './panel-records.ts';
import type { Ratings } from './rating-table.ts';
import { type AgreementRecord, recordOf, undefinedRecord } from './record.ts';
import { tQuantileTwoSided } from './special-functions.ts';
import type { Weights } from './weights.ts';

const statistic = 'krippendorff_alpha';

/** Krippendorff's alpha in each metric that the scale allows. */
export const alphaRecords = (one: CriterionCase): AgreementRecord[] => {
  const { categorised, metrics } = one;
  const found = categorised === null ? null : coincidences(categorised.table);
  return metrics.map((metric) => {
    const why = one.apart ?? one.constant ?? (metric === 'ratio' ? belowZero(one) : null);
    if (why !== null) return undefinedRecord(statistic, { metric }, why);
    return categorised === null || found === null
      ? fromScores(one.ratings, metric)
      : fromCoincidences(categorised, found, metric);
  });
};

const belowZero = ({ ratings }: CriterionCase): string | null => {
  const least = ratings.values.reduce((low, one) => Math.min(low, one), 0);
  return least < 0 ? `a ratio scale has no scores under 0, and there is ${least}` : null;
};

const nothingPaired = 'the ratings of shared units are all the same (no variance)';

const fromCoincidences = (
  { table, panel, prevalence }: Categorised,
  found: Coincidences,
  metric: Metric,
): AgreementRecord => {
  const value = krippendorffAlpha(found, metric, panel.scale);
  if (value === null) return undefinedRecord(statistic, { metric }, nothingPaired);
  const spread = alphaWithWeights(agreementBase(table, weightsOf(found, metric, panel.scale)));
  const { se, ci95, ci_method, p } = spread === null ? noSpread : chanceValues(spread);
  const values = { value, se, ci95, ci_method, p, n: found.units, ratings: found.total, ...prevalence };
  return recordOf(statistic, { metric }, values);
};

/**
 * Alpha is Gwet's alpha with agreement weights 1 − δ²/max δ² (Gwet 2014, ch. 6), whose variance is published. Ordinal
 * distances stand on the margins, which the variance takes as given.
 */
const weightsOf = ({ margins }: Coincidences, metric: Metric, values: Float64Array): Weights => {
  const squares = squaredDistances(metric, values, margins);
  const most = squares.reduce((high, square) => Math.max(high, square), 0);
  return { categories: values.length, table: squares.map((square) => 1 - square / most) };
};

const fromScores = (scores: Ratings, metric: Metric): AgreementRecord => {
  const { value, units, ratings } = alphaOfScores(scores, metric);
  if (value === null) return undefinedRecord(statistic, { metric }, nothingPaired);
  if (value === 'too many') {
    const why = `there are more than ${ratioLimit} different scores, too many to measure ratios between each two`;
    return undefinedRecord(statistic, { metric }, why);
  }
  const spread = metric === 'interval' ? jackknifed(scores, value, units) : { ci_method: 'none' };
  return recordOf(statistic, { metric }, { value, ...spread, n: units, ratings });
};

/** The standard error from leaving out each unit in turn: without categories there is no published formula to apply. */
const jackknifed = (scores: Ratings, value: number, units: number) => {
  const se = bootstrap(additiveIntervalAlpha(scores), { replicates: 0, seed: 0 })?.jackknifeSe ?? Number.NaN;
  const reach = tQuantileTwoSided(0.05, units - 1) * se;
  return { se, ci95: [value - reach, Math.min(1, value + reach)] as const, ci_method: 'jackknife, t' };
};
