import {
  type AgreementBase,
  agreementBase,
  alphaWithWeights,
  brennanPrediger,
  type ChanceCorrected,
  congerKappa,
  fleissKappa,
  gwetAc,
  pairwiseAgreement,
  randolphKappa,
} from './chance-corrected.ts';
import type { Categorised, CriterionCase, NamedWeights } from './criterion-case.ts';
import { fleissComplete } from './fleiss.ts';
import { countTable, type Panel } from './panel.ts';
import { type AgreementRecord, type Flag, recordOf, undefinedRecord } from './record.ts';
import { wilson } from './shares.ts';
import { agreementWeights, type Weights } from './weights.ts';

type Coefficient = {
  readonly statistic: string;
  readonly of: (base: AgreementBase, panel: Panel) => ChanceCorrected | null;
  /**
   * When every rating is the same: `agreement` is 1 as ever; a `fixed` chance, one that does not stand on the ratings
   * alone, still gives a number with two categories or more.
   */
  readonly constant?: 'agreement' | 'fixed';
  /** Low where one category is nearly all there is. */
  readonly prone?: true;
};

const coefficients: readonly Coefficient[] = [
  { statistic: 'percent_agreement_pairwise', of: pairwiseAgreement, constant: 'agreement' },
  { statistic: 'brennan_prediger', of: brennanPrediger, constant: 'fixed' },
  { statistic: 'fleiss_kappa', of: fleissKappa, prone: true },
  { statistic: 'conger_kappa', of: congerKappa, prone: true },
  { statistic: 'gwet_ac', of: gwetAc, constant: 'fixed' },
  { statistic: 'krippendorff_alpha_gwet_weights', of: alphaWithWeights, prone: true },
];

const nobodyWhole = 'no unit was rated by every rater';

/** Every coefficient for categories and any number of raters, but for Light's kappa and alpha. */
export const panelRecords = (one: CriterionCase): AgreementRecord[] => {
  const { categorised, apart, many } = one;
  if (categorised === null || apart !== null) {
    const why = apart ?? many;
    const names = weightNames(one);
    return [
      ...allRaters(one),
      ...names.flatMap((weights) =>
        coefficients.map(({ statistic }) => undefinedRecord(statistic, { weights }, why)),
      ),
      undefinedRecord('fleiss_kappa', classical, why),
      undefinedRecord('randolph_kappa', {}, why),
    ];
  }
  return [
    ...allRaters(one),
    ...categorised.weights.flatMap((named) => weighted(one, categorised, named)),
    classicalFleiss(one, categorised),
    randolph(one, categorised),
  ];
};

/** The weights there would be, were there categories. */
export const weightNames = ({ categorised, scale }: CriterionCase): readonly string[] => {
  if (categorised !== null) return categorised.weights.map(({ name }) => name);
  return scale === 'nominal' ? ['unweighted'] : ['unweighted', 'linear', 'quadratic', 'ordinal'];
};

/** The standard error of a coefficient that is 1 without exception, but for rounding. */
const noError = 1e-13;

/** Numbers of a coefficient with Gwet's variance. Without any error there is no test: t would be infinite. */
export const chanceValues = ({ value, se, ci95, p, pa, pe, n, shared }: ChanceCorrected) => ({
  value,
  se: se < noError ? 0 : se,
  ci95,
  ci_method: 'linearised over units, t',
  p: se < noError ? null : p,
  pa,
  pe,
  n,
  ...(shared === n ? {} : { shared }),
});

const weighted = (
  one: CriterionCase,
  { table, panel, prevalence }: Categorised,
  { name, weights }: NamedWeights,
): AgreementRecord[] => {
  const options = { weights: name };
  if (typeof weights === 'string')
    return coefficients.map(({ statistic }) => undefinedRecord(statistic, options, weights));
  const base = agreementBase(table, weights);
  return coefficients.map(({ statistic, of, constant, prone }) => {
    const fixed = constant === 'fixed' && weights.categories > 1;
    if (one.constant !== null && constant !== 'agreement' && !fixed)
      return undefinedRecord(statistic, options, one.constant);
    const found = of(base, panel);
    if (found === null) return undefinedRecord(statistic, options, completeChance(weights));
    const degenerate = one.constant !== null && fixed;
    return recordOf(
      statistic,
      options,
      {
        ...chanceValues(found),
        ...(constant === 'fixed' ? { categories: weights.categories } : {}),
        ...(prone ? prevalence : {}),
      },
      degenerate ? ['degenerate'] : [],
    );
  });
};

