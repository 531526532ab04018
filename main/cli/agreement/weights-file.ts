import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { readNumber } from '../../../shared/agreement/rating-scores.ts';

export type WeightsRead =
  | { readonly ok: true; readonly weights: readonly (readonly number[])[] }
  | { readonly ok: false; readonly issues: readonly string[] };

/**
 * Agreement weights from a file: a square of numbers in the order of the categories, as CSV without a header or as a
 * JSON list of lists. 1 on the diagonal (full agreement), 0 to 1 elsewhere, the same both ways.
 */
export const readWeights = async (file: string, categories: readonly string[]): Promise<WeightsRead> => {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return refused(file, ['it cannot be read']);
  const rows = rowsOf(text.replace(/^\ufeff/, ''));
  if (typeof rows === 'string') return refused(file, [rows]);
  const issues = shapeIssues(rows, categories.length);
  if (issues.length > 0) return refused(file, issues);
  const wrong = weightIssues(rows, categories);
  return wrong.length > 0 ? refused(file, wrong) : { ok: true, weights: rows };
};

/** As many issues as are told one by one. */
const told = 10;

const refused = (file: string, issues: readonly string[]): WeightsRead => {
  const more = issues.length > told ? [`and ${issues.length - told} more`] : [];
  return { ok: false, issues: [...issues.slice(0, told), ...more].map((text) => `${file}: ${text}`) };
};

/** Cells as numbers, NaN where one is none; what is wrong with the file as text. */
const rowsOf = (text: string): number[][] | string => {
  try {
    const value: unknown = text.trimStart().startsWith('[')
      ? JSON.parse(text)
      : parse(text, { relax_column_count: true, skip_empty_lines: true, trim: true });
    if (!Array.isArray(value) || !value.every((row) => Array.isArray(row))) return 'it is no list of lists';
    return (value as unknown[][]).map((row) =>
      row.map((cell) => (typeof cell === 'number' ? cell : (readNumber(String(cell)) ?? Number.NaN))),
    );
  } catch (error) {
    return `it is neither CSV nor JSON (${error instanceof Error ? error.message : String(error)})`;
  }
};

const shapeIssues = (rows: readonly (readonly number[])[], size: number): string[] => {
  const square = `there are ${size} categories, so ${size} rows of ${size} weights are needed`;
  if (rows.length !== size) return [`it has ${rows.length} rows; ${square}`];
  return rows.flatMap((row, at) =>
    row.length === size ? [] : [`row ${at + 1} has ${row.length} cells; ${square}`],
  );
};

const weightIssues = (rows: readonly (readonly number[])[], categories: readonly string[]): string[] => {
  const weight = (i: number, j: number): number => rows[i]?.[j] ?? Number.NaN;
  return rows.flatMap((row, i) =>
    row.flatMap((value, j) => {
      const where = `row ${i + 1}, column ${j + 1} (${categories[i]} with ${categories[j]})`;
      if (Number.isNaN(value)) return [`${where} is not a number`];
      if (value < 0 || value > 1) return [`${where} is ${value}; weights lie between 0 and 1`];
      if (i === j) return value === 1 ? [] : [`${where} is ${value}; a category agrees with itself: 1`];
      if (j < i && value !== weight(j, i)) {
        return [
          `${where} is ${value} and the other way round ${weight(j, i)}; weights are the same both ways`,
        ];
      }
      return [];
    }),
  );
};
