import type { CriterionAnalysis, ScaleKind } from '../../../shared/agreement/analysis.ts';
import type { AgreementRecord } from '../../../shared/agreement/record.ts';
import { sentenceOf } from '../../../shared/agreement/sentences.ts';

type Wanted = { readonly statistic: string; readonly options?: AgreementRecord['options'] };

/** What a lead reports first, by scale. */
const wanted: Readonly<Record<ScaleKind, readonly Wanted[]>> = {
  nominal: [
    { statistic: 'percent_agreement_pairwise', options: { weights: 'unweighted' } },
    { statistic: 'krippendorff_alpha', options: { metric: 'nominal' } },
    { statistic: 'gwet_ac', options: { weights: 'unweighted' } },
    { statistic: 'cohen_kappa', options: { weights: 'unweighted' } },
  ],
  ordinal: [
    { statistic: 'percent_agreement_pairwise', options: { weights: 'unweighted' } },
    { statistic: 'krippendorff_alpha', options: { metric: 'ordinal' } },
    { statistic: 'gwet_ac', options: { weights: 'quadratic' } },
    { statistic: 'cohen_kappa', options: { weights: 'quadratic' } },
  ],
  interval: [
    { statistic: 'krippendorff_alpha', options: { metric: 'interval' } },
    { statistic: 'icc', options: { type: 'ICC(2,1)' } },
    { statistic: 'icc_reml', options: { type: 'ICC(2,1)' } },
    { statistic: 'bland_altman' },
  ],
  ratio: [
    { statistic: 'krippendorff_alpha', options: { metric: 'ratio' } },
    { statistic: 'icc', options: { type: 'ICC(2,1)' } },
    { statistic: 'icc_reml', options: { type: 'ICC(2,1)' } },
    { statistic: 'bland_altman' },
  ],
};

/** Sentences of the main statistics of a criterion. What is about two raters is said only where there are two. */
export const mainSentences = ({ scale, records, n }: CriterionAnalysis): string[] =>
  [...wanted[scale], { statistic: 'decision_consistency' }]
    .flatMap((want) => records.filter((record) => isWanted(record, want)))
    .filter(({ options }) => options.raters === undefined || n.raters === 2)
    .map(sentenceOf);

const isWanted = ({ statistic, options }: AgreementRecord, want: Wanted): boolean =>
  statistic === want.statistic &&
  Object.entries(want.options ?? {}).every(([name, value]) => options[name] === value);
