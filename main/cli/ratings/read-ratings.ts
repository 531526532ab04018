import { createReadStream } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import type { AnalysisWarning, ScaleKind } from '../../../shared/agreement/analysis.ts';
import type { RatingIssue } from '../../../shared/agreement/rating-issues.ts';
import type { RatingsRead } from '../../../shared/agreement/rating-rows.ts';
import type { Categories } from '../../../shared/agreement/rating-scores.ts';
import type { RatingTable } from '../../../shared/agreement/rating-table.ts';
import { readRatingCsv } from './read-csv.ts';
import { readRatingJson } from './read-json.ts';
import { oneLine } from './text-table.ts';
import { NotUtf8Error, utf8Blocks } from './utf8-blocks.ts';

/** Where ratings come from. `file` null: standard input. */
export type RatingSource = { readonly file: string | null };

export type ReadOptions = {
  /** Null: not named; ordinal, in whole numbers or declared ones. */
  readonly scale: ScaleKind | null;
  /** Null: those that occur. */
  readonly categories: Categories | null;
  /** The character that parts the cells of a CSV file; null: a comma. */
  readonly delimiter: string | null;
  readonly decimalComma: boolean;
  readonly stdin: Readable;
  /** Stops reading; readRatings then throws. */
  readonly signal?: AbortSignal;
};

export type ReadRatings =
  | {
      readonly ok: true;
      readonly table: RatingTable;
      /** As named, or as a JSON file says, or ordinal. */
      readonly scale: ScaleKind;
      /** The scores there can be, ascending; null: not declared, or words (`table.labels`). */
      readonly categories: readonly number[] | null;
      readonly warnings: readonly AnalysisWarning[];
    }
  /** Whole lines for a person, each with the file's name and its row. */
  | { readonly ok: false; readonly issues: readonly string[] };

/** Reads ratings from CSV or JSON. What begins with [ or { is JSON. Everything wrong is told, nothing is guessed. */
export const readRatings = async (source: RatingSource, options: ReadOptions): Promise<ReadRatings> => {
  const name = source.file ?? 'standard input';
  const told = ({ row, text }: RatingIssue, entry: 'row' | 'entry'): string =>
    oneLine(row === null ? `${name}: ${text}` : `${name}, ${entry} ${row}: ${text}`);
  const bytes =
    source.file === null ? options.stdin : createReadStream(source.file, { highWaterMark: 2 ** 20 });
  if (options.signal !== undefined) addAbortSignal(options.signal, bytes);
  try {
    const { json, read } = await readEither(utf8Blocks(bytes), options);
    if (read.ok) return read;
    return { ok: false, issues: read.issues.map((issue) => told(issue, json ? 'entry' : 'row')) };
  } catch (error) {
    const why = options.signal?.aborted === true ? null : unreadable(error, source.file !== null);
    if (why === null) throw error;
    return { ok: false, issues: [`${name}: ${why}`] };
  } finally {
    if (source.file !== null) bytes.destroy();
  }
};

type Either = { readonly json: boolean; readonly read: RatingsRead };

const readEither = async (blocks: AsyncGenerator<Buffer>, options: ReadOptions): Promise<Either> => {
  const { scale, categories, decimalComma, delimiter } = options;
  const reading = { scale, categories, decimalComma };
  const first = await blocks.next();
  const start = first.done === true ? '' : first.value.subarray(0, 64).toString('utf8').trimStart();
  const whole = first.done === true ? blocks : withFirst(first.value, blocks);
  const json = start.startsWith('[') || start.startsWith('{');
  const read = json ? readRatingJson(whole, reading) : readRatingCsv(whole, reading, delimiter ?? ',');
  return { json, read: await read };
};

async function* withFirst(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

/** Why a file cannot be read, in words; null: that is not what went wrong. */
const unreadable = (error: unknown, isFile: boolean): string | null => {
  if (error instanceof NotUtf8Error) {
    return `${error.message}; save it as CSV in UTF-8 and try again`;
  }
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (!isFile || typeof code !== 'string') return null;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'EACCES' || code === 'EPERM' ? 'it may not be read' : `it cannot be read (${code})`;
};
