import { z } from 'zod';
import {
  accountIdSchema,
  assignmentIdSchema,
  eventIdSchema,
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

/**
 * A final that was refused because another counts, and that its reviewer asked to count instead: when the hub was asked,
 * and what a lead answered. Null: nothing yet. `reason` is the lead's words.
 */
export const supersedeSchema = z.object({
  refusedEventId: eventIdSchema,
  requestedAt: instantSchema,
  answer: z
    .object({ granted: z.boolean(), at: instantSchema, reason: z.string().max(4000).optional() })
    .nullable(),
});
export type Supersede = z.infer<typeof supersedeSchema>;

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
  /** Requests that a refused final count, in the order they came; left out while there is none. Since protocol 1.3. */
  supersedes: z.array(supersedeSchema).optional(),
});

export type AssignmentState = z.infer<typeof assignmentStateSchema>;
export type Assignment = z.infer<typeof assignmentSchema>;
