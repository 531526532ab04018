import type { AgreementRecord } from '../../../shared/agreement/record.ts';

export type RecordGroup = {
  /** `pairs`: about two raters each; `raters`: about one rater each. */
  readonly kind: 'panel' | 'pairs' | 'raters';
  readonly title: string;
  readonly records: readonly AgreementRecord[];
};

const panelGroups: readonly { readonly title: string; readonly statistics: readonly string[] }[] = [
  {
    title: 'Agreement as it is',
    statistics: ['percent_agreement_pairwise', 'percent_agreement_all_raters', 'decision_consistency'],
  },
  {
    title: 'Krippendorff’s alpha',
    statistics: ['krippendorff_alpha', 'krippendorff_alpha_gwet_weights'],
  },
  {
    title: 'Agreement beyond chance',
    statistics: [
      'gwet_ac',
      'brennan_prediger',
      'randolph_kappa',
      'fleiss_kappa',
      'conger_kappa',
      'light_kappa',
    ],
  },
  {
    title: 'Reliability and correlation',
    statistics: ['icc', 'icc_reml', 'kendall_w', 'mean_spearman', 'mean_pearson'],
  },
];

/** Records by what they are about, in the order in which a lead asks; none is left out. */
export const groupsOf = (records: readonly AgreementRecord[]): RecordGroup[] => {
  const pairs = records.filter(({ options }) => options.raters !== undefined);
  const raters = records.filter(({ options }) => options.rater !== undefined);
  const panel = records.filter((record) => !pairs.includes(record) && !raters.includes(record));
  const known = new Set(panelGroups.flatMap(({ statistics }) => statistics));
  const groups: RecordGroup[] = [
    ...panelGroups.map(({ title, statistics }) => ({
      kind: 'panel' as const,
      title,
      records: statistics.flatMap((name) => panel.filter(({ statistic }) => statistic === name)),
    })),
    { kind: 'panel', title: 'Others', records: panel.filter(({ statistic }) => !known.has(statistic)) },
    { kind: 'raters', title: 'Each rater against true scores', records: raters },
    { kind: 'pairs', title: 'Pairs of raters', records: pairs },
  ];
  return groups.filter((group) => group.records.length > 0);
};

const names: Readonly<Record<string, string>> = {
  percent_agreement_pairwise: 'pairwise agreement',
  percent_agreement_all_raters: 'all raters agree',
  percent_agreement: 'agreement',
  cohen_kappa: 'Cohen’s kappa',
  scott_pi: 'Scott’s pi',
  fleiss_kappa: 'Fleiss’ kappa',
  conger_kappa: 'Conger’s kappa',
  light_kappa: 'Light’s kappa',
  randolph_kappa: 'Randolph’s kappa',
  brennan_prediger: 'Brennan–Prediger',
  krippendorff_alpha: 'alpha',
  krippendorff_alpha_gwet_weights: 'alpha, Gwet’s weights',
  kendall_w: 'Kendall’s W',
  mean_spearman: 'mean Spearman',
  mean_pearson: 'mean Pearson',
  lin_ccc: 'Lin’s concordance',
  bland_altman: 'bias and limits of agreement',
  decision_consistency: 'same side of the cut',
  true_score_accuracy: 'accuracy',
};

/** How a record is called in a table: its statistic, options and raters. */
export const labelOf = ({ statistic, options }: AgreementRecord): string => {
  const { raters, rater, ...rest } = options;
  const who = Array.isArray(raters) ? raters.join(' and ') : typeof rater === 'string' ? rater : null;
  return [who, statisticLabel({ statistic, options: rest })].filter((part) => part !== null).join(': ');
};

/** The same without its raters. */
export const statisticLabel = ({
  statistic,
  options,
}: Pick<AgreementRecord, 'statistic' | 'options'>): string => {
  const words = Object.entries(options).flatMap(([option, value]) => optionWords(option, value));
  switch (statistic) {
    case 'icc':
      return words.join(', ');
    case 'icc_reml':
      return `${words.join(', ')} by REML`;
    case 'gwet_ac':
      return options.weights === 'unweighted' ? 'Gwet’s AC1' : `Gwet’s AC2, ${words.join(', ')}`;
    default:
      return [names[statistic] ?? statistic.replaceAll('_', ' '), ...words].join(', ');
  }
};

const optionWords = (option: string, value: AgreementRecord['options'][string]): string[] => {
  switch (option) {
    case 'raters':
    case 'rater':
      return [];
    case 'weights':
    case 'metric':
    case 'type':
      return [String(value)];
    case 'tolerance':
      return [value === 0 ? 'exact' : `within ${String(value)}`];
    case 'units':
      return [value === 'shared' ? 'units the two share' : 'complete units'];
    case 'tieCorrected':
      return [value === true ? 'corrected for ties' : 'not corrected for ties'];
    case 'fisherZ':
      return value === true ? ['by Fisher’s z'] : [];
    default:
      return [`${option} ${String(value)}`];
  }
};
