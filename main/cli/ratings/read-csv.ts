import { once } from 'node:events';
import { CsvError, type Parser, parse } from 'csv-parse';
import { createRowReader, type RatingsRead } from '../../../shared/agreement/rating-rows.ts';
import type { ScoreReading } from '../../../shared/agreement/rating-scores.ts';

/** A line longer than this (in characters) is an unclosed quotation mark, or no table. */
const longestRow = 8_000_000;

/** Ratings from CSV (RFC 4180, with any line ends), read as it streams in. Blocks are UTF-8 without a byte order mark. */
export const readRatingCsv = async (
  blocks: AsyncIterable<Buffer>,
  reading: ScoreReading,
  delimiter: string,
): Promise<RatingsRead> => {
  const rows = createRowReader(reading, delimiter);
  let row = 0;
  let readable = true;
  // Records are taken here and never pushed on: an object stream of them would be slower and hold them twice.
  const parser = parse({
    delimiter,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: longestRow,
    on_record: (cells: string[]) => {
      row += 1;
      readable &&= rows.row(row, cells);
      return null;
    },
  });
  const problem = await feed(parser, blocks, () => readable);
  if (problem !== null) rows.issue(row + 1, problem);
  return rows.finish();
};

/** Runs the blocks through; what stops the parser, in words; null: nothing did. */
const feed = async (
  parser: Parser,
  blocks: AsyncIterable<Buffer>,
  wanted: () => boolean,
): Promise<string | null> => {
  const ended = once(parser.resume(), 'end').then(
    () => null,
    (error: unknown) => (error instanceof CsvError ? csvProblem(error) : Promise.reject(error)),
  );
  for await (const block of blocks) {
    if (!wanted() || parser.destroyed) break;
    if (!parser.write(block)) await Promise.race([once(parser, 'drain').catch(() => null), ended]);
  }
  if (!parser.destroyed) parser.end();
  return ended;
};

const csvProblem = ({ code, message }: CsvError): string => {
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quotation mark opens and is never closed';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'text follows a closing quotation mark; a quotation mark within a cell is written twice';
    case 'INVALID_OPENING_QUOTE':
      return 'a quotation mark stands inside a cell that does not begin with one';
    case 'CSV_MAX_RECORD_SIZE':
      return 'goes on for millions of characters; a quotation mark before it is not closed, or this is no table';
    default:
      return message;
  }
};
