import { cohenKappa, type PairTable, pairTable } from './cohen.ts';
import { type CriterionCase, isWeights } from './criterion-case.ts';
import { pairBootstrap, type UnitDraws, unitDraws } from './pair-bootstrap.ts';
import { type Pair, pairScores, type ScoreColumns } from './pairs.ts';
import type { Columns } from './panel.ts';
import { type Prevalence, prevalenceOfPair } from './prevalence.ts';
import { type AgreementRecord, type Flag, recordOf, undefinedRecord, type Values } from './record.ts';
import { type Draws, drawnValues } from './resampled-records.ts';
import { scottPi } from './scott.ts';
import { wilson } from './shares.ts';
import type { Weights } from './weights.ts';

/** Ratings by rater: as categories, where they are such, and as scores. */
export type RatingColumns = { readonly columns: Columns | null; readonly scores: ScoreColumns };

/** What is said of two raters at a time: agreement, Cohen's kappa (drawn anew where `draws` says so), Scott's pi. Null when stopped. */
export const pairRecords = (
  one: CriterionCase,
  pairs: readonly Pair[],
  { columns, scores }: RatingColumns,
  draws: Draws | null,
  goesOn: (share: number) => boolean,
): AgreementRecord[] | null => {
  const shared = draws === null ? null : unitDraws(draws);
  const records: AgreementRecord[] = [];
  for (const [at, pair] of pairs.entries()) {
    if (!goesOn(at / pairs.length)) return null;
    const raters = [one.raters[pair.first] ?? '', one.raters[pair.second] ?? ''] as const;
    records.push(...agreementRecords(one, pairScores(scores, pair), raters));
    if (columns !== null)
      records.push(...kappaRecords(one, pairTable(columns, pair.first, pair.second), raters, shared));
  }
  return records;
};

type Names = readonly [string, string];

export const shareNoUnit = (raters: Names): string => `${raters.join(' and ')} share no unit (no overlap)`;

const agreementRecords = (
  { scale }: CriterionCase,
  [a, b]: readonly [Float64Array, Float64Array],
  raters: Names,
): AgreementRecord[] =>
  (scale === 'nominal' ? [0] : [0, 1]).map((tolerance) => {
    const options = { raters, tolerance };
    const n = a.length;
    if (n === 0) return undefinedRecord('percent_agreement', options, shareNoUnit(raters));
    let within = 0;
    for (let at = 0; at < n; at += 1)
      if (Math.abs((a[at] as number) - (b[at] as number)) <= tolerance) within += 1;
    const values = { value: within / n, ci95: wilson(within, n), ci_method: 'Wilson score', n };
    return recordOf('percent_agreement', options, values);
  });

const kappaRecords = (
  one: CriterionCase,
  table: PairTable,
  raters: Names,
  draws: UnitDraws | null,
): AgreementRecord[] => {
  const why = table.n === 0 ? shareNoUnit(raters) : sameThroughout(one, table, raters);
  const { categorised, nameOf } = one;
  const beside = prevalenceOfPair(table, (code) => nameOf(categorised?.panel.scale[code] as number));
  const flags: Flag[] = oneSideConstant(table) ? ['degenerate'] : [];
  const all = categorised?.weights ?? [];
  const usable = all.map(({ weights }) => weights).filter(isWeights);
  const drawn = draws === null || why !== null || flags.length > 0 ? [] : pairBootstrap(table, usable, draws);
  return all.flatMap(({ name, weights }) => {
    const options = { raters, weights: name };
    const no = why ?? (isWeights(weights) ? null : weights);
    if (no !== null || !isWeights(weights)) {
      return ['cohen_kappa', 'scott_pi'].map((statistic) => undefinedRecord(statistic, options, no ?? ''));
    }
    const own = drawn[usable.indexOf(weights)];
    const beyond: Values = { ...beside, ...(own === undefined ? {} : drawnValues(own)) };
    return [
      cohenRecord(table, weights, options, beyond, flags),
      scottRecord(table, weights, options, beside),
    ];
  });
};

/** Why kappa is undefined when both gave one and the same score throughout; null when not. */
const sameThroughout = (
  { nameOf, categorised }: CriterionCase,
  { categories: q, counts, n }: PairTable,
  raters: Names,
): string | null => {
  for (let k = 0; k < q; k += 1) {
    if (counts[k * q + k] !== n) continue;
    const name = nameOf(categorised?.panel.scale[k] as number);
    return `${raters.join(' and ')} chose ${name} on every unit they share (no variance)`;
  }
  return null;
};

/** Whether a rater gave one score throughout: kappa is then 0, whatever the two agree on. */
const oneSideConstant = ({ categories: q, counts, n }: PairTable): boolean => {
  for (let k = 0; k < q; k += 1) {
    let [row, column] = [0, 0];
    for (let l = 0; l < q; l += 1) {
      row += counts[k * q + l] as number;
      column += counts[l * q + k] as number;
    }
    if (row === n || column === n) return true;
  }
  return false;
};

const completeChance = 'the weights tell the categories that were given no further apart than by chance';

const cohenRecord = (
  table: PairTable,
  weights: Weights,
  options: AgreementRecord['options'],
  beside: Values,
  flags: readonly Flag[],
): AgreementRecord => {
  const found = cohenKappa(table, weights);
  if (found === null) return undefinedRecord('cohen_kappa', options, completeChance);
  const { value, po, pe, se, ci95, seNull, z, p, max, n } = found;
  const tested = seNull > 0 ? { se_null: seNull, z, p } : { se_null: seNull };
  const values = {
    value,
    se,
    ci95,
    ci_method: 'asymptotic, normal',
    ...tested,
    kappa_max: max,
    pa: po,
    pe,
    n,
    ...beside,
  };
  return recordOf('cohen_kappa', options, values, flags);
};

const scottRecord = (
  table: PairTable,
  weights: Weights,
  options: AgreementRecord['options'],
  beside: Prevalence,
): AgreementRecord => {
  const found = scottPi(table, weights);
  if (found === null) return undefinedRecord('scott_pi', options, completeChance);
  const { value, pa, pe, se, ci95, p, n } = found;
  const tested = se > 0 ? { p } : {};
  const values = { value, se, ci95, ci_method: 'linearised over units, t', ...tested, pa, pe, n, ...beside };
  return recordOf('scott_pi', options, values);
};
