import type { CriterionAnalysis } from '../../../shared/agreement/analysis.ts';
import type { AgreementRecord } from '../../../shared/agreement/record.ts';
import { sentenceOf } from '../../../shared/agreement/sentences.ts';
import { oneLine, shortNumber, type TextColumn, type TextRow, textTable } from '../ratings/text-table.ts';
import type { AgreementResult } from './agreement-result.ts';
import { mainSentences } from './main-records.ts';
import { pairTable, raterTable } from './pivot-tables.ts';
import { groupsOf, labelOf } from './record-groups.ts';
import { mainValue, shownInterval } from './record-parts.ts';

/** More pairs than this are one line each, with the statistics beside one another. */
const pairsInFull = 3;

/** The result as a page for people: what was asked, warnings, tables by group, and sentences to read aloud. */
export const agreementTable = (result: AgreementResult, allSentences: boolean): string[] => {
  const { criteria, warnings } = result;
  const general = warnings.filter((warning) => warning.criteria === undefined);
  const own = (name: string) => warnings.filter((warning) => warning.criteria?.includes(name) === true);
  return [
    ...heading(result),
    ...general.map(({ text }) => `Warning: ${text}`),
    ...criteria.flatMap((one) => [
      '',
      `== ${one.criterion}: ${countsIn(one)}`,
      ...own(one.criterion).map(({ text }) => `Warning: ${text}`),
      ...criterionLines(one, allSentences),
    ]),
  ].map(oneLine);
};

const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

const heading = ({ source, n, options, truth, criteria }: AgreementResult): string[] => {
  const { bootstrap, seed, distance, cut } = options;
  const declared = options.categories === null ? 'those that occur' : 'as declared';
  const [first] = criteria;
  const alike = criteria.every((one) => String(one.categories) === String(first?.categories));
  const known = alike && first !== undefined && first.categories.length > 0;
  const categories = known ? `${namedCategories(first)} (${declared})` : declared;
  const how = [
    `scale ${options.scale}`,
    `categories ${categories}`,
    ...(options.scale === 'nominal' ? [] : [`distances by ${distance}`]),
    bootstrap === 0 ? 'no bootstrap' : `${count(bootstrap, 'bootstrap replicate')}, seed ${seed}`,
    ...(truth === null ? [] : [`true scores from ${truth}`]),
    ...(cut === null ? [] : [`cut at ${first === undefined ? cut : cutName(first, cut)}`]),
  ];
  const counts = [
    count(n.units, 'unit'),
    count(n.raters, 'rater'),
    count(n.ratings, 'rating'),
    count(n.criteria, 'criterion', 'criteria'),
  ];
  return [`${source}: ${counts.join(', ')}`, sentence(how.join('; '))];
};

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;

/** As many categories as are listed. */
const listed = 15;

const namedCategories = ({ categories }: CriterionAnalysis): string => {
  if (categories.length <= listed) return categories.join(', ');
  return `${categories.slice(0, 3).join(', ')}, … ${categories.at(-1)}, ${categories.length} in all`;
};

/** A cut among labels is the place of one. */
const cutName = ({ categories }: CriterionAnalysis, cut: number): string => {
  const label = typeof categories[0] === 'string' ? categories[cut] : undefined;
  return String(label ?? cut);
};

const countsIn = ({ n }: CriterionAnalysis): string =>
  `${count(n.units, 'unit')} (${n.shared.toLocaleString('en')} rated by two or more), ${count(n.raters, 'rater')}, ${count(n.ratings, 'rating')}`;

const criterionLines = (one: CriterionAnalysis, allSentences: boolean): string[] => {
  const tables = groupsOf(one.records).flatMap(({ kind, title, records }) => {
    const why = whyNone(records);
    if (why !== null) return ['', `${title}: undefined, because ${why}.`];
    if (kind === 'pairs' && pairsAmong(records) > pairsInFull) return ['', ...pairTable(title, records)];
    if (kind === 'raters') return ['', ...raterTable(title, records)];
    return ['', ...recordTable(title, records)];
  });
  const spoken = allSentences ? one.records.map(sentenceOf) : mainSentences(one);
  const aloud = spoken.length === 0 ? [] : ['', 'Read aloud', ...spoken.map((text) => `  ${text}`)];
  return [...tables, ...aloud];
};

/** The one reason why all of several records are undefined; null: some are not, or the reasons differ. */
const whyNone = (records: readonly AgreementRecord[]): string | null => {
  const first = records[0]?.undefined;
  const all = records.every((record) => record.values === null && record.undefined === first);
  return all && records.length > 1 ? (first ?? null) : null;
};

const pairsAmong = (records: readonly AgreementRecord[]): number =>
  new Set(records.map(({ options }) => String(options.raters))).size;

const columnsOf = (title: string): TextColumn[] => [
  { title, align: 'left' },
  { title: 'value', align: 'right' },
  { title: '95 % interval', align: 'left' },
  { title: 'n', align: 'right' },
  { title: '', align: 'left' },
];

const recordTable = (title: string, records: readonly AgreementRecord[]): string[] =>
  textTable(columnsOf(title), records.flatMap(rowsOf));

const rowsOf = (record: AgreementRecord): TextRow[] => {
  const label = `  ${labelOf(record)}`;
  const { values, flags = [] } = record;
  if (values === null) return [[label, `undefined: ${record.undefined ?? ''}`]];
  const main = mainValue(record);
  const interval = shownInterval(record);
  const n = values.n;
  const perCategory = values.perCategory;
  const row = [
    label,
    main === null ? '' : shortNumber(main.value),
    interval === null ? '' : `${shortNumber(interval[0])} to ${shortNumber(interval[1])}`,
    typeof n === 'number' ? n.toLocaleString('en') : '',
    flags.join(', '),
  ];
  if (!Array.isArray(perCategory)) return [row];
  const categories = perCategory.flatMap((part) =>
    typeof part === 'number' ? [] : [[`    category ${part.category}`, shortNumber(part.value), '', '', '']],
  );
  return [row, ...categories];
};
