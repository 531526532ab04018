import type { RatingTable } from '../../../shared/agreement/rating-table.ts';
import { severityOf } from '../../../shared/agreement/severity.ts';
import {
  type SeverityOptions,
  type SeverityReport,
  severityDefaults,
} from '../../../shared/agreement/severity-report.ts';

export type Row = readonly [person: string, rater: string, criterion: string, score: number];

/** A table of rows as they come; names in the order of their first appearance. */
export const tableOfRows = (rows: readonly Row[], labels: readonly string[] | null = null): RatingTable => {
  const named = (at: 0 | 1 | 2): string[] => [...new Set(rows.map((row) => row[at]))];
  const [units, raters, criteria] = [named(0), named(1), named(2)];
  return {
    units,
    raters,
    criteria,
    labels,
    unit: Uint32Array.from(rows, ([person]) => units.indexOf(person)),
    rater: Uint16Array.from(rows, ([, rater]) => raters.indexOf(rater)),
    criterion: Uint16Array.from(rows, ([, , criterion]) => criteria.indexOf(criterion)),
    score: Float64Array.from(rows, ([, , , score]) => score),
    time: null,
  };
};

export const rowsOf = (table: RatingTable): Row[] =>
  Array.from(table.score, (score, row) => [
    table.units[table.unit[row] as number] as string,
    table.raters[table.rater[row] as number] as string,
    table.criteria[table.criterion[row] as number] as string,
    score,
  ]);

export const reportOf = (table: RatingTable, options: Partial<SeverityOptions> = {}): SeverityReport => {
  const found = severityOf(table, { ...severityDefaults, ...options });
  if (!found.ok) throw new Error(found.problem);
  return found.value;
};

export const problemOf = (table: RatingTable, options: Partial<SeverityOptions> = {}): string | null => {
  const found = severityOf(table, { ...severityDefaults, ...options });
  return found.ok ? null : found.problem;
};

export const codesOf = ({ warnings }: SeverityReport): string[] => warnings.map(({ code }) => code);

export const textOf = ({ warnings }: SeverityReport, code: string): string =>
  warnings
    .filter((warning) => warning.code === code)
    .map(({ text }) => text)
    .join('\n');

/** The named element; a test that asks for another one has made a mistake. */
export const raterOf = ({ raters }: SeverityReport, name: string): SeverityReport['raters'][number] => {
  const found = raters.find(({ rater }) => rater === name);
  if (found === undefined) throw new Error(`There is no rater ${name}.`);
  return found;
};

/** A number that must be there. */
export const known = (value: number | null | undefined): number => {
  if (value === null || value === undefined) throw new Error('A number is missing.');
  return value;
};

/** Expected score in steps, by the model's own formula, written out anew. */
export const expectedSteps = (at: number, steps: readonly number[]): number => {
  const weights = [1];
  let exponent = 0;
  for (const step of steps) {
    exponent += at - step;
    weights.push(Math.exp(exponent));
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.reduce((sum, weight, k) => sum + (k * weight) / total, 0);
};
