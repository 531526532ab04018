import type { Annotation } from '../domain/annotation.ts';
import type { Locator } from '../domain/locator.ts';
import { clockTime } from './clock-time.ts';
import { decimal } from './decimal.ts';

/** What the tables name beside the annotations. Criteria in rubric order. */
export type TableNames = {
  /** The code of the submission. */
  readonly code: string;
  readonly labelOf: (artifactId: string) => string;
  readonly criteria: readonly { readonly id: string; readonly letter: string; readonly title: string }[];
};

const columns = [
  'Submission',
  'File',
  'Kind of place',
  'Start (seconds)',
  'End (seconds)',
  'Start',
  'End',
  'Page',
  'Quote',
  'Criteria',
  'Criteria titles',
  'Note',
  'Created',
] as const;

/**
 * Annotations as CSV (RFC 4180), a row each in the order given, with a byte order mark because spreadsheets take UTF-8
 * for something else without one. A cell that a spreadsheet would take for a formula begins with an apostrophe.
 */
export const annotationsCsv = (annotations: readonly Annotation[], names: TableNames): string =>
  `\ufeff${[columns, ...annotations.map((annotation) => rowOf(annotation, names))]
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('')}`;

const rowOf = (annotation: Annotation, { code, labelOf, criteria }: TableNames): string[] => {
  const { locator, text, createdAt } = annotation;
  const [start, end] = locator.kind === 'time' ? [locator.start, locator.end] : [null, null];
  const tied = criteria.filter(({ id }) => annotation.criterionIds.some((one) => one === id));
  return [
    code,
    labelOf(annotation.artifactId),
    locator.kind,
    start === null ? '' : decimal(start),
    end === null ? '' : decimal(end),
    start === null ? '' : clockTime(start),
    end === null ? '' : clockTime(end),
    pagesOf(locator),
    quoteOf(locator),
    tied.map(({ letter }) => letter).join(', '),
    tied.map(({ title }) => title).join('; '),
    text,
    createdAt,
  ];
};

/** `4`, or `4, 5` for a place that runs over a page break. */
const pagesOf = (locator: Locator): string =>
  locator.kind === 'page' ? [locator, ...locator.continued].map(({ page }) => page).join(', ') : '';

const quoteOf = (locator: Locator): string => {
  if (locator.kind === 'page') {
    return [locator, ...locator.continued].flatMap(({ quote }) => quote?.exact ?? []).join(' … ');
  }
  return locator.kind === 'text' || locator.kind === 'time' ? (locator.quote?.exact ?? '') : '';
};

/** What spreadsheets take for the beginning of a formula, also after white space and in its full-width forms. */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

const cell = (text: string): string => {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};
