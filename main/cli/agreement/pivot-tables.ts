import type { AgreementRecord } from '../../../shared/agreement/record.ts';
import { shortNumber, type TextColumn, textTable } from '../ratings/text-table.ts';
import { statisticLabel } from './record-groups.ts';
import { mainValue } from './record-parts.ts';

type Cell = { readonly title: string; readonly text: string };
type Entry = { readonly name: string; readonly cells: readonly Cell[]; readonly n: string };

const leftCell = (title: string): TextColumn => ({ title, align: 'left' });
const rightCell = (title: string): TextColumn => ({ title, align: 'right' });

/** One line for each pair of raters, its statistics beside one another; – where one is undefined. */
export const pairTable = (title: string, records: readonly AgreementRecord[]): string[] => {
  const grouped = Map.groupBy(records, ({ options }) => JSON.stringify(options.raters));
  const entries = Array.from(grouped.values(), (own): Entry => {
    const raters = own[0]?.options.raters;
    return {
      name: Array.isArray(raters) ? raters.join(' and ') : '',
      cells: own.flatMap(pairCells),
      n: nOf(own),
    };
  });
  return [...pivot(title, entries), '  Intervals and errors of every pair: --json or --csv.'];
};

/** What is shown of a pair: each kind of kappa, shares of agreement, concordance, bias. */
const pairCells = (record: AgreementRecord): Cell[] => {
  const { statistic, options, values } = record;
  const title = shortTitle(statistic, options);
  if (title === null) return [];
  const main = mainValue(record);
  return [{ title, text: values === null || main === null ? '–' : shortNumber(main.value) }];
};

const kappaTitles: Readonly<Record<string, string>> = {
  unweighted: 'kappa',
  linear: 'k linear',
  quadratic: 'k quadratic',
  ordinal: 'k ordinal',
  custom: 'k custom',
};

const shortTitle = (statistic: string, options: AgreementRecord['options']): string | null => {
  switch (statistic) {
    case 'percent_agreement':
      return options.tolerance === 0 ? 'exact' : `within ${String(options.tolerance)}`;
    case 'cohen_kappa':
      return kappaTitles[String(options.weights)] ?? String(options.weights);
    case 'scott_pi':
      // Close to kappa, and in the way of a table that fits a screen.
      return null;
    case 'lin_ccc':
      return 'Lin';
    case 'bland_altman':
      return 'bias';
    default:
      return statisticLabel({ statistic, options });
  }
};

/** The numbers of a rater that fit on a screen, by name; the rest is in JSON and CSV. */
const raterTitles: Readonly<Record<string, string>> = {
  exact: 'exact',
  adjacent: 'within 1',
  bias: 'bias',
  sd_ratio: 'spread',
  kappa: 'kappa',
  kappa_quadratic: 'k quadratic',
  false_pass: 'false pass',
  false_fail: 'false fail',
};

/** One line for each rater held against true scores, with the intervals of the main numbers. */
export const raterTable = (title: string, records: readonly AgreementRecord[]): string[] => {
  const grouped = Map.groupBy(records, ({ options }) => String(options.rater));
  const entries = Array.from(grouped, ([name, own]): Entry => {
    const why = own.every(({ values }) => values === null) ? (own[0]?.undefined ?? '') : null;
    return why === null
      ? { name, cells: own.flatMap(raterCells), n: nOf(own) }
      : { name, cells: [{ title: '', text: `undefined: ${why}` }], n: '' };
  });
  return [...pivot(title, entries), '  Further numbers of every rater: --json or --csv.'];
};

/** Intervals stand beside what decides about a reviewer. */
const withInterval: readonly string[] = ['exact', 'bias', 'kappa', 'kappa_quadratic'];

const raterCells = ({ values }: AgreementRecord): Cell[] =>
  Object.entries(raterTitles).flatMap(([name, title]) => {
    const value = values?.[name];
    if (typeof value !== 'number') return [];
    const interval = withInterval.includes(name) ? values?.[`${name}_ci95`] : undefined;
    const [low, high] = Array.isArray(interval) ? interval : [];
    if (typeof low !== 'number' || typeof high !== 'number') return [{ title, text: shortNumber(value) }];
    return [{ title, text: `${shortNumber(value)} (${low.toFixed(2)} to ${high.toFixed(2)})` }];
  });

const nOf = (records: readonly AgreementRecord[]): string => {
  const n = records.map(({ values }) => values?.n).find((value) => typeof value === 'number');
  return n === undefined ? '' : n.toLocaleString('en');
};

const pivot = (title: string, entries: readonly Entry[]): string[] => {
  const titles = [...new Set(entries.flatMap(({ cells }) => cells.map((cell) => cell.title)))].filter(
    (name) => name !== '',
  );
  const columns = [leftCell(title), rightCell('n'), ...titles.map(rightCell)];
  const rows = entries.map(({ name, cells, n }) => {
    const remark = cells.find((cell) => cell.title === '');
    if (remark !== undefined) return [`  ${name}`, remark.text];
    return [`  ${name}`, n, ...titles.map((own) => cells.find((cell) => cell.title === own)?.text ?? '')];
  });
  return textTable(columns, rows);
};
