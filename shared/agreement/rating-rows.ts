import type { AnalysisWarning, ScaleKind } from './analysis.ts';
import { createRatingBuilder, type RatingBuilder } from './rating-builder.ts';
import { type RatingLayout, readHeader } from './rating-header.ts';
import type { RatingIssue } from './rating-issues.ts';
import { isGap, type ScoreReading } from './rating-scores.ts';
import { onlyCriterion, type RatingTable } from './rating-table.ts';
import { createTimeReader } from './rating-time.ts';

/** Ratings with how they were read, or all that is wrong with them: the first twenty issues and a count of the rest. */
export type RatingsRead =
  | {
      readonly ok: true;
      readonly table: RatingTable;
      readonly scale: ScaleKind;
      /** The scores there can be, ascending; null: not declared, or labels. */
      readonly categories: readonly number[] | null;
      readonly warnings: readonly AnalysisWarning[];
    }
  | { readonly ok: false; readonly issues: readonly RatingIssue[] };

export type RowReader = {
  /** Takes one line: its row, and its cells. False: nothing after it can be read, because the header is wrong. */
  readonly row: (row: number, cells: readonly string[]) => boolean;
  /** Something that is wrong with the file beside its cells. */
  readonly issue: (row: number | null, text: string) => void;
  readonly finish: () => RatingsRead;
};

/**
 * Reads a table of ratings line by line. Long: columns unit, rater, score, and if there are any criterion and time, in
 * any order and case. Wide: the first column names the unit, every other one a rater. Names lose white space around
 * them. Lines without any text are passed over; an empty score is a gap, and its unit and rater are kept.
 */
export const createRowReader = (reading: ScoreReading, delimiter: string): RowReader => {
  const early: RatingIssue[] = [];
  let table: TableReader | null = null;
  return {
    row: (row, cells) => {
      if (cells.every((cell) => cell.trim() === '')) return true;
      if (table !== null) {
        table.row(row, cells);
        return true;
      }
      const layout = readHeader(cells, delimiter);
      if (!('kind' in layout)) {
        early.push(...layout.map((text) => ({ row, text })));
        return false;
      }
      table = tableReader(layout, cells.length, reading);
      return true;
    },
    issue: (row, text) => {
      if (table === null) early.push({ row, text });
      else table.builder.issue(row, text);
    },
    finish: () => {
      if (table !== null) return table.finish();
      return { ok: false, issues: early.length > 0 ? early : [{ row: null, text: 'it is empty' }] };
    },
  };
};

type TableReader = {
  readonly builder: RatingBuilder;
  readonly row: (row: number, cells: readonly string[]) => void;
  readonly finish: () => RatingsRead;
};

const tableReader = (layout: RatingLayout, columns: number, reading: ScoreReading): TableReader => {
  const timed = layout.kind === 'long' && layout.time !== -1;
  const builder = createRatingBuilder({ reading, timed, where: 'row' });
  const take = layout.kind === 'long' ? longRow(layout, builder) : wideRow(layout.raters, builder);
  const finish = (): RatingsRead => {
    const built = builder.finish();
    if (!built.ok) return { ok: false, issues: [...built.issues, ...perhapsLong(layout, built.issues)] };
    const { table } = built;
    const warnings = [...unusedColumns(layout), ...alikeNames(table)];
    return { ...howRead(reading), ok: true, table, warnings };
  };
  const row = (at: number, cells: readonly string[]): void => {
    if (cells.length === columns) take(at, cells);
    else builder.issue(at, `has ${cells.length} cells, and the header has ${columns}`);
  };
  return { builder, row, finish };
};

/** As many columns as a table has that may mean a line for each rating, with names of its own. */
const fewColumns = 5;

