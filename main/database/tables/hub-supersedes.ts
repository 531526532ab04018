import { z } from 'zod';
import { type Assignment, type Supersede, supersedeSchema } from '../../../shared/domain/assignment.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { ReadableDb } from '../connection.ts';
import { type Sealer, sealedColumn } from '../sealed-columns.ts';
import { problemOfSeal } from './hub-submissions.ts';

/*
 * Requests that a refused final count, with their answers, as they stand in the assignment that the hub sent. The lead's
 * words speak of the submission: they are sealed with its key, inside the assignment's own row.
 */

const storedSchema = z.object({
  submissionId: z.string(),
  supersedes: z.array(supersedeSchema.extend({ sealedReason: z.base64().optional() })).optional(),
});

/** The assignment's state to store. Without a keyring (it was given up) the words are left out. */
export const sealSupersedes = (
  sealer: Pick<Sealer, 'sealText'> | null,
  { id, submissionId, supersedes }: Assignment,
  state: string,
): Result<string> => {
  if (supersedes === undefined) return ok(state);
  const stored: unknown[] = [];
  for (const { answer, ...asked } of supersedes) {
    const { reason, ...rest } = answer ?? {};
    const kept = { ...asked, answer: answer === null ? null : rest };
    if (reason === undefined || sealer === null) {
      stored.push(kept);
      continue;
    }
    const column = sealedColumn.supersedeReason(id, asked.refusedEventId);
    const sealed = sealer.sealText(submissionId, column, reason);
    if (!sealed.ok) return fail(problemOfSeal(sealed.problem));
    stored.push({ ...kept, sealedReason: Buffer.from(sealed.value).toString('base64') });
  }
  return ok(JSON.stringify({ ...(JSON.parse(state) as object), supersedes: stored }));
};

/** A state to store, without the lead's words: for what was given up since they were sealed. */
export const withoutReasons = (state: string): string => {
  const { supersedes = [], ...rest } = z.looseObject(storedSchema.shape).parse(JSON.parse(state));
  return JSON.stringify({ ...rest, supersedes: supersedes.map(({ sealedReason: _sealed, ...one }) => one) });
};

/** What was asked for this assignment and what a lead said, in the order it was asked. */
export const readSupersedes = (
  db: ReadableDb,
  sealer: Pick<Sealer, 'openText'>,
  assignmentId: string,
): Result<Supersede[]> => {
  const row = db
    .prepare<{ state: string }>('SELECT state FROM hub_assignments WHERE id = ?')
    .get(assignmentId);
  if (row === undefined) return ok([]);
  const { submissionId, supersedes = [] } = storedSchema.parse(JSON.parse(row.state));
  const opened: Supersede[] = [];
  for (const { sealedReason, ...one } of supersedes) {
    if (sealedReason === undefined || one.answer === null) {
      opened.push(one);
      continue;
    }
    const column = sealedColumn.supersedeReason(assignmentId, one.refusedEventId);
    const reason = sealer.openText(submissionId, column, Buffer.from(sealedReason, 'base64'));
    if (!reason.ok) return reason;
    opened.push({ ...one, answer: { ...one.answer, reason: reason.value } });
  }
  return ok(opened);
};
