import { Readable } from 'node:stream';
import {
  type ReadOptions,
  type ReadRatings,
  readRatings,
} from '../../../../main/cli/ratings/read-ratings.ts';
import type { RatingTable } from '../../../../shared/agreement/rating-table.ts';

/** A file as standard input, in pieces of a given size: pieces end anywhere. */
export const readBytes = (
  bytes: Uint8Array,
  options: Partial<ReadOptions> = {},
  piece = 65_536,
): Promise<ReadRatings> => {
  const buffer = Buffer.from(bytes);
  const pieces = Array.from({ length: Math.ceil(buffer.length / piece) }, (_, at) =>
    buffer.subarray(at * piece, (at + 1) * piece),
  );
  const defaults = { scale: null, categories: null, delimiter: null, decimalComma: false };
  return readRatings({ file: null }, { ...defaults, ...options, stdin: Readable.from(pieces) });
};

export const readText = (text: string, options: Partial<ReadOptions> = {}): Promise<ReadRatings> =>
  readBytes(new TextEncoder().encode(text), options);

export const tableOf = (read: ReadRatings): RatingTable => {
  if (!read.ok) throw new Error(read.issues.join('\n'));
  return read.table;
};

/** The issues of a text that must not be readable, without the name of their source. */
export const issuesOf = async (text: string, options: Partial<ReadOptions> = {}): Promise<string[]> => {
  const read = await readText(text, options);
  if (read.ok) throw new Error('it was read');
  return read.issues.map((issue) => issue.replace(/^standard input(, |: )/, ''));
};

/** The ratings of a table by name, in their order: unit, rater, criterion, score or label, time. */
export const ratingsIn = (
  table: RatingTable,
): (readonly [string, string, string, number | string, number | null])[] =>
  Array.from(table.score, (score, at) => {
    const time = table.time?.[at] ?? Number.NaN;
    return [
      table.units[table.unit[at] as number] as string,
      table.raters[table.rater[at] as number] as string,
      table.criteria[table.criterion[at] as number] as string,
      table.labels?.[score] ?? score,
      Number.isNaN(time) ? null : time,
    ];
  });
