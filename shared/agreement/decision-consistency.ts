import { agreementBase, fleissKappa, pairwiseAgreement } from './chance-corrected.ts';
import type { CriterionCase } from './criterion-case.ts';
import { type CountTable, countTable, type Panel } from './panel.ts';
import { type AgreementRecord, recordOf, undefinedRecord } from './record.ts';
import { agreementWeights } from './weights.ts';

/** Whether each rating passes: a score at or over the cut is category 1. */
export const decisionTable = ({ ratings }: CriterionCase, cut: number): CountTable => {
  const { units, raters, starts, rater, values } = ratings;
  const panel: Panel = {
    units,
    raters,
    starts,
    rater,
    codes: Uint8Array.from(values, (value) => (value >= cut ? 1 : 0)),
    scale: Float64Array.of(0, 1),
  };
  return countTable(panel);
};

export const decisionWeights = agreementWeights('unweighted', Float64Array.of(0, 1));

/**
 * How often two raters would decide alike at a cut: the share of agreeing pairs of decisions on a unit, averaged over
 * units, and the same corrected for chance (Fleiss' kappa of the decisions), each with Gwet's interval.
 */
export const decisionRecord = (one: CriterionCase, cut: number): AgreementRecord => {
  const options = { cut };
  if (one.apart !== null) return undefinedRecord('decision_consistency', options, one.apart);
  const base = agreementBase(decisionTable(one, cut), decisionWeights);
  const raw = pairwiseAgreement(base);
  const corrected = fleissKappa(base);
  if (raw === null)
    return undefinedRecord('decision_consistency', options, 'no unit was rated by two raters');
  return recordOf('decision_consistency', options, {
    value: raw.value,
    se: raw.se,
    ci95: raw.ci95,
    ci_method: 'linearised over units, t',
    kappa: corrected?.value,
    kappa_se: corrected?.se,
    kappa_ci95: corrected?.ci95,
    ...(corrected === null ? { kappa_undefined: oneDecision(base.shares[1] === 1) } : {}),
    pass_rate: base.shares[1],
    n: base.n,
    ...(base.shared === base.n ? {} : { shared: base.shared }),
  });
};

const oneDecision = (passes: boolean): string => `every rating ${passes ? 'passes' : 'fails'} (no variance)`;
