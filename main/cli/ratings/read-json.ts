import { readRatingValue } from '../../../shared/agreement/rating-json.ts';
import type { RatingsRead } from '../../../shared/agreement/rating-rows.ts';
import type { ScoreReading } from '../../../shared/agreement/rating-scores.ts';

/** Ratings from JSON. Blocks are UTF-8 without a byte order mark; the whole value is held in memory. */
export const readRatingJson = async (
  blocks: AsyncIterable<Buffer>,
  reading: ScoreReading,
): Promise<RatingsRead> => {
  const parts: Buffer[] = [];
  for await (const block of blocks) parts.push(block);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const text = `it begins as JSON does and is not valid JSON (${why})`;
    return { ok: false, issues: [{ row: null, text }] };
  }
  return readRatingValue(value, reading);
};
