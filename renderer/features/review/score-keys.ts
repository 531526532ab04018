import { allowedScores, type Criterion } from '../../../shared/domain/rubric.ts';

/** What a key does to a score: a number sets it, null clears it, undefined: the key means nothing here. */
export type ScoreChange = number | null | undefined;

/** The level whose score is the digit. 0 clears, unless the rubric has a level 0. */
export const scoreOfDigit = (criterion: Criterion, digit: number): ScoreChange => {
  if (criterion.levels.some((level) => level.score === digit)) return digit;
  return digit === 0 ? null : undefined;
};

/**
 * Half a point under the level, and back: 3 → 2.5 → 3. Nothing where the rubric allows no such score, as under the lowest
 * level or without half points.
 */
export const toggleHalf = (criterion: Criterion, halfPoints: boolean, score: number | null): ScoreChange => {
  if (score === null || !halfPoints) return undefined;
  const other = Number.isInteger(score) ? score - 0.5 : score + 0.5;
  return allowedScores(criterion, halfPoints).includes(other) ? other : undefined;
};

/** The half points between two levels of a criterion, each with the score of the level above it. */
export const halfBelow = (criterion: Criterion, halfPoints: boolean, levelScore: number): number | null => {
  const half = levelScore - 0.5;
  return halfPoints && allowedScores(criterion, true).includes(half) ? half : null;
};
