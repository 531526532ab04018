import { z } from 'zod';
import {
  accountIdSchema,
  assignmentIdSchema,
  instantSchema,
  sha256Schema,
  submissionIdSchema,
} from './ids.ts';

/** Seeds travel as `live`: nothing on a device tells them apart. */
export const assignmentKindSchema = z.enum(['live', 'practice']);

/**
 * The hub's view of the work: `assigned` (not opened), `opened`, `submitted` (a final review counts), `recused`,
 * `set-aside` (unable to score, waits for the lead), `withdrawn` (by the issuer).
 */
export const assignmentStateSchema = z.enum([
  'assigned',
  'opened',
  'submitted',
  'recused',
  'set-aside',
  'withdrawn',
]);

/** One reviewer × one submission: a lease with a due date, an expiry and the rubric it is scored on. */
export const assignmentSchema = z.object({
  id: assignmentIdSchema,
  submissionId: submissionIdSchema,
  reviewerId: accountIdSchema,
  kind: assignmentKindSchema,
  state: assignmentStateSchema,
  rubricHash: sha256Schema,
  assignedAt: instantSchema,
  dueAt: instantSchema,
  leaseExpiresAt: instantSchema,
  /** When the hub received the final review; null until then. */
  submittedAt: instantSchema.nullable(),
  /** Hub time until which a submitted review may be amended; null until submitted. */
  amendableUntil: instantSchema.nullable(),
});

export type AssignmentState = z.infer<typeof assignmentStateSchema>;
export type Assignment = z.infer<typeof assignmentSchema>;
