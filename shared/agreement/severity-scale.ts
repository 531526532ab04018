import { fail, ok, type Result } from '../lib/result.ts';
import type { RatingTable } from './rating-table.ts';

/** More different scores than this are measurements, not ordered categories. */
export const categoryLimit = 32;

/** The categories of a table, ascending: what is counted for each (the score, or the place of a word from 1), its name. */
export type Categories = {
  readonly values: Float64Array;
  readonly names: readonly (number | string)[];
  /** Each rating's category. */
  readonly of: Uint8Array;
};

/**
 * The categories that were declared with those that occur. In words when there are too many of them, or they have no
 * order.
 */
export const categoriesOf = (
  { labels, score }: RatingTable,
  declared: readonly number[] | null,
): Result<Categories, string> => {
  const distinct = new Set(declared);
  for (const one of score) {
    distinct.add(one);
    if (distinct.size > 10_000) break;
  }
  if (labels !== null) for (let at = 0; at < labels.length; at += 1) distinct.add(at);
  if (distinct.size > categoryLimit) {
    return fail(
      `The scores take ${distinct.size > 10_000 ? 'more than 10,000' : distinct.size} different values. Severity needs ordered categories, at most ${categoryLimit} of them: round the scores to the levels of a rubric.`,
    );
  }
  const scores = [...distinct].sort((a, b) => a - b);
  const codes = new Map(scores.map((value, code) => [value, code]));
  return ok({
    values: Float64Array.from(scores, (value) => (labels === null ? value : value + 1)),
    names: labels ?? scores,
    of: Uint8Array.from(score, (value) => codes.get(value) as number),
  });
};

/** Whether neighbouring scores lie equally far apart, so that a step is always worth the same number of points. */
export const equallySpaced = (values: ArrayLike<number>): boolean => {
  const unit = (values[1] as number) - (values[0] as number);
  for (let at = 2; at < values.length; at += 1) {
    const gap = (values[at] as number) - (values[at - 1] as number);
    if (Math.abs(gap - unit) > 1e-9 * Math.abs(unit)) return false;
  }
  return true;
};
