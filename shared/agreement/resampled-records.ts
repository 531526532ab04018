import { type Additive, additiveAgreement, additiveAlpha, type ChanceModel } from './additive.ts';
import { additiveConger, congerPartsLimit } from './additive-conger.ts';
import { additiveIntervalAlpha } from './alpha-of-scores.ts';
import { type Bootstrap, bootstrapTogether } from './bootstrap.ts';
import { type CriterionCase, isWeights } from './criterion-case.ts';
import { decisionTable, decisionWeights } from './decision-consistency.ts';
import type { Metric } from './krippendorff.ts';
import { countTable } from './panel.ts';
import { type AgreementRecord, recordOf, type Values } from './record.ts';

/** A unit's part of an alpha over many categories is large; more numbers than this are not held. */
const partsLimit = 1 << 24;

export type Draws = { readonly replicates: number; readonly seed: number };

/** Sums over units that a record's value, and further numbers of it, stand on; by the prefix their names get. */
const additiveOf = (
  one: CriterionCase,
  record: AgreementRecord,
): readonly (readonly [string, () => Additive])[] => {
  const { categorised } = one;
  const { statistic, options } = record;
  if (statistic === 'decision_consistency') {
    const table = decisionTable(one, options.cut as number);
    return [
      ['', () => additiveAgreement(table, decisionWeights, 'none')],
      ['kappa_', () => additiveAgreement(table, decisionWeights, 'fleiss')],
    ];
  }
  if (statistic === 'krippendorff_alpha') {
    const found = additiveAlphaOf(one, options.metric as Metric);
    return found === null ? [] : [['', found]];
  }
  if (categorised === null) return [];
  const weights = categorised.weights.find(({ name }) => name === options.weights)?.weights;
  if (weights === undefined || !isWeights(weights)) return [];
  if (statistic === 'conger_kappa') {
    const { panel } = categorised;
    const fits = panel.raters * panel.scale.length <= congerPartsLimit;
    return fits ? [['', () => additiveConger(panel, weights)]] : [];
  }
  const model = models[statistic];
  if (model === undefined) return [];
  const table = options.units === 'complete' ? countTable(categorised.complete) : categorised.table;
  return [['', () => additiveAgreement(table, weights, model)]];
};

const models: Readonly<Record<string, ChanceModel>> = {
  percent_agreement_pairwise: 'none',
  brennan_prediger: 'brennan-prediger',
  gwet_ac: 'gwet-ac',
  fleiss_kappa: 'fleiss',
};

const additiveAlphaOf = (
  { categorised, ratings }: CriterionCase,
  metric: Metric,
): (() => Additive) | null => {
  const q = categorised?.panel.scale.length ?? Number.POSITIVE_INFINITY;
  const fits = ((q * (q + 1)) / 2) * ratings.units <= partsLimit;
  if (categorised !== null && fits)
    return () => additiveAlpha(categorised.table, metric, categorised.panel.scale);
  return metric === 'interval' ? () => additiveIntervalAlpha(ratings) : null;
};

/** Statistics that resampling was asked for and did not reach, each once. */
export const notResampled = (records: readonly AgreementRecord[]): string[] => {
  const names = records
    .filter(({ statistic }) => statistic in models || drawnByName.has(statistic))
    .filter(({ values, flags }) => values !== null && !flags?.includes('degenerate'))
    .filter(({ values }) => values?.replicates === undefined)
    .map(({ statistic }) => statistic);
  return [...new Set(names)];
};

const drawnByName: ReadonlySet<string> = new Set(['krippendorff_alpha', 'conger_kappa', 'cohen_kappa']);

/** What is drawn of a record: the prefix of its numbers' names, and the sums they stand on. */
type Drawing = { readonly record: AgreementRecord; readonly prefix: string; readonly of: () => Additive };

/**
 * Records with intervals from resampling units, for statistics that are sums over units; others stay as they are. Null
 * when stopped.
 */
export const resampled = (
  one: CriterionCase,
  records: readonly AgreementRecord[],
  { replicates, seed }: Draws,
  goesOn: (share: number) => boolean,
): AgreementRecord[] | null => {
  const drawings = records.flatMap((record) => drawingsOf(one, record));
  const drawn = bootstrapTogether(
    drawings.map(({ of }) => of),
    { replicates, seed, onProgress: (done) => goesOn(done / replicates) },
  );
  if (drawn === null) return null;
  const found = new Map<AgreementRecord, Values>();
  for (const [at, { record, prefix }] of drawings.entries())
    found.set(record, { ...found.get(record), ...drawnValues(drawn[at] as Bootstrap, prefix) });
  return records.map((record) => withDrawn(record, found.get(record)));
};

const drawingsOf = (one: CriterionCase, record: AgreementRecord): Drawing[] => {
  const { values, flags } = record;
  if (values === null || flags?.includes('degenerate')) return [];
  return additiveOf(one, record)
    .filter(([prefix]) => values[prefix === '' ? 'value' : prefix.slice(0, -1)] !== undefined)
    .map(([prefix, of]) => ({ record, prefix, of }));
};

const withDrawn = (record: AgreementRecord, drawn: Values | undefined): AgreementRecord => {
  if (drawn === undefined || record.values === null) return record;
  const { statistic, options, values, flags } = record;
  const n = values.n as number;
  return recordOf(
    statistic,
    options,
    { ...values, ...drawn, n },
    flags?.filter((flag) => flag !== 'unstable'),
  );
};

export const drawnValues = (drawn: Bootstrap, prefix = '') => ({
  [`${prefix}bootstrap_ci95`]: drawn.percentile95,
  [`${prefix}bootstrap_bca95`]: drawn.bca95,
  [`${prefix}bootstrap_sd`]: drawn.sd,
  [`${prefix}jackknife_se`]: drawn.jackknifeSe,
  [`${prefix}replicates`]: drawn.replicates.length,
  [`${prefix}undefined_replicates`]: drawn.undefinedReplicates,
});