/** What looks like a wide table with words for scores may be a long one without the names of its columns. */
const perhapsLong = (layout: RatingLayout, issues: readonly RatingIssue[]): RatingIssue[] => {
  if (layout.kind === 'long' || layout.raters.length >= fewColumns) return [];
  if (!issues.some(({ text }) => text.includes('is not a number'))) return [];
  const text = `was read as the names of a unit and of the raters ${layout.raters.join(', ')}; if each line is one rating, call the columns unit, rater and score`;
  return [{ row: 1, text }];
};

/** The scale and the categories that stand for the whole file. */
export const howRead = ({
  scale,
  categories,
}: ScoreReading): { readonly scale: ScaleKind; readonly categories: readonly number[] | null } => ({
  scale: scale ?? 'ordinal',
  categories: categories?.kind === 'numbers' ? categories.values : null,
});

type TakeRow = (row: number, cells: readonly string[]) => void;

const longRow = (layout: RatingLayout & { readonly kind: 'long' }, builder: RatingBuilder): TakeRow => {
  const named = layout.criterion !== -1;
  const readTime = createTimeReader();
  return (row, cells) => {
    const cell = (column: number): string => (cells[column] as string).trim();
    const unit = cell(layout.unit);
    const rater = cell(layout.rater);
    const criterion = named ? cell(layout.criterion) : onlyCriterion;
    const nameless = unit === '' ? 'unit' : rater === '' ? 'rater' : criterion === '' ? 'criterion' : null;
    if (nameless !== null) return builder.issue(row, `names no ${nameless}`);
    const score = cell(layout.score);
    const when = layout.time === -1 ? '' : cell(layout.time);
    const time = isGap(when) ? Number.NaN : readTime(when);
    if (time === null) return builder.issue(row, unreadableTime(when));
    const places = {
      unit: builder.unit(unit),
      rater: builder.rater(rater),
      criterion: builder.criterion(criterion),
    };
    if (!isGap(score)) builder.add({ row, ...places, score, time, place: '' });
  };
};

export const unreadableTime = (when: string): string =>
  `the time "${when}" cannot be read; write it as 2026-03-01 or 2026-03-01T14:05:00Z (ISO 8601)`;

const wideRow = (raters: readonly string[], builder: RatingBuilder): TakeRow => {
  const first = new Map<string, number>();
  const places = raters.map((name) => builder.rater(name));
  const criterion = builder.criterion(onlyCriterion);
  return (row, cells) => {
    const unit = (cells[0] as string).trim();
    if (unit === '') return builder.issue(row, 'names no unit');
    const before = first.get(unit);
    if (before !== undefined) return builder.issue(row, `the unit ${unit} has row ${before} already`);
    first.set(unit, row);
    const place = builder.unit(unit);
    for (const [at, rater] of places.entries()) {
      const score = (cells[at + 1] as string).trim();
      if (isGap(score)) continue;
      const column = `column ${raters[at]}: `;
      builder.add({ row, unit: place, rater, criterion, score, time: Number.NaN, place: column });
    }
  };
};

const unusedColumns = (layout: RatingLayout): AnalysisWarning[] =>
  layout.kind === 'wide' || layout.unused.length === 0
    ? []
    : [
        {
          code: 'columns-not-used',
          text: `Columns that say nothing about agreement were passed over: ${layout.unused.join(', ')}.`,
        },
      ];

/** Names that differ in nothing but case or white space are two people to us, and perhaps one to who wrote them. */
export const alikeNames = ({ raters, criteria }: RatingTable): AnalysisWarning[] =>
  [...alikeAmong(raters, 'raters'), ...alikeAmong(criteria, 'criteria')].slice(0, 5);

const alikeAmong = (names: readonly string[], what: string): AnalysisWarning[] => {
  const seen = new Map<string, string>();
  return names.flatMap((name) => {
    const plain = name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');
    const other = seen.get(plain);
    seen.set(plain, other ?? name);
    return other === undefined
      ? []
      : [
          {
            code: 'names-alike',
            text: `${other} and ${name} were taken for two ${what}; are they the same?`,
          },
        ];
  });
};
