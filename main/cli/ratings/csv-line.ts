export type CsvCell = string | number | boolean | null | undefined;

/** What spreadsheets take for the beginning of a formula, also after white space and in its full-width forms. */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/**
 * A line of CSV (RFC 4180) without its line break. Numbers are written in full; text that a spreadsheet would take for a
 * formula begins with an apostrophe. Null and undefined are empty cells.
 */
export const csvLine = (cells: readonly CsvCell[]): string => cells.map(cell).join(',');

const cell = (value: CsvCell): string => {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};
