import type { AgreementRecord } from './record.ts';

export const statisticNames: Readonly<Record<string, string>> = {
  percent_agreement_pairwise: 'Pairwise agreement',
  percent_agreement_all_raters: 'Agreement of all raters',
  percent_agreement: 'Agreement',
  cohen_kappa: 'Cohen’s kappa',
  scott_pi: 'Scott’s pi',
  fleiss_kappa: 'Fleiss’ kappa',
  conger_kappa: 'Conger’s kappa',
  light_kappa: 'Light’s kappa',
  randolph_kappa: 'Randolph’s kappa',
  brennan_prediger: 'Brennan and Prediger’s coefficient',
  gwet_ac: 'Gwet’s AC',
  krippendorff_alpha: 'Krippendorff’s alpha',
  krippendorff_alpha_gwet_weights: 'Alpha with Gwet’s fixed weights',
  icc: 'Intraclass correlation',
  icc_reml: 'Intraclass correlation by REML',
  kendall_w: 'Kendall’s W',
  mean_spearman: 'Mean Spearman rank correlation',
  mean_pearson: 'Mean Pearson correlation',
  lin_ccc: 'Lin’s concordance',
  bland_altman: 'Limits of agreement',
  true_score_accuracy: 'Accuracy against the true scores',
  decision_consistency: 'Decision consistency',
};

const designs: Readonly<Record<string, string>> = {
  1: 'raters differ by unit',
  2: 'absolute agreement',
  3: 'consistency',
};

/** The name of a statistic as it is said, with its options and whom it is about. */
export const nameOfStatistic = (record: AgreementRecord): string => {
  const { statistic, options, values } = record;
  const name = statisticNames[statistic] ?? statistic;
  switch (statistic) {
    case 'true_score_accuracy':
      return values === null ? `${name} of ${options.rater}` : `${options.rater} against the true scores`;
    case 'decision_consistency':
      return values === null ? `${name} at a cut of ${options.cut}` : `At a cut of ${options.cut}`;
    case 'icc':
    case 'icc_reml':
      return `${name} ${options.type} (${design(String(options.type), values?.k)})`;
    case 'gwet_ac':
      return `${name}${options.weights === 'unweighted' ? '1' : '2'}${bracketed(record)}`;
    default:
      return `${name}${bracketed(record)}${whom(record)}`;
  }
};

const whom = ({ options }: AgreementRecord): string =>
  Array.isArray(options.raters) ? ` of ${options.raters.join(' and ')}` : '';

const bracketed = (record: AgreementRecord): string => {
  const words = wordsOf(record);
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
};

const wordsOf = ({ options }: AgreementRecord): string[] => {
  const { weights, metric, tolerance, units, tieCorrected, fisherZ } = options;
  const words: string[] = [];
  if (weights !== undefined && weights !== 'unweighted')
    words.push(weights === 'custom' ? 'weights of one’s own' : `${weights} weights`);
  if (metric !== undefined) words.push(String(metric));
  if (tolerance !== undefined) words.push(tolerance === 0 ? 'exact' : `within ${tolerance}`);
  if (units !== undefined) words.push(units === 'complete' ? 'units that all rated' : 'units the two share');
  if (tieCorrected !== undefined) words.push(tieCorrected ? 'corrected for ties' : 'not corrected for ties');
  if (fisherZ === true) words.push('averaged on Fisher’s z');
  return words;
};

const design = (type: string, k: unknown): string => {
  const of = designs[type.charAt(4)] ?? '';
  const mean = typeof k === 'number' ? `mean of ${k} raters` : 'mean of the raters';
  return `${of}, ${type.endsWith('k)') ? mean : 'one rater'}`;
};
