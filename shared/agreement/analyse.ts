import { alphaRecords } from './alpha-records.ts';
import type { AnalysisJob, CriterionAnalysis, OnProgress } from './analysis.ts';
import { warningsOf } from './analysis-warnings.ts';
import { comparisonRecords } from './comparison-records.ts';
import { type CriterionCase, caseOf } from './criterion-case.ts';
import { decisionRecord } from './decision-consistency.ts';
import { lightRecords } from './light-records.ts';
import { pairsAreDrawn } from './pair-bootstrap.ts';
import { pairRecords, type RatingColumns } from './pair-records.ts';
import { chosenPairs, type Pair, scoreColumns } from './pairs.ts';
import { columnsOf } from './panel.ts';
import { panelRecords } from './panel-records.ts';
import type { AgreementRecord } from './record.ts';
import { type Draws, notResampled, resampled } from './resampled-records.ts';
import { scoreRecords } from './score-records.ts';
import { trueScoreRecords } from './true-scores.ts';

/** A part of the work. `goesOn` is told the share of the part that is done, and answers whether to go on. */
type Stage = (goesOn: (share?: number) => boolean) => AgreementRecord[] | null;

/**
 * Every statistic that the ratings on a criterion and their scale allow. Null when `onProgress` stopped it.
 *
 * Nominal scores have unweighted coefficients alone. Ordinal ones have also weights and ranks, and as numbers what
 * interval scores have: intraclass correlation and quadratic kappa of rubric levels are what the field reports. Labels
 * in order have places, so weights and ranks, but no intraclass correlation. Ratio alpha needs a ratio scale.
 */
export const analyse = (job: AnalysisJob, onProgress: OnProgress = () => true): CriterionAnalysis | null => {
  const one = caseOf(job);
  const { pairs, leftOut } = chosenPairs(one.ratings, job.options);
  const stages = stagesOf(job, one, pairs);
  const records: AgreementRecord[] = [];
  for (const [at, stage] of stages.entries()) {
    const found = stage((share = 0) => onProgress((at + Math.min(share, 1)) / stages.length));
    if (found === null || !onProgress((at + 1) / stages.length)) return null;
    records.push(...found);
  }
  const { ratings, overlap, categorised } = one;
  return {
    criterion: job.criterion,
    scale: job.options.scale,
    categories: Array.from(categorised?.panel.scale ?? [], (score) => job.labels?.[score] ?? score),
    n: {
      units: ratings.units,
      raters: ratings.raters,
      ratings: ratings.values.length,
      shared: overlap.shared,
    },
    records,
    warnings: warningsOf(job, one, leftOut, job.options.bootstrap === 0 ? [] : notResampled(records)),
  };
};

const stagesOf = (job: AnalysisJob, one: CriterionCase, pairs: readonly Pair[]): Stage[] => {
  const { bootstrap: replicates, seed, cut } = job.options;
  const draws: Draws | null = replicates === 0 ? null : { replicates, seed };
  const multi = [
    ...panelRecords(one),
    ...alphaRecords(one),
    ...(cut === null ? [] : [decisionRecord(one, cut)]),
  ];
  const pairDraws = drawsPairs(one, pairs, replicates) ? draws : null;
  return [
    (goesOn) => (draws === null ? multi : resampled(one, multi, draws, goesOn)),
    (goesOn) => lightRecords(one, goesOn),
    () => scoreRecords(one),
    ...pairStages(one, pairs, pairDraws),
    (goesOn) => againstTruth(job, one, goesOn),
  ];
};

/** Both read ratings by rater, which are made when the first begins: a large table of them is held no longer than needed. */
const pairStages = (one: CriterionCase, pairs: readonly Pair[], draws: Draws | null): Stage[] => {
  const { categorised, ratings } = one;
  let made: RatingColumns | null = null;
  const byRater = (): RatingColumns => {
    if (made !== null) return made;
    const columns = categorised === null ? null : columnsOf(categorised.panel);
    made = {
      columns,
      scores: columns === null ? scoreColumns(ratings) : { ...columns, scores: columns.scale },
    };
    return made;
  };
  return [
    (goesOn) => pairRecords(one, pairs, byRater(), draws, goesOn),
    (goesOn) => comparisonRecords(one, pairs, byRater().scores, goesOn),
  ];
};

const drawsPairs = ({ categorised }: CriterionCase, pairs: readonly Pair[], replicates: number): boolean => {
  const shared = pairs.map((pair) => pair.shared);
  const { panel, weights } = categorised ?? {};
  return pairsAreDrawn(shared, replicates, panel?.scale.length ?? 0, weights?.length ?? 0);
};

const againstTruth = (
  { truth, options }: AnalysisJob,
  one: CriterionCase,
  goesOn: () => boolean,
): AgreementRecord[] | null => {
  if (truth === null) return [];
  const kept = Float64Array.from(one.overlap.units, (unit) => truth[unit] ?? Number.NaN);
  return trueScoreRecords(one, kept, options.cut, goesOn);
};
