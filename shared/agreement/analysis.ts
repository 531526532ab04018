import type { Ratings } from './rating-table.ts';
import type { AgreementRecord } from './record.ts';
import type { Distance } from './weights.ts';

/** The level of measurement of the scores: which distances between two of them mean something. */
export type ScaleKind = 'nominal' | 'ordinal' | 'interval' | 'ratio';

export type AnalysisOptions = {
  readonly scale: ScaleKind;
  /** The categories there are, ascending, whether or not they occur; null: those that do. For labels: all of `labels`. */
  readonly categories: readonly number[] | null;
  /** In what distances for weights are measured. Labels have places alone. */
  readonly distance: Distance;
  /** Agreement weights of one's own, row by row in the order of the categories: symmetric, 1 on the diagonal; null: none. */
  readonly customWeights: readonly (readonly number[])[] | null;
  /** A score at or over the cut passes: decision consistency, and pass and fail errors against true scores; null: no cut. */
  readonly cut: number | null;
  /** Replicates for intervals over units; 0: none. */
  readonly bootstrap: number;
  readonly seed: number;
  /** With more than 20 raters, pairs are told apart that share this many units, and of those the `pairs` with most. */
  readonly minOverlap: number;
  readonly pairs: number;
};

/** What is asked of one criterion. Plain data, so that it can be handed to another thread. */
export type AnalysisJob = {
  readonly criterion: string;
  readonly units: readonly string[];
  readonly raters: readonly string[];
  /** The categories in order when scores are words; null: scores are numbers. */
  readonly labels: readonly string[] | null;
  readonly ratings: Ratings;
  /** The expert consensus on each unit, coded as the ratings are, NaN where there is none; null: none at all. */
  readonly truth: Float64Array | null;
  readonly options: AnalysisOptions;
};

export type AnalysisWarning = { readonly code: string; readonly text: string };

/** Every statistic that the ratings on a criterion and their scale allow, each defined or with the reason why not. */
export type CriterionAnalysis = {
  readonly criterion: string;
  readonly scale: ScaleKind;
  readonly categories: readonly (number | string)[];
  readonly n: {
    readonly units: number;
    readonly raters: number;
    readonly ratings: number;
    /** Units that two raters or more rated. */
    readonly shared: number;
  };
  readonly records: readonly AgreementRecord[];
  readonly warnings: readonly AnalysisWarning[];
};

/** Called now and then with the share of the work that is done, 0 to 1; false stops it. */
export type OnProgress = (share: number) => boolean;
