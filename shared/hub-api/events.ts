import { z } from 'zod';
import {
  assignmentIdSchema,
  deviceIdSchema,
  erasureIdSchema,
  eventIdSchema,
  instantSchema,
  sha256Schema,
  submissionIdSchema,
} from '../domain/ids.ts';
import { reviewContentSchema } from '../domain/review.ts';
import { stampedOperationSchema } from '../domain/review-operation.ts';
import { wireProblemSchema } from './wire-problem.ts';

const note = z.string().max(4000);

export const recusalReasonSchema = z.enum(['know-the-earner', 'same-school', 'taught-with', 'other']);
export type RecusalReason = z.infer<typeof recusalReasonSchema>;

/** What happened, by type. Every edit is an event of its own; the final review repeats its whole content with a hash. */
const happenings = [
  z.object({ type: z.literal('assignment.opened'), payload: z.object({}) }),
  z.object({ type: z.literal('review.edited'), payload: stampedOperationSchema }),
  z.object({
    type: z.literal('review.submitted'),
    payload: z.object({
      content: reviewContentSchema,
      contentHash: sha256Schema,
      activeSeconds: z.number().int().min(0),
    }),
  }),
  /** The reviewer amends a submitted review within the grace window; the earlier final counts until the next one. */
  z.object({ type: z.literal('review.reopened'), payload: z.object({}) }),
  z.object({
    type: z.literal('assignment.recused'),
    payload: z.object({
      when: z.enum(['before-opening', 'after-opening']),
      reason: recusalReasonSchema,
      note,
    }),
  }),
  /** Unable to score: the submission is set aside for the calibration lead. */
  z.object({
    type: z.literal('review.set-aside'),
    payload: z.object({ codes: z.array(z.string().min(1).max(40)).min(1).max(40), note }),
  }),
  /** Urgent and audited: evidence discloses a risk to a child. The review itself goes on or is set aside separately. */
  z.object({
    type: z.literal('alert.child-safety'),
    payload: z.object({ note, procedureReadAt: instantSchema }),
  }),
  /**
   * The reviewer asks that a final which was refused as `already-finalised` count instead of the one that does. One
   * request for each refused final: another is a duplicate. A lead decides; the answer comes with the assignment.
   */
  z.object({
    type: z.literal('review.supersede-requested'),
    payload: z.object({ refusedEventId: eventIdSchema, reason: z.string().min(1).max(4000) }),
  }),
  /**
   * The receipt of an erasure: this device has destroyed the submission's keys, files and sealed texts. Says nothing of
   * what they were. Its envelope names the erasure as `assignmentId`, since the assignment is gone, and has no rubric
   * (64 zeros).
   */
  z.object({
    type: z.literal('erasure.carried-out'),
    payload: z.object({ erasureId: erasureIdSchema, submissionId: submissionIdSchema }),
  }),
] as const;

export const happeningSchema = z.discriminatedUnion('type', happenings);
export type Happening = z.infer<typeof happeningSchema>;

const envelopeSchema = z.object({
  eventId: eventIdSchema,
  deviceId: deviceIdSchema,
  /** 1, 2, 3 … without a gap, per device. */
  deviceSeq: z.number().int().min(1),
  assignmentId: assignmentIdSchema,
  /** The version of the assignment the reviewer saw. */
  assignmentVersion: z.number().int().min(1),
  rubricHash: sha256Schema,
  /** SHA-256 over the canonical JSON of the payload. */
  payloadHash: sha256Schema,
  /** The device's own clock: advice for people, never an order. */
  occurredAt: instantSchema,
});

export const reviewEventSchema = envelopeSchema.and(happeningSchema);
export type ReviewEvent = z.infer<typeof reviewEventSchema>;

/** Events are parsed one by one, so that a bad one is rejected alone. */
export const pushRequestSchema = z.object({ events: z.array(z.unknown()).min(1).max(100) });

export const eventResultSchema = z.looseObject({
  eventId: z.string(),
  result: z.enum(['accepted', 'duplicate', 'rejected', 'deferred']),
  problem: wireProblemSchema.optional(),
  /** For a final review: when the hub received it, and until when it may be amended. */
  receipt: z.object({ receivedAt: instantSchema, amendableUntil: instantSchema }).optional(),
});
export type EventResult = z.infer<typeof eventResultSchema>;

export const pushResponseSchema = z.looseObject({
  results: z.array(eventResultSchema),
  durableSeq: z.number().int().min(0),
  time: instantSchema,
});
export type PushResponse = z.infer<typeof pushResponseSchema>;
