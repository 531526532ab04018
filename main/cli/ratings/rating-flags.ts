import type { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import type { ScaleKind } from '../../../shared/agreement/analysis.ts';
import { type Categories, categoriesIssue, readNumber } from '../../../shared/agreement/rating-scores.ts';
import { UsageError } from '../output.ts';
import type { RatingSource, ReadOptions } from './read-ratings.ts';

/** The flags of every command that reads ratings, for readFlags. */
export const ratingFlags = {
  scale: { type: 'string' },
  categories: { type: 'string' },
  delimiter: { type: 'string' },
  'decimal-comma': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type FlagValues = {
  readonly scale?: string | undefined;
  readonly categories?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly 'decimal-comma': boolean;
};

type Input = Readable & { readonly isTTY?: boolean };

const scales: readonly ScaleKind[] = ['nominal', 'ordinal', 'interval', 'ratio'];

/** What to read and how, from a command line: one file, or - or nothing for standard input. Throws UsageError. */
export const ratingInput = (
  values: FlagValues,
  positionals: readonly string[],
  stdin: Input = process.stdin,
): { readonly source: RatingSource; readonly options: ReadOptions } => {
  const [file, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`Name one file; ${more.join(', ')} is too much.`);
  if (file === undefined && stdin.isTTY === true) {
    throw new UsageError('Name a file of ratings, or pipe them in.');
  }
  const scale = scaleNamed(values.scale);
  return {
    source: { file: file === undefined || file === '-' ? null : file },
    options: {
      scale,
      categories: values.categories === undefined ? null : categoriesNamed(values.categories, scale),
      delimiter: values.delimiter === undefined ? null : delimiterNamed(values.delimiter),
      decimalComma: values['decimal-comma'],
      stdin,
    },
  };
};

const scaleNamed = (name: string | undefined): ScaleKind | null => {
  if (name === undefined) return null;
  const scale = scales.find((one) => one === name);
  if (scale === undefined) throw new UsageError(`--scale is one of ${scales.join(', ')}, not ${name}.`);
  return scale;
};

/** Numbers when all are numbers, otherwise words. A comma within a name needs quotation marks, as in CSV. */
const categoriesNamed = (text: string, scale: ScaleKind | null): Categories => {
  const names = splitCategories(text);
  const numbers = names.map((name) => readNumber(name));
  const categories: Categories = numbers.every((value) => value !== null)
    ? { kind: 'numbers', values: scale === 'nominal' ? numbers.toSorted((a, b) => a - b) : numbers }
    : { kind: 'labels', names };
  const issue = categoriesIssue(categories, scale);
  if (issue !== null) throw new UsageError(`--categories ${text}: ${issue}.`);
  return categories;
};

const splitCategories = (text: string): string[] => {
  try {
    const [names = []] = parse(text, { trim: true }) as string[][];
    return names;
  } catch {
    throw new UsageError(`--categories ${text}: a quotation mark is not closed.`);
  }
};

const delimiterNamed = (text: string): string => {
  if (text === 'tab' || text === '\\t') return '\t';
  if (text.length !== 1 || text === '"' || text === '\n' || text === '\r') {
    throw new UsageError('--delimiter is one character, such as ; or |, or the word tab.');
  }
  return text;
};
