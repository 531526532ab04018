import { z } from 'zod';
import { assignmentKindSchema } from '../../shared/domain/assignment.ts';
import { normalAccountName } from '../database/tables/accounts.ts';
import { neededText, parseRows, plainName, readDate, withoutTwins } from './cells.ts';
import type { Issues } from './import-issue.ts';
import { readCsv } from './read-csv.ts';

export const assignmentsFile = 'assignments.csv';

/** When the work is due, in milliseconds: at a moment, or so long after the import. */
type DueDraft =
  | { readonly kind: 'at'; readonly ms: number }
  | { readonly kind: 'after'; readonly ms: number };

export type AssignmentDraft = {
  readonly row: number;
  readonly submission: string;
  readonly reviewer: string;
  readonly kind: z.output<typeof assignmentKindSchema>;
  readonly due: DueDraft;
  readonly withdrawn: boolean;
};

const hourMs = 3_600_000;

const dueCell = z.string().transform((text, context): DueDraft => {
  const after = /^\+(\d{1,4})([dh])$/.exec(text);
  if (after !== null) return { kind: 'after', ms: Number(after[1]) * (after[2] === 'd' ? 24 : 1) * hourMs };
  const at = readDate(text, '23:59:59');
  if (at !== null) return { kind: 'at', ms: at };
  context.addIssue({
    code: 'custom',
    message: 'is not a date. Write 2026-03-04, 2026-03-04T17:00:00Z, or +5d for five days from now',
  });
  return z.NEVER;
});

const assignmentSchema = z.object({
  submission: plainName(60),
  reviewer: neededText(120).transform(normalAccountName),
  kind: z
    .string()
    .default('live')
    .transform((text) => (text === '' ? 'live' : text))
    .pipe(z.enum(assignmentKindSchema.options, 'must be live or practice')),
  due: dueCell,
  withdrawn: z
    .enum(['', 'yes', 'no'], 'must be yes, no or empty')
    .default('')
    .transform((word) => word === 'yes'),
});

/** assignments.csv: who reviews what by when; `withdrawn` = yes takes one back. Null when there is no such file. */
export const readAssignments = async (folder: string, issues: Issues): Promise<AssignmentDraft[] | null> => {
  const columns = { required: ['submission', 'reviewer', 'due'], optional: ['kind', 'withdrawn'] };
  const rows = await readCsv(folder, assignmentsFile, columns, issues);
  if (rows === null) return null;
  const drafts = parseRows(rows, assignmentsFile, assignmentSchema, issues).map(({ row, value }) => ({
    row,
    ...value,
  }));
  return withoutTwins(
    drafts,
    assignmentsFile,
    (draft) => `${draft.submission}\n${draft.reviewer}`,
    (draft) => `${draft.submission} for ${draft.reviewer}`,
    issues,
  );
};
