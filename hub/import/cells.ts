import { z } from 'zod';
import type { Issues } from './import-issue.ts';
import type { CsvRow } from './read-csv.ts';

/** A name that is safe as a folder and as an id: no separators, no dots in front, nothing a disk treats specially. */
export const plainName = (longest: number) =>
  z
    .string()
    .min(1, 'is missing')
    .max(longest, `is longer than ${longest} characters`)
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
      'may hold only letters, digits, dots, hyphens and underscores, and starts with a letter or digit',
    );

export const cellText = (longest: number) =>
  z
    .string()
    .max(longest, `is longer than ${longest} characters`)
    .refine((text) => !text.includes('\0'), 'holds a character that cannot be stored');

export const neededText = (longest: number) => cellText(longest).min(1, 'is missing');

export const wholeNumber = (smallest: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= smallest, `must be ${smallest} or more`);

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** An ISO date or instant as milliseconds since 1970; a bare date means `clock` UTC of that day. Null: no such date. */
export const readDate = (text: string, clock: string): number | null => {
  if (!dayPattern.test(text) && !instantPattern.test(text)) return null;
  const day = text.slice(0, 10);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Date.parse turns 30 February into March: such a day does not come back as it went in.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return null;
  const ms = Date.parse(dayPattern.test(text) ? `${text}T${clock}Z` : text);
  return Number.isNaN(ms) ? null : ms;
};

/** Parses rows by a schema; a wrong cell is an error naming its column, and its row is left out. */
export const parseRows = <Schema extends z.ZodType>(
  rows: readonly CsvRow[],
  file: string,
  schema: Schema,
  issues: Issues,
  onBroken: (cells: CsvRow['cells']) => void = () => undefined,
): { row: number; value: z.output<Schema> }[] =>
  rows.flatMap(({ row, cells }) => {
    const parsed = schema.safeParse(cells);
    if (parsed.success) return [{ row, value: parsed.data }];
    onBroken(cells);
    for (const issue of parsed.error.issues)
      issues.error(file, row, `${issue.path.join('.')} ${issue.message}`);
    return [];
  });

/** Reports every value that stands more than once; answers the first of each. */
export const withoutTwins = <Item extends { row: number }>(
  items: readonly Item[],
  file: string,
  keyOf: (item: Item) => string,
  nameOf: (item: Item) => string,
  issues: Issues,
): Item[] => {
  const first = new Map<string, Item>();
  for (const item of items) {
    const twin = first.get(keyOf(item));
    if (twin === undefined) first.set(keyOf(item), item);
    else issues.error(file, item.row, `${nameOf(item)} stands in row ${twin.row} already`);
  }
  return [...first.values()];
};
