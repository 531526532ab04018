import { analyse } from '../../../shared/agreement/analyse.ts';
import type { AnalysisOptions, CriterionAnalysis, OnProgress } from '../../../shared/agreement/analysis.ts';
import { completeGrid } from '../../../shared/agreement/icc.ts';
import { type Ratings, ratingsOfGrid } from '../../../shared/agreement/rating-table.ts';
import type { AgreementRecord, Values } from '../../../shared/agreement/record.ts';
import { tQuantileTwoSided } from '../../../shared/agreement/special-functions.ts';
import { closedForm, type Ours, remlStoppedEarly } from './comparison.ts';
import {
  hasLabels,
  type Matrix,
  matrixOf,
  pairMatrix,
  pairOf,
  type ReferenceDataset,
  type ReferenceValue,
  ratingsFrom,
} from './reference-data.ts';

export const plainOptions: AnalysisOptions = {
  scale: 'ratio',
  categories: null,
  distance: 'value',
  customWeights: null,
  cut: null,
  bootstrap: 0,
  seed: 1,
  minOverlap: 30,
  pairs: 200,
};

export type Asked = Partial<AnalysisOptions> & {
  readonly labels?: readonly string[] | null;
  readonly truth?: readonly number[] | null;
  readonly raters?: readonly string[];
  readonly onProgress?: OnProgress;
};

/** What `analyse` says of ratings; units are u1, u2 …, raters R1, R2 … */
export const analysisOf = (ratings: Ratings, asked: Asked = {}): CriterionAnalysis => {
  const found = stoppable(ratings, asked);
  if (found === null) throw new Error('The analysis was stopped.');
  return found;
};

export const stoppable = (ratings: Ratings, asked: Asked): CriterionAnalysis | null => {
  const { labels = null, truth = null, raters, onProgress, ...options } = asked;
  const names = (count: number, letter: string): string[] =>
    Array.from({ length: count }, (_, at) => `${letter}${at + 1}`);
  return analyse(
    {
      criterion: 'overall',
      units: names(ratings.units, 'u'),
      raters: raters ?? names(ratings.raters, 'R'),
      labels,
      ratings,
      truth: truth === null ? null : Float64Array.from(truth),
      options: { ...plainOptions, ...options },
    },
    onProgress,
  );
};

/** Rows of scores by unit, null where a rater gave none. */
export const rowsOf = (
  rows: readonly (readonly (number | null)[])[],
  raters = rows[0]?.length ?? 0,
): Ratings =>
  ratingsOfGrid(
    Float64Array.from(rows.flat(), (score) => score ?? Number.NaN),
    rows.length,
    raters,
  );

/** An interval of a record by its name; fails where there is none. */
export const intervalIn = ({ values }: AgreementRecord, name: string): readonly [number, number] => {
  const found = values?.[name];
  if (!Array.isArray(found) || found.length !== 2) throw new Error(`No interval ${name}.`);
  return found as unknown as readonly [number, number];
};

type Wanted = { readonly statistic: string; readonly options?: AgreementRecord['options'] };

/** The one record of a statistic with these options; fails when there is none, or more than one. */
export const recordIn = (
  { records }: Pick<CriterionAnalysis, 'records'>,
  statistic: string,
  options: AgreementRecord['options'] = {},
): AgreementRecord => {
  const found = findRecords(records, { statistic, options });
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(`${found.length} records of ${statistic} ${JSON.stringify(options)}.`);
  return only;
};

const findRecords = (
  records: readonly AgreementRecord[],
  { statistic, options }: Wanted,
): AgreementRecord[] =>
  records.filter(
    (record) =>
      record.statistic === statistic && JSON.stringify(record.options) === JSON.stringify(options ?? {}),
  );

/** Analyses of a data set by how it is taken, so that none is made twice. */
type Cache = Map<string, CriterionAnalysis>;

export const analyses = (): Cache => new Map();

type Case = {
  readonly value: ReferenceValue;
  readonly dataset: ReferenceDataset;
  readonly matrix: Matrix;
  readonly cache: Cache;
};

