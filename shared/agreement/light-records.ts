import { type CriterionCase, isWeights } from './criterion-case.ts';
import { lightKappa } from './light-kappa.ts';
import { weightNames } from './panel-records.ts';
import { type AgreementRecord, recordOf, undefinedRecord } from './record.ts';

const statistic = 'light_kappa';

/** Light's kappa for all weights, on the units that every rater rated. Null when stopped. */
export const lightRecords = (
  one: CriterionCase,
  goesOn: (share: number) => boolean,
): AgreementRecord[] | null => {
  const { categorised, apart, constant, many, raters } = one;
  const whole = categorised?.complete.units ?? 0;
  const why =
    apart ??
    constant ??
    (categorised === null ? many : whole === 0 ? 'no unit was rated by every rater' : null);
  if (why !== null || categorised === null)
    return weightNames(one).map((weights) => undefinedRecord(statistic, { weights }, why ?? many));
  const usable = categorised.weights.map(({ weights }) => weights).filter(isWeights);
  const found = lightKappa(categorised.complete, usable, goesOn);
  if (found === null) return null;
  return categorised.weights.map(({ name, weights }) => {
    const options = { weights: name };
    if (typeof weights === 'string') return undefinedRecord(statistic, options, weights);
    const own = found[usable.indexOf(weights)];
    if (own === undefined || 'undefinedPair' in own) {
      const [first = 0, second = 0] = own?.undefinedPair ?? [];
      return undefinedRecord(
        statistic,
        options,
        `${raters[first]} and ${raters[second]} gave one and the same score throughout (no variance)`,
      );
    }
    const { value, se, ci95, pairs } = own;
    return recordOf(statistic, options, {
      value,
      se,
      ci95,
      ci_method: 'linearised over units, t',
      n: whole,
      pair_count: pairs,
      ...categorised.completePrevalence,
    });
  });
};
