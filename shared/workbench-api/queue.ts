import { z } from 'zod';
import { assignmentKindSchema } from '../domain/assignment.ts';
import { assignmentIdSchema, instantSchema, submissionIdSchema } from '../domain/ids.ts';

/**
 * What the reviewer sees of an assignment: the hub's state with the work on this device laid over it. `amending` is a
 * submitted review that was reopened; `locked` a submitted one whose grace window has passed.
 */
export const workStateSchema = z.enum([
  'new',
  'opened',
  'draft',
  'submitted',
  'amending',
  'locked',
  'set-aside',
  'recused',
  'withdrawn',
]);
export type WorkState = z.infer<typeof workStateSchema>;

export const queueItemSchema = z.object({
  assignmentId: assignmentIdSchema,
  submissionId: submissionIdSchema,
  submissionCode: z.string(),
  microCredential: z.object({ code: z.string(), title: z.string() }),
  kind: assignmentKindSchema,
  attempt: z.number().int(),
  context: z.string(),
  earnerCode: z.string(),
  state: workStateSchema,
  dueAt: instantSchema,
  /** Criteria that have a score or a condition, of all. */
  scored: z.object({ done: z.number().int(), of: z.number().int() }),
  /** Evidence in bytes and files: on this computer, and in all. Offline-ready when equal. */
  evidence: z.object({
    files: z.number().int(),
    filesHere: z.number().int(),
    bytes: z.number().int(),
    bytesHere: z.number().int(),
    failed: z.number().int(),
    /** Taken off this computer to make room; they come back when they are asked for. */
    away: z.number().int(),
  }),
  /** The reviewer keeps its evidence on this computer. */
  keptOffline: z.boolean(),
  /** A required evidence slot is empty. */
  incompleteEvidence: z.boolean(),
  /** Changes of this assignment the hub has refused; the sync screen explains them. */
  blocked: z.number().int(),
  /** Changes of this assignment not yet acknowledged by the hub. */
  unsent: z.number().int(),
});
export type QueueItem = z.infer<typeof queueItemSchema>;
