import { z } from 'zod';
import { assignmentIdSchema, instantSchema } from '../domain/ids.ts';

/** A reason as it travels: a problem code with the values of its sentence. */
export const problemSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

export const syncStatusSchema = z.object({
  /** `offline`: the hub does not answer. `paused`: signed out or sign-in expired. */
  connection: z.enum(['online', 'offline', 'paused', 'unknown']),
  activity: z.enum(['idle', 'pulling', 'pushing', 'downloading']),
  lastSyncAt: instantSchema.nullable(),
  nextAttemptAt: instantSchema.nullable(),
  /** Why the last attempt failed; null after one that worked. */
  problem: problemSchema.nullable(),
  changes: z.object({
    total: z.number().int(),
    acknowledged: z.number().int(),
    waiting: z.number().int(),
    blocked: z.number().int(),
    /** Refused once and settled since; they are no part of the total. */
    settled: z.number().int(),
  }),
  downloads: z.object({
    files: z.number().int(),
    filesHere: z.number().int(),
    bytes: z.number().int(),
    bytesHere: z.number().int(),
    failed: z.number().int(),
  }),
  /** Submissions erased here by order of their issuer, until the reviewer has read that they were. */
  erased: z.array(
    z.object({
      erasureId: z.string(),
      submissionCode: z.string(),
      erasedAt: instantSchema,
      /** Changes that had not reached the hub and went with it. */
      unsent: z.number().int(),
      /** The hub has the receipt. */
      hubTold: z.boolean(),
    }),
  ),
});
export type SyncStatus = z.infer<typeof syncStatusSchema>;

/**
 * Whether a refused final was asked to count instead of the one that does. `asking`: the hub has not heard yet. `at`: hub
 * time once the hub has answered, else this device's. `reason` is the lead's.
 */
export const supersedeStateSchema = z.object({
  state: z.enum(['may-ask', 'asking', 'asked', 'granted', 'refused']),
  at: instantSchema.nullable(),
  reason: z.string(),
});
export type SupersedeState = z.infer<typeof supersedeStateSchema>;

/** The shortest reason that says something. Characters. */
export const shortestReason = 15;

/** A change that the hub refused: kept, readable, explained. */
export const blockedChangeSchema = z.object({
  eventId: z.string(),
  assignmentId: assignmentIdSchema,
  submissionCode: z.string(),
  type: z.string(),
  occurredAt: instantSchema,
  problem: problemSchema,
  /** Since when it holds nothing up any more: it waits to be dismissed. Null: it does. */
  settledAt: instantSchema.nullable(),
  /** It holds nothing up and may be taken off the list, settled or not. */
  dismissable: z.boolean(),
  /** Null for anything but a final that came too late. */
  supersede: supersedeStateSchema.nullable(),
});
export type BlockedChange = z.infer<typeof blockedChangeSchema>;