const completeChance = ({ table }: Weights): string =>
  table.every((weight) => weight === 1)
    ? 'the weights tell no two categories apart'
    : 'agreement by chance alone would be complete (no variance)';

export const noSpread = { se: null, ci95: null, ci_method: null, p: null };

const classical = { weights: 'unweighted', units: 'complete' } as const;

/** Fleiss' own kappa with its tests, as a whole and by category: on the units that every rater rated. */
const classicalFleiss = (
  { constant, nameOf }: CriterionCase,
  { complete, completePrevalence }: Categorised,
): AgreementRecord => {
  const found = fleissComplete(countTable(complete));
  if (found === null) {
    const why = constant ?? (complete.units === 0 ? nobodyWhole : sameThroughout(complete, nameOf));
    return undefinedRecord('fleiss_kappa', classical, why);
  }
  const perCategory = found.perCategory.flatMap((category, code) =>
    category === null
      ? []
      : [
          {
            category: nameOf(complete.scale[code] as number),
            value: category.value,
            se_null: category.seNull,
            z: category.z,
            p: category.p,
          },
        ],
  );
  const { value, seNull, z, p, n } = found;
  const spread = fleissKappa(
    agreementBase(countTable(complete), agreementWeights('unweighted', complete.scale)),
  );
  const { se, ci95, ci_method } = spread === null ? noSpread : chanceValues(spread);
  return recordOf('fleiss_kappa', classical, {
    value,
    se,
    ci95,
    ci_method,
    se_null: seNull,
    z,
    p,
    n,
    ...completePrevalence,
    perCategory,
  });
};

const sameThroughout = ({ codes, scale }: Panel, nameOf: CriterionCase['nameOf']): string =>
  `every rater chose ${nameOf(scale[codes[0] as number] as number)} on the units that all rated (no variance)`;

/**
 * Randolph's free-marginal kappa: unweighted Brennan–Prediger on the units that all rated, with the categories declared,
 * or those that occur in them.
 */
const randolph = (one: CriterionCase, { complete }: Categorised): AgreementRecord => {
  if (complete.units === 0) return undefinedRecord('randolph_kappa', {}, nobodyWhole);
  const q = one.declared ? complete.scale.length : new Set(complete.codes).size;
  if (q < 2) {
    const why = one.constant ?? sameThroughout(complete, one.nameOf);
    return undefinedRecord('randolph_kappa', {}, why);
  }
  const found = randolphKappa(
    agreementBase(countTable(complete), agreementWeights('unweighted', complete.scale)),
    q,
  );
  if (found === null) return undefinedRecord('randolph_kappa', {}, nobodyWhole);
  const flags: Flag[] = one.constant === null ? [] : ['degenerate'];
  return recordOf('randolph_kappa', {}, { ...chanceValues(found), categories: q }, flags);
};

/** The share of units on which all raters agree, exactly and, where scores have distances, within one. */
const allRaters = ({ ratings, apart, overlap, scale }: CriterionCase): AgreementRecord[] =>
  (scale === 'nominal' ? [0] : [0, 1]).map((tolerance) => {
    const options = { tolerance };
    const n = overlap.complete;
    if (apart !== null || n === 0)
      return undefinedRecord('percent_agreement_all_raters', options, apart ?? nobodyWhole);
    let agreed = 0;
    for (let unit = 0; unit < ratings.units; unit += 1) {
      const [from, to] = [ratings.starts[unit] as number, ratings.starts[unit + 1] as number];
      if (to - from !== ratings.raters) continue;
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (let at = from; at < to; at += 1) {
        const value = ratings.values[at] as number;
        if (value < low) low = value;
        if (value > high) high = value;
      }
      if (high - low <= tolerance) agreed += 1;
    }
    const values = { value: agreed / n, ci95: wilson(agreed, n), ci_method: 'Wilson score', n };
    return recordOf('percent_agreement_all_raters', options, values);
  });
