import type { AgreementRecord, OptionValue, Values } from '../../../shared/agreement/record.ts';
import { csvLine } from '../ratings/csv-line.ts';
import type { AgreementResult } from './agreement-result.ts';
import { intervalOf, mainValue } from './record-parts.ts';

const columns = [
  'criterion',
  'statistic',
  'options',
  'rater',
  'other_rater',
  'value',
  'se',
  'ci_low',
  'ci_high',
  'ci_method',
  'n',
  'undefined',
  'flags',
  'more',
] as const;

/** One line for each record. `options` and `more` hold what else there is as name=value, parted by semicolons. */
export const agreementCsv = ({ criteria }: AgreementResult): string[] => [
  csvLine(columns),
  ...criteria.flatMap(({ criterion, records }) =>
    records.flatMap((record) => [lineOf(criterion, record), ...categoryLines(criterion, record)]),
  ),
];

const lineOf = (criterion: string, record: AgreementRecord): string => {
  const { statistic, options, values, flags = [] } = record;
  const [rater, other] = ratersOf(options);
  const main = mainValue(record);
  const interval = intervalOf(record);
  const told = new Set([main?.name, 'se', interval?.name, 'ci_method', 'n']);
  return csvLine([
    criterion,
    statistic,
    pairsOf(Object.entries(options).filter(([name]) => name !== 'rater' && name !== 'raters')),
    rater,
    other,
    main?.value,
    numberIn(values, 'se'),
    interval?.low,
    interval?.high,
    interval?.method,
    numberIn(values, 'n'),
    record.undefined,
    flags.join(';'),
    pairsOf(Object.entries(values ?? {}).filter(([name]) => !told.has(name))),
  ]);
};

/** The values of single categories, each a line like a record of its own. */
const categoryLines = (criterion: string, { statistic, options, values }: AgreementRecord): string[] => {
  const categories = values?.perCategory;
  if (!Array.isArray(categories)) return [];
  return categories.flatMap((one) => {
    if (typeof one === 'number') return [];
    const { category, value, ...more } = one;
    const named = pairsOf([...Object.entries(options), ['category', category]]);
    const rest = pairsOf(Object.entries(more));
    const n = numberIn(values, 'n');
    return [
      csvLine([criterion, statistic, named, '', '', value, null, null, null, null, n, null, null, rest]),
    ];
  });
};

const ratersOf = ({ rater, raters }: AgreementRecord['options']): readonly string[] => {
  if (Array.isArray(raters)) return raters;
  return typeof rater === 'string' ? [rater] : [];
};

const numberIn = (values: Values | null, name: string): number | null => {
  const value = values?.[name];
  return typeof value === 'number' ? value : null;
};

const pairsOf = (entries: readonly (readonly [string, OptionValue | Values[string]])[]): string =>
  entries
    .filter(([, value]) => !Array.isArray(value) || typeof value[0] !== 'object')
    .map(([name, value]) => `${name}=${Array.isArray(value) ? value.join('|') : String(value)}`)
    .join(';');
