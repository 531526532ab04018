import { type MeanCorrelation, meanCorrelations } from './concordance.ts';
import type { CriterionCase } from './criterion-case.ts';
import { type CrossedVariances, crossedReml, iccFromVariances } from './crossed-reml.ts';
import { completeGrid, icc, iccTypes, meanSquares, type ScoreGrid } from './icc.ts';
import { kendallW, type RankGrid, rankGrid } from './ranks.ts';
import type { Ratings } from './rating-table.ts';
import { type AgreementRecord, recordOf, undefinedRecord } from './record.ts';

/**
 * What is said of scores as numbers, on the units that every rater scored, but for REML. Nominal scores are names and
 * have nothing of the kind; labels in order have ranks alone.
 */
export const scoreRecords = (one: CriterionCase): AgreementRecord[] => {
  if (one.scale === 'nominal') return [];
  const why = one.apart ?? one.constant;
  const complete = completeGrid(one.ratings);
  const listwise = why ?? (complete.units < 2 ? 'fewer than two units were scored by every rater' : null);
  const ranks = listwise === null ? rankGrid(complete) : listwise;
  const numbers = one.labels === null;
  return [
    ...(numbers ? iccRecords(complete, listwise) : []),
    ...(numbers ? remlRecords(one, why) : []),
    ...kendallRecords(ranks),
    ...correlationRecords(one, ranks, 'mean_spearman'),
    ...(numbers ? correlationRecords(one, listwise ?? complete, 'mean_pearson') : []),
  ];
};

const method = { 'ICC(1': 'F', 'ICC(2': 'F with Satterthwaite’s degrees of freedom', 'ICC(3': 'F' } as const;

/** The formula's denominator is then below 0, and no correlation is over 1. */
const overOne = 'the variance that the formula divides by is estimated below 0';
const rounding = 1e-9;

const iccRecords = (complete: ScoreGrid, why: string | null): AgreementRecord[] => {
  const squares = why === null ? meanSquares(complete) : null;
  return iccTypes.map((type) => {
    if (squares === null) return undefinedRecord('icc', { type }, why ?? '');
    const found = icc(type, squares);
    if (found === null) {
      const varies = squares.between > 0 || squares.raterwise > 0 || squares.residual > 0;
      const reason = varies
        ? 'the units do not differ, and the formula divides by how much they do'
        : 'the units that all scored have one and the same score (no variance)';
      return undefinedRecord('icc', { type }, reason);
    }
    const { value, f, df1, df2, p, ci95, n, k } = found;
    if (value > 1 + rounding) return undefinedRecord('icc', { type }, overOne);
    const ci_method = method[type.slice(0, 5) as keyof typeof method];
    const tested = Number.isFinite(f) ? { F: f, df1, df2, p } : { df1, df2 };
    // Where units do not differ at all, the ends fall together, which says nothing.
    const interval = f > rounding ? { ci95, ci_method } : {};
    const { between: MSB, within: MSW, raterwise: MSJ, residual: MSE } = squares;
    return recordOf('icc', { type }, { value, ...tested, ...interval, n, k, MSB, MSW, MSJ, MSE });
  });
};

/** The six correlations from variances fitted to all ratings; `k` of the averages is the number of raters. */
const remlRecords = ({ ratings, overlap }: CriterionCase, why: string | null): AgreementRecord[] => {
  const fit = why === null ? variancesOf(ratings) : why;
  const n = ratings.units;
  return iccTypes.map((type) => {
    if (typeof fit === 'string') return undefinedRecord('icc_reml', { type }, fit);
    const { units, raters, residual } = fit;
    return recordOf(
      'icc_reml',
      { type },
      {
        value: iccFromVariances(type, fit, ratings.raters),
        varUnits: units,
        varRaters: raters,
        varResidual: residual,
        ci_method: 'none',
        converged: fit.converged ? 'yes' : 'no',
        k: ratings.raters,
        n,
        ...(overlap.shared === n ? {} : { shared: overlap.shared }),
        ratings: fit.ratings,
      },
    );
  });
};

/** Less residual variance than this share of the scores' mean square is none but for rounding. */
const noResidual = 1e-10;

/** Variances fitted to all ratings; or why there are none. */
const variancesOf = (ratings: Ratings): CrossedVariances | string => {
  const { mean, square, identical } = spreadOf(ratings);
  // Raters who agree throughout leave units alone to vary, and the likelihood without a maximum.
  if (ratings.units < 2) return 'there is one unit alone';
  if (identical) {
    const units = mean.reduce((sum, one) => sum + one * one, 0) / (mean.length - 1);
    const none = { raters: 0, residual: 0, criterion: Number.NEGATIVE_INFINITY };
    return { units, ...none, converged: true, ratings: ratings.values.length };
  }
  const fit = crossedReml(ratings);
  if (fit === null) return 'too few ratings are shared';
  return fit.residual > noResidual * square
    ? fit
    : 'units and raters explain the scores without a residual, and the likelihood has no maximum';
};

/** Each unit's mean about the mean of these, the mean square of all scores about theirs, and whether no unit differs within. */
const spreadOf = ({ units, starts, values }: Ratings) => {
  const mean = new Float64Array(units);
  const first = values[0] ?? 0;
  let [identical, sum, squares] = [true, 0, 0];
  for (let unit = 0; unit < units; unit += 1) {
    const [from, to] = [starts[unit] as number, starts[unit + 1] as number];
    for (let at = from; at < to; at += 1) {
      const apart = (values[at] as number) - first;
      if (values[at] !== values[from]) identical = false;
      mean[unit] = (mean[unit] as number) + apart / (to - from);
      sum += apart;
      squares += apart * apart;
    }
  }
  const centre = mean.reduce((total, one) => total + one, 0) / units;
  const n = values.length;
  return { mean: mean.map((one) => one - centre), square: squares / n - (sum / n) ** 2, identical };
};

const kendallRecords = (ranks: RankGrid | string): AgreementRecord[] =>
  [true, false].map((tieCorrected) => {
    const found = typeof ranks === 'string' ? ranks : kendallW(ranks, tieCorrected);
    if (found === null || typeof found === 'string') {
      const flat = 'every rater gave all units the same score (no variance)';
      return undefinedRecord('kendall_w', { tieCorrected }, found ?? flat);
    }
    const { value, chiSquare, df, p, n, k } = found;
    return recordOf(
      'kendall_w',
      { tieCorrected },
      { value, chisq: chiSquare, df, p, ci_method: 'none', n, k },
    );
  });

/** From scores or ranks of the units that every rater scored; or why there are none. */
const correlationRecords = (
  { raters }: CriterionCase,
  grid: ScoreGrid | RankGrid | string,
  statistic: 'mean_spearman' | 'mean_pearson',
): AgreementRecord[] => {
  const found: MeanCorrelation | string = typeof grid === 'string' ? grid : meanCorrelations(grid);
  return [false, true].map((fisherZ) => {
    const options = { fisherZ };
    if (typeof found === 'string') return undefinedRecord(statistic, options, found);
    if ('constantRater' in found) {
      const flat = `${raters[found.constantRater]} gave every unit the same score (no variance)`;
      return undefinedRecord(statistic, options, flat);
    }
    const value = fisherZ ? found.byFisherZ : found.mean;
    const n = typeof grid === 'string' ? 0 : grid.units;
    return recordOf(statistic, options, { value, ci_method: 'none', pair_count: found.pairs, n });
  });
};