const analysed = (
  { dataset, cache }: Case,
  part: string,
  matrix: () => Matrix,
  asked: Asked = {},
): CriterionAnalysis => {
  const key = JSON.stringify([dataset.id, part, asked]);
  const known = cache.get(key);
  if (known !== undefined) return known;
  const labelled = hasLabels(dataset);
  const labels = labelled ? (dataset.categories ?? []).map(String) : null;
  const found = analysisOf(ratingsFrom(matrix()), {
    ...(labels === null ? {} : { labels, scale: 'ordinal' }),
    ...asked,
  });
  cache.set(key, found);
  return found;
};

const whole = (one: Case, asked?: Asked): CriterionAnalysis =>
  analysed(one, 'whole', () => one.matrix, asked);

const listwise = (one: Case, asked?: Asked): CriterionAnalysis =>
  analysed(one, 'listwise', () => completeGrid(ratingsFrom(one.matrix)), asked);

/** The units that two raters both rated, alone: the references count their categories alone. */
const pairAlone = (one: Case, asked?: Asked): CriterionAnalysis => {
  const pair = pairOf(one.dataset, one.value.options);
  return analysed(one, `pair ${pair}`, () => pairMatrix(one.matrix, pair), asked);
};

/** Counts as ratings of as many raters as there are, scored by the places of the categories. */
const counted = (one: Case): CriterionAnalysis => {
  const { counts = [], categories = [] } = one.dataset;
  const rows = counts.map((row) => row.flatMap((count, code) => Array<number>(count).fill(code)));
  const raters = Math.max(...rows.map((row) => row.length));
  const values = Float64Array.from(
    rows.flatMap((row) => [...row, ...Array<number>(raters - row.length).fill(Number.NaN)]),
  );
  return analysed(one, 'counts', () => ({ units: rows.length, raters, values }), {
    categories: categories.map((_, code) => code),
  });
};

const twoRaters = ['R1', 'R2'];

const valuesIn = (
  found: CriterionAnalysis,
  statistic: string,
  options: AgreementRecord['options'],
): Values | null => recordIn(found, statistic, options).values;

const familyNames: Readonly<Record<string, string>> = { fleiss_kappa_gwet: 'fleiss_kappa' };

/** The packages' functions for tables take a variance over n, not n − 1, and the interval from that. */
const overN = (values: Values, share?: number): Ours => {
  const [value, n] = [values.value as number, values.n as number];
  const se = (values.se as number) * (share ?? Math.sqrt((n - 1) / n));
  const reach = tQuantileTwoSided(0.05, n - 1) * se;
  return { fields: { value, se, ci95: [value - reach, Math.min(1, value + reach)] } };
};

const family = (one: Case): Ours | null => {
  const { statistic, options } = one.value;
  const { input } = options;
  const name = familyNames[statistic] ?? statistic;
  const weights = String(options.weights);
  if (input === 'counts') {
    const found = valuesIn(counted(one), name, { weights });
    if (found === null) return null;
    const { value, pa, pe } = found;
    // The package's function for counts has another variance for alpha than its own for ratings, which is ours.
    return { fields: name === 'krippendorff_alpha_gwet_weights' ? { value, pa, pe } : found };
  }
  if (input === 'table') {
    const found = pairAlone(one);
    if (name === 'scott_pi') return fields(valuesIn(found, name, { raters: twoRaters, weights }));
    const values = valuesIn(found, name, { weights });
    return values === null ? null : overN(values);
  }
  // Conger as irr computes it stands on the complete units.
  return fields(valuesIn(input === undefined ? listwise(one) : whole(one), name, { weights }));
};

const fields = (values: Values | null): Ours | null => (values === null ? null : { fields: values });

const customRows = ({ disagreementWeights = [] }: ReferenceDataset): number[][] => {
  const most = Math.max(...disagreementWeights.flat());
  return disagreementWeights.map((row) => row.map((weight) => 1 - weight / most));
};

const cohen = (one: Case): Ours | null => {
  const { options } = one.value;
  const distance = /^index/.test(String(options.distance)) ? 'index' : 'value';
  const custom = String(options.weights).startsWith('custom');
  const weights = custom ? 'custom' : String(options.weights);
  const asked: Asked = custom ? { distance, customWeights: customRows(one.dataset) } : { distance };
  const values = valuesIn(pairAlone(one, asked), 'cohen_kappa', { raters: twoRaters, weights });
  // The package's function for tables takes the same standard error by t.
  return values !== null && one.value.statistic === 'cohen_kappa_table' ? overN(values, 1) : fields(values);
};

