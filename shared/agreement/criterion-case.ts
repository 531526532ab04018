import type { AnalysisJob, ScaleKind } from './analysis.ts';
import type { Metric } from './krippendorff.ts';
import { type Overlap, overlapOf } from './overlap.ts';
import { type CountTable, categoryLimit, completeUnits, countTable, type Panel, panelOf } from './panel.ts';
import { type Prevalence, prevalenceOf } from './prevalence.ts';
import type { Ratings } from './rating-table.ts';
import { agreementWeights, customWeights, type Distance, type WeightKind, type Weights } from './weights.ts';

/** Weights under the name they are printed with. A sentence's end instead of weights: why they cannot be used. */
export type NamedWeights = { readonly name: WeightKind | 'custom'; readonly weights: Weights | string };

export const isWeights = (weights: Weights | string): weights is Weights => typeof weights !== 'string';

/** Ratings whose scores are few enough to be categories. */
export type Categorised = {
  readonly panel: Panel;
  readonly table: CountTable;
  /** The units that every rater rated. */
  readonly complete: Panel;
  /** Of all ratings, and of those of complete units. */
  readonly prevalence: Prevalence;
  readonly completePrevalence: Prevalence;
  readonly weights: readonly NamedWeights[];
};

/** What all that is said of a criterion stands on. Raters and units without a rating are left out. */
export type CriterionCase = {
  readonly scale: ScaleKind;
  readonly ratings: Ratings;
  readonly raters: readonly string[];
  readonly overlap: Overlap;
  /** Labels have places alone: no distance between them is more than a count of steps. */
  readonly labels: readonly string[] | null;
  /** The categories were named beforehand, whether or not they all occur. */
  readonly declared: boolean;
  readonly distance: Distance;
  /** Null: more different scores than categories can be, and `many` says so. */
  readonly categorised: Categorised | null;
  readonly many: string;
  readonly metrics: readonly Metric[];
  /** Why there is no variance, for example "every rater chose 3 on every unit"; null when ratings differ. */
  readonly constant: string | null;
  /** Why there is no overlap; null when a unit is shared. */
  readonly apart: string | null;
  readonly nameOf: (score: number) => string;
};

export const caseOf = (job: AnalysisJob): CriterionCase => {
  const { options, labels } = job;
  const overlap = overlapOf(job.ratings);
  const { ratings, constant } = overlap;
  const raters = overlap.raters.map((at) => job.raters[at] ?? '');
  const distance = labels === null ? options.distance : 'index';
  const declared = labels === null ? (options.categories ?? []) : labels.map((_, at) => at);
  const panel = panelOf(ratings, declared);
  const nameOf = (score: number): string => labels?.[score] ?? String(score);
  return {
    scale: options.scale,
    ratings,
    raters,
    overlap,
    labels,
    declared: declared.length > 0,
    distance,
    categorised: panel === null ? null : categorisedOf(job, panel, distance, nameOf),
    many: `there are more than ${categoryLimit} different scores, too many to be categories`,
    metrics: metricsOf(options.scale, labels !== null),
    constant: constant === null ? null : `every rater chose ${nameOf(constant)} on every unit (no variance)`,
    apart: apartness(raters, overlap.shared),
    nameOf,
  };
};

const categorisedOf = (
  job: AnalysisJob,
  panel: Panel,
  distance: Distance,
  nameOf: (score: number) => string,
): Categorised => {
  const table = countTable(panel);
  const complete = completeUnits(panel);
  const name = (code: number): string => nameOf(panel.scale[code] as number);
  const prevalence = prevalenceOf(table, name);
  return {
    panel,
    table,
    complete,
    prevalence,
    completePrevalence: complete === panel ? prevalence : prevalenceOf(countTable(complete), name),
    weights: namedWeights(job, panel.scale, distance),
  };
};

const apartness = (raters: readonly string[], shared: number): string | null => {
  if (raters.length === 0) return 'there is no rating';
  if (raters.length === 1) return `${raters[0]} is the only rater (no overlap)`;
  return shared === 0 ? 'no unit was rated by two raters (no overlap)' : null;
};

const namedWeights = (job: AnalysisJob, scale: Float64Array, distance: Distance): NamedWeights[] => {
  const { scale: kind, customWeights: rows } = job.options;
  const names: readonly WeightKind[] =
    kind === 'nominal' ? ['unweighted'] : ['unweighted', 'linear', 'quadratic', 'ordinal'];
  const named: NamedWeights[] = names.map((name) => ({
    name,
    weights: agreementWeights(name, scale, distance),
  }));
  if (rows === null) return named;
  const own = customWeights(rows, scale.length);
  return [...named, { name: 'custom', weights: own.ok ? own.value : own.problem }];
};

/**
 * Numbers on an ordinal scale are taken as spaced as they are numbered by what measures distances (interval alpha,
 * intraclass correlation, quadratic kappa), which is how rubric scores are reported; ratios need a ratio scale.
 */
const metricsOf = (scale: ScaleKind, labelled: boolean): readonly Metric[] => {
  if (scale === 'nominal') return ['nominal'];
  if (labelled) return ['nominal', 'ordinal'];
  return scale === 'ratio' ? ['nominal', 'ordinal', 'interval', 'ratio'] : ['nominal', 'ordinal', 'interval'];
};
