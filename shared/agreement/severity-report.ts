import type { AnalysisWarning } from './analysis.ts';
import type { StepModel } from './facets-data.ts';
import type { FacetSummary } from './facets-summary.ts';

export type SeverityMethod = 'joint' | 'marginal';

/** By the calendar (UTC), or at moments in milliseconds since 1970, ascending, at which a new window begins. */
export type CalendarWindow =
  | { readonly by: 'week' | 'month' }
  | { readonly by: 'dates'; readonly starts: readonly number[] };

/** How ratings are cut into windows of time: by calendar, or every so many ratings of a rater. */
export type DriftWindow = CalendarWindow | { readonly by: 'ratings'; readonly size: number };

export type SeverityOptions = {
  readonly method: SeverityMethod;
  readonly model: StepModel;
  /** The scores there can be (for words: their places in `labels`); null: those that occur. */
  readonly categories: readonly number[] | null;
  /** Joint alone: shrinks the measures by (L − 1)/L, L being the mean number of ratings of a person. */
  readonly biasCorrection: boolean;
  /** Marginal alone: places of the grid from −10 to 10 logits; null: 201, or as many as the ratings need. */
  readonly nodes: number | null;
  readonly interactions: boolean;
  /** Null: no drift. */
  readonly window: DriftWindow | null;
  readonly maxIterations: number;
};

/** Joint, because a lead should get what the field's standard program prints; the rest is off until it is asked for. */
export const severityDefaults: SeverityOptions = {
  method: 'joint',
  model: 'rating-scale',
  categories: null,
  biasCorrection: false,
  nodes: null,
  interactions: false,
  window: null,
  maxIterations: 100,
};

export type Extreme = 'minimum' | 'maximum';

/** What persons, raters and criteria have in common. Null: the ratings do not tell. Scores count steps from 0. */
export type ElementReport = {
  /** Ratings of the element in the file, and those of them in the fit. */
  readonly ratings: number;
  readonly n: number;
  readonly score: number;
  readonly max: number;
  /** In the scores of the file. */
  readonly observedAverage: number | null;
  readonly fairAverage: number | null;
  readonly infit: number | null;
  readonly outfit: number | null;
  readonly infit_z: number | null;
  readonly outfit_z: number | null;
  readonly information: number | null;
  /** Set aside because all its scores are the least or the greatest: the measure is an adjusted one. */
  readonly extreme: Extreme | null;
  /** Elements of different subsets cannot be compared; numbered from 1; null: in no fit. */
  readonly subset: number | null;
};

export type PersonReport = ElementReport & {
  readonly person: string;
  /** Logits. Joint: by maximum likelihood; marginal: the mean of the posterior. */
  readonly theta: number | null;
  /** Joint: the model's 1/√ΣV; marginal: the standard deviation of the posterior. */
  readonly se: number | null;
  /** With the uncertainty of all other measures; joint alone. */
  readonly seUnconditional: number | null;
  readonly eap?: number;
  readonly eap_sd?: number;
};

export type RaterFlag = 'severe' | 'lenient' | 'noisy' | 'muted';

export type RaterReport = ElementReport & {
  readonly rater: string;
  /** Severity in logits: the more, the fewer points. */
  readonly estimate: number | null;
  /** Unconditional: with the uncertainty of all other measures. */
  readonly se: number | null;
  /** The model's 1/√ΣV, as if all other measures were known. */
  readonly seModel: number | null;
  readonly ci95: readonly [number, number] | null;
  /** Fair average less that of a rater of average severity. */
  readonly fairDifference: number | null;
  readonly flags: readonly RaterFlag[];
};

export type CriterionReport = ElementReport & {
  readonly criterion: string;
  /** Difficulty in logits, from the mean of the persons. */
  readonly estimate: number | null;
  readonly se: number | null;
  readonly seModel: number | null;
  /** From the mean of the criteria. */
  readonly centred: number | null;
};

export type StepReport = {
  readonly step: string;
  /** Null: the same steps for all criteria. */
  readonly criterion: string | null;
  /** The score the step leads from, and to. */
  readonly from: number | string;
  readonly to: number | string;
  readonly estimate: number;
  readonly se: number | null;
  /** Ratings in the fit with the score it leads to. */
  readonly n: number;
};

export type CategoryReport = { readonly category: number | string; readonly n: number };

export type SubsetReport = {
  readonly subset: number;
  readonly raters: readonly string[];
  readonly persons: number;
};

/**
 * Ratings that differ from what the measures say: `bias` is added severity in logits. Between raters and criteria all
 * other measures are held, as Facets does.
 */
export type BiasReport = {
  readonly n: number;
  /** Per rating, in the scores of the file. */
  readonly observedMinusExpected: number;
  readonly bias: number;
  readonly se: number;
  readonly t: number;
  readonly df: number;
  /** Null: one rating alone. */
  readonly p: number | null;
  /** The rater's severity here. */
  readonly severity: number;
};

export type InteractionReport = BiasReport & {
  readonly rater: string;
  readonly criterion: string;
  readonly pHolm: number | null;
};

export type DriftWindowReport = BiasReport & {
  readonly window: string;
  /** Whether all other measures were held; else persons were measured anew along with it. */
  readonly held: boolean;
};

export type DriftReport = {
  readonly rater: string;
  readonly windows: readonly DriftWindowReport[];
  /** Of no change between the windows; null: fewer than two. */
  readonly chiSquare: number | null;
  readonly df: number | null;
  readonly p: number | null;
  readonly pHolm: number | null;
  readonly drifted: boolean;
};

export type GlobalFit = {
  readonly loglik: number;
  readonly npar: number;
  readonly AIC: number | null;
  readonly BIC: number | null;
  readonly ratings: number;
  readonly infit: number;
  readonly outfit: number;
  /** Shares of the ratings whose standardised residual is 2 or 3 or more either way; about 0.05 and 0.003 when all fits. */
  readonly beyond2: number;
  readonly beyond3: number;
  /** Joint: the greatest difference between an observed and an expected sum of scores at the end. */
  readonly maxAbsScoreResidual?: number;
  /** Marginal: the greatest slope of the log-likelihood at the end. */
  readonly maxAbsGradient?: number;
  /** Marginal: of the persons, in logits². */
  readonly variance?: number;
  readonly variance_se?: number | null;
  readonly eapReliability?: number | null;
};

export type SeverityReport = {
  readonly model: {
    readonly method: SeverityMethod;
    readonly steps: StepModel;
    readonly formula: string;
    /** The factor that the measures were shrunk by; null: they were not. */
    readonly biasCorrection: number | null;
    readonly nodes?: number;
    readonly reach?: number;
  };
  readonly constraints: string;
  readonly n: {
    readonly persons: number;
    readonly raters: number;
    readonly criteria: number;
    readonly ratings: number;
    readonly ratingsInFit: number;
  };
  readonly categories: readonly CategoryReport[];
  readonly converged: boolean;
  readonly iterations: number;
  readonly deviance: number;
  readonly fit: GlobalFit;
  readonly raters: readonly RaterReport[];
  readonly criteria: readonly CriterionReport[];
  readonly steps: readonly StepReport[];
  readonly persons: readonly PersonReport[];
  readonly summaries: {
    readonly persons: FacetSummary | null;
    readonly raters: FacetSummary | null;
    readonly criteria: FacetSummary | null;
  };
  readonly subsets: readonly SubsetReport[];
  /** Null: not asked for. */
  readonly interactions: readonly InteractionReport[] | null;
  readonly drift: readonly DriftReport[] | null;
  readonly warnings: readonly AnalysisWarning[];
  readonly sentences: readonly string[];
};
