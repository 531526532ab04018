import type {
  AnalysisJob,
  AnalysisOptions,
  AnalysisWarning,
  CriterionAnalysis,
} from '../../../shared/agreement/analysis.ts';

/** A warning of the whole file, or of the criteria named. */
export type ResultWarning = AnalysisWarning & { readonly criteria?: readonly string[] };

/** Everything that is printed about one file. */
export type AgreementResult = {
  readonly source: string;
  /** Units and raters with at least one rating on the criteria analysed, and those ratings. */
  readonly n: {
    readonly units: number;
    readonly raters: number;
    readonly ratings: number;
    readonly criteria: number;
  };
  readonly options: AnalysisOptions;
  /** The rater whose scores are the truth; null: none. */
  readonly truth: string | null;
  readonly criteria: readonly CriterionAnalysis[];
  readonly warnings: readonly ResultWarning[];
};

/** Counts over several criteria. To be taken before the analysis: it may move the numbers to another thread. */
export const countsOf = (jobs: readonly AnalysisJob[]): AgreementResult['n'] => {
  const units = new Uint8Array(jobs[0]?.ratings.units ?? 0);
  const raters = new Uint8Array(jobs[0]?.ratings.raters ?? 0);
  let ratings = 0;
  for (const { ratings: own } of jobs) {
    ratings += own.values.length;
    for (let unit = 0; unit < own.units; unit += 1) {
      if ((own.starts[unit] as number) < (own.starts[unit + 1] as number)) units[unit] = 1;
    }
    for (const rater of own.rater) raters[rater] = 1;
  }
  return { units: marked(units), raters: marked(raters), ratings, criteria: jobs.length };
};

const marked = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);

/** The file's warnings, then those of the criteria; what several of them say stands once. */
export const allWarnings = (
  file: readonly AnalysisWarning[],
  criteria: readonly CriterionAnalysis[],
): ResultWarning[] => {
  const said = new Map<string, { readonly warning: AnalysisWarning; readonly names: string[] }>();
  for (const { criterion, warnings } of criteria) {
    for (const warning of warnings) {
      const key = JSON.stringify([warning.code, warning.text]);
      const before = said.get(key);
      if (before === undefined) said.set(key, { warning, names: [criterion] });
      else before.names.push(criterion);
    }
  }
  const own = Array.from(said.values(), ({ warning, names }) =>
    names.length === criteria.length ? warning : { ...warning, criteria: names },
  );
  return [...file, ...own];
};
