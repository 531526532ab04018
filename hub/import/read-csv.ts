import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import type { Issues } from './import-issue.ts';

/** One row of a table: its number as a spreadsheet shows it, and its trimmed cells by column. */
export type CsvRow = { readonly row: number; readonly cells: Readonly<Record<string, string>> };

export type CsvColumns = { readonly required: readonly string[]; readonly optional: readonly string[] };

/** The rows of a CSV file; null when there is no such file. What is wrong with it goes to `issues`. */
export const readCsv = async (
  folder: string,
  file: string,
  columns: CsvColumns,
  issues: Issues,
): Promise<CsvRow[] | null> => {
  const bytes = await readFile(join(folder, file)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') issues.error(file, null, `cannot be read (${error.code})`);
    return null;
  });
  if (bytes === null) return null;
  const text = decodeUtf8(bytes);
  if (text === null) {
    issues.error(file, null, 'is not UTF-8 text. Save it as "CSV UTF-8" and import again');
    return [];
  }
  const records = parseRecords(text, file, issues);
  const header = records[0]?.map((name) => name.trim().toLowerCase());
  if (header === undefined) {
    issues.error(file, null, `is empty. Its first row must name the columns ${columns.required.join(', ')}`);
    return [];
  }
  return checkHeader(header, file, columns, issues) ? toRows(records, header, file, issues) : [];
};

const decodeUtf8 = (bytes: Buffer): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: the caller says so, with what to do.
    return null;
  }
};

const parseRecords = (text: string, file: string, issues: Issues): string[][] => {
  try {
    return parse(text, { bom: true, relax_column_count: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const records = typeof error.records === 'number' ? error.records : null;
    issues.error(
      file,
      records === null ? null : records + 1,
      'a quotation mark is not closed, or stands inside a cell',
    );
    return [[]];
  }
};

const checkHeader = (
  header: readonly string[],
  file: string,
  { required, optional }: CsvColumns,
  issues: Issues,
): boolean => {
  if (header.length === 1 && header[0] === '') return false;
  if (header.length === 1 && header[0]?.includes(';')) {
    issues.error(file, 1, 'the columns are separated by semicolons. Save it with commas');
    return false;
  }
  const missing = required.filter((name) => !header.includes(name));
  for (const name of missing) issues.error(file, 1, `the column "${name}" is missing`);
  const known = [...required, ...optional];
  header.forEach((name, at) => {
    if (header.indexOf(name) !== at && name !== '')
      issues.error(file, 1, `the column "${name}" stands twice`);
    if (!known.includes(name) && name !== '') issues.warn(file, 1, `the column "${name}" is not used`);
  });
  return missing.length === 0;
};

const toRows = (
  records: readonly string[][],
  header: readonly string[],
  file: string,
  issues: Issues,
): CsvRow[] =>
  records.slice(1).flatMap((record, at) => {
    const row = at + 2;
    if (record.every((cell) => cell.trim() === '')) return [];
    if (record.length > header.length) {
      issues.error(file, row, `has ${record.length} cells where the header has ${header.length}`);
      return [];
    }
    const cells = Object.fromEntries(header.map((name, index) => [name, (record[index] ?? '').trim()]));
    return [{ row, cells }];
  });