const light = (one: Case): Ours | null => {
  const weights = String(one.value.options.weights);
  const found = listwise(one, { distance: 'index' });
  const values = valuesIn(found, 'light_kappa', { weights });
  if (values === null) return null;
  const kappas = found.records
    .filter((record) => record.statistic === 'cohen_kappa' && record.options.weights === weights)
    .map((record) => record.values?.value);
  return { fields: { ...values, pairs: kappas } };
};

const classicalFleiss = (one: Case): Ours | null => {
  const found = one.value.options.input === 'counts' ? counted(one) : whole(one);
  const values = valuesIn(found, 'fleiss_kappa', { weights: 'unweighted', units: 'complete' });
  if (values === null) return null;
  const perCategory = (values.perCategory as readonly { value: number; z: number; p: number }[]).map(
    ({ value, z, p }) => ({ kappa: value, z, p }),
  );
  return { fields: { ...values, perCategory } };
};

const alphaDrawn = (one: Case): Ours | null => {
  const { options } = one.value;
  const asked = { bootstrap: options.B as number, seed: options.seed as number };
  const values = valuesIn(whole(one, asked), 'krippendorff_alpha', { metric: String(options.metric) });
  if (values === null) return null;
  const { value, replicates, undefined_replicates, bootstrap_ci95, bootstrap_sd } = values;
  return {
    fields: {
      value,
      replicates,
      nanReplicates: undefined_replicates,
      ci95_percentile_type7: bootstrap_ci95,
      bootSd: bootstrap_sd,
    },
    tolerance: closedForm,
  };
};

/** Lin and Bland–Altman were computed on the units that all raters scored. */
const compared = (one: Case): Ours | null => {
  const { statistic, options } = one.value;
  const raters = pairOf(one.dataset, options).map((at) => `R${at + 1}`);
  const values = valuesIn(whole(one), statistic, { raters });
  if (values === null) return null;
  const [low, high] = (values.loa95 ?? []) as readonly number[];
  return { fields: { ...values, epiR_est: values.bias, epiR_lower: low, epiR_upper: high } };
};

const reml = (one: Case): Ours | null => {
  const values = valuesIn(whole(one), 'icc_reml', { type: String(one.value.options.type) });
  return values === null ? null : { fields: values, tolerance: remlStoppedEarly };
};

const intraclass = (one: Case): Ours | null => {
  const values = valuesIn(whole(one), 'icc', { type: String(one.value.options.type) });
  return values === null ? null : { fields: { ...values, numpy: values.value } };
};

/**
 * The record of `analyse` that a reference value is about, under the reference's names (the alias table of the output's
 * vocabulary); null where there is none, or it is undefined.
 */
export const recordFields = (value: ReferenceValue, dataset: ReferenceDataset, cache: Cache): Ours | null => {
  const one: Case = { value, dataset, matrix: matrixOf(dataset), cache };
  const { statistic, options } = value;
  switch (statistic) {
    case 'krippendorff_alpha':
      return fields(
        valuesIn(options.input === 'counts' ? counted(one) : whole(one), statistic, {
          metric: String(options.metric),
        }),
      );
    case 'krippendorff_alpha_bootstrap':
      return alphaDrawn(one);
    case 'cohen_kappa':
    case 'cohen_kappa_table':
      return cohen(one);
    case 'percent_agreement':
      return fields(
        valuesIn(pairAlone(one), statistic, { raters: twoRaters, tolerance: Number(options.tolerance) }),
      );
    case 'percent_agreement_all_raters':
      return fields(valuesIn(whole(one), statistic, { tolerance: Number(options.tolerance) }));
    case 'fleiss_kappa':
      return classicalFleiss(one);
    case 'light_kappa':
      return light(one);
    case 'randolph_kappa':
      return fields(valuesIn(whole(one), statistic, {}));
    case 'icc':
      return intraclass(one);
    case 'icc_reml':
      return reml(one);
    case 'kendall_w':
      return fields(valuesIn(whole(one), statistic, { tieCorrected: options.tieCorrected === true }));
    case 'mean_pearson':
    case 'mean_spearman':
      return fields(valuesIn(whole(one), statistic, { fisherZ: options.fisherZ === true }));
    case 'lin_ccc':
    case 'bland_altman':
      return compared(one);
    default:
      return family(one);
  }
};
