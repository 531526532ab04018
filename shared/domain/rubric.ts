import { z } from 'zod';
import { canonicalJson } from '../lib/canonical-json.ts';
import { criterionIdSchema } from './ids.ts';

/** One ordered descriptor of a criterion. `score` is a whole number; half points lie between two levels. */
export const levelSchema = z.object({
  score: z.number().int().min(0).max(20),
  title: z.string().min(1).max(80),
  descriptor: z.string().min(1).max(4000),
});

/** One judged dimension. Levels are in ascending order of score and at least two. */
export const criterionSchema = z.object({
  id: criterionIdSchema,
  title: z.string().min(1).max(200),
  description: z.string().max(4000),
  weight: z.number().positive().max(100),
  levels: z.array(levelSchema).min(2).max(12),
});

/** A versioned rubric. Scores name its content hash, so that no score is ever read against other words. */
export const rubricSchema = z
  .object({
    title: z.string().min(1).max(200),
    version: z.string().min(1).max(40),
    criteria: z.array(criterionSchema).min(1, 'a rubric needs at least one criterion').max(40),
  })
  .superRefine((rubric, context) => {
    const ids = new Set<string>();
    rubric.criteria.forEach((criterion, at) => {
      if (ids.has(criterion.id)) {
        context.addIssue({
          code: 'custom',
          path: ['criteria', at, 'id'],
          message: 'two criteria share this id',
        });
      }
      ids.add(criterion.id);
      const ascending = criterion.levels.every(
        (level, index) => index === 0 || level.score > (criterion.levels[index - 1]?.score ?? level.score),
      );
      if (!ascending) {
        context.addIssue({
          code: 'custom',
          path: ['criteria', at, 'levels'],
          message: 'levels must have rising scores',
        });
      }
    });
  });

export type Criterion = z.infer<typeof criterionSchema>;
export type Rubric = z.infer<typeof rubricSchema>;

/** The content hash of a rubric: SHA-256 over its canonical JSON. `sha256Hex` hashes UTF-8 text. */
export const rubricHash = (rubric: Rubric, sha256Hex: (text: string) => string): string =>
  sha256Hex(canonicalJson(rubric));

/** Every score a reviewer may give on a criterion, ascending; with half points, one between each two neighbours. */
export const allowedScores = (criterion: Criterion, halfPoints: boolean): number[] => {
  const scores = criterion.levels.map((level) => level.score);
  if (!halfPoints) return scores;
  const halves = scores.slice(1).map((score) => score - 0.5);
  return [...new Set([...scores, ...halves])].sort((a, b) => a - b);
};

/** The mark that stands beside a criterion's colour: A, B, C … by position. */
export const criterionLetter = (position: number): string =>
  position < 26
    ? String.fromCharCode(65 + position)
    : `${criterionLetter(Math.floor(position / 26) - 1)}${criterionLetter(position % 26)}`;
