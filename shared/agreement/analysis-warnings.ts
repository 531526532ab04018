import type { AnalysisJob, AnalysisWarning } from './analysis.ts';
import type { CriterionCase } from './criterion-case.ts';
import { statisticNames } from './statistic-names.ts';

/** What a reader of the records has to know beside them. */
export const warningsOf = (
  job: AnalysisJob,
  one: CriterionCase,
  leftOut: number,
  notResampled: readonly string[],
): AnalysisWarning[] => {
  const { overlap, ratings, raters } = one;
  const warnings: AnalysisWarning[] = [];
  const warn = (code: string, text: string): void => {
    warnings.push({ code, text });
  };
  for (const at of overlap.silentRaters)
    warn('rater-without-ratings', `${job.raters[at]} has no ratings on ${job.criterion} and was left out.`);
  if (overlap.emptyUnits.length > 0) {
    const names = listed(overlap.emptyUnits.map((at) => job.units[at] ?? ''));
    warn('unit-without-ratings', `Units without a rating on ${job.criterion} were left out: ${names}.`);
  }
  if (overlap.groups.length > 1 && raters.length > 1) {
    const sets = overlap.groups.map((group) => `{${listed(group.map((at) => job.raters[at] ?? ''))}}`);
    warn(
      'disconnected',
      `No shared unit links these groups of raters: ${listed(sets)}. Agreement is known within a group alone.`,
    );
  }
  const single = ratings.units - overlap.shared;
  if (overlap.shared > 0 && overlap.shared * 2 < ratings.units) {
    warn(
      'thin-overlap',
      `Only ${overlap.shared} of ${ratings.units} units were rated by two raters or more; ${single} say nothing about agreement.`,
    );
  }
  if (one.categorised === null) {
    warn('many-scores', `On ${job.criterion} ${one.many}: there are no kappas of two raters.`);
  }
  if (notResampled.length > 0) {
    const names = notResampled.map((statistic) => statisticNames[statistic] ?? statistic).join(', ');
    warn('bootstrap-left-out', `For so many raters, units or categories no interval was drawn of ${names}.`);
  }
  if (leftOut > 0) {
    warn(
      'pairs-left-out',
      `${leftOut} ${leftOut === 1 ? 'pair' : 'pairs'} of raters that share units ${leftOut === 1 ? 'was' : 'were'} left out; see --pairs and --min-overlap.`,
    );
  }
  return warnings;
};

const listed = (names: readonly string[]): string =>
  names.length <= 8 ? names.join(', ') : `${names.slice(0, 8).join(', ')} and ${names.length - 8} more`;
