import { z } from 'zod';
import { type Rubric, rubricSchema } from '../../shared/domain/rubric.ts';
import { cellText, neededText, parseRows, plainName, wholeNumber } from './cells.ts';
import type { Issues } from './import-issue.ts';
import { readCsv } from './read-csv.ts';

const levelRowSchema = z.object({
  criterion: plainName(120),
  title: neededText(200),
  description: cellText(4000).default(''),
  weight: z
    .string()
    .default('')
    .transform((text) => (text === '' ? 1 : Number(text)))
    .refine((weight) => weight > 0 && weight <= 100, 'must be a number above 0 and at most 100'),
  score: wholeNumber(0),
  level: neededText(80),
  descriptor: neededText(4000),
});

/**
 * rubric.csv: one row for each level of each criterion; a criterion's title, description and weight are those of its first
 * row. The table has no place for the rubric's own title and version: they are the micro-credential's.
 */
export const readRubricCsv = async (
  folder: string,
  file: string,
  name: { readonly title: string; readonly version: string },
  issues: Issues,
): Promise<Rubric | null> => {
  const columns = {
    required: ['criterion', 'title', 'score', 'level', 'descriptor'],
    optional: ['description', 'weight'],
  };
  const before = issues.errors.length;
  const rows = parseRows((await readCsv(folder, file, columns, issues)) ?? [], file, levelRowSchema, issues);
  if (issues.errors.length > before) return null;
  const criteria = new Map<string, { row: number; value: z.output<typeof levelRowSchema> }[]>();
  for (const one of rows) {
    criteria.set(one.value.criterion, [...(criteria.get(one.value.criterion) ?? []), one]);
  }
  const parsed = rubricSchema.safeParse({
    ...name,
    criteria: [...criteria].map(([id, levels]) => ({
      id,
      title: levels[0]?.value.title,
      description: levels[0]?.value.description,
      weight: levels[0]?.value.weight,
      levels: levels
        .map(({ value }) => ({ score: value.score, title: value.level, descriptor: value.descriptor }))
        .sort((a, b) => a.score - b.score),
    })),
  });
  if (parsed.success) return parsed.data;
  const rowOf = (at: unknown): number | null =>
    typeof at === 'number' ? ([...criteria.values()][at]?.[0]?.row ?? null) : null;
  for (const issue of parsed.error.issues) issues.error(file, rowOf(issue.path[1]), issue.message);
  return null;
};
