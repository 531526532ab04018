import { z } from 'zod';
import { artifactSchema } from '../domain/artifact.ts';
import { assignmentSchema, supersedeSchema } from '../domain/assignment.ts';
import { instantSchema } from '../domain/ids.ts';
import { mediaKindSchema } from '../domain/media-kind.ts';
import { microCredentialSchema } from '../domain/micro-credential.ts';
import { reviewContentSchema } from '../domain/review.ts';
import { submissionSchema } from '../domain/submission.ts';
import { overtakenSchema } from './other-device.ts';
import { workStateSchema } from './queue.ts';

/**
 * An artifact with what this device knows of it. `bytesHere` of `size` bytes are verified on disk. `away`: taken off this
 * computer to make room; it comes back when it is asked for.
 */
export const evidenceItemSchema = artifactSchema.extend({
  kind: mediaKindSchema,
  availability: z.enum(['here', 'downloading', 'waiting', 'failed', 'away']),
  bytesHere: z.number().int().min(0),
});
export type EvidenceItem = z.infer<typeof evidenceItemSchema>;

/** The attempt before this one, to be read beside it: never scored, never cited. Nobody's name or score is in it. */
export const priorAttemptSchema = z.object({
  submission: submissionSchema.pick({
    id: true,
    code: true,
    attempt: true,
    submittedAt: true,
    context: true,
    changeNote: true,
  }),
  evidence: z.array(evidenceItemSchema),
});
export type PriorAttempt = z.infer<typeof priorAttemptSchema>;

/** Everything the review screen shows, in one answer. Criteria of `content` are in rubric order, always all of them. */
export const reviewDocumentSchema = z.object({
  assignment: assignmentSchema,
  submission: submissionSchema,
  microCredential: microCredentialSchema,
  evidence: z.array(evidenceItemSchema),
  /** Null for a first attempt, where the policy is blind, and where the hub does not give it to this reviewer. */
  prior: priorAttemptSchema.nullable(),
  /** Required slots that do not hold enough evidence. */
  missingSlots: z.array(z.object({ id: z.string(), title: z.string() })),
  content: reviewContentSchema,
  state: workStateSchema,
  editable: z.boolean(),
  /** Time of the last commit of this review on this device; null before the first. */
  savedAt: instantSchema.nullable(),
  /** Until when a submitted review may be amended, hub time where the hub has answered; null if not submitted. */
  amendableUntil: instantSchema.nullable(),
  unsent: z.number().int(),
  /** Rises when another device's edits change this review; `review.submit` takes it, to submit only what was shown. */
  arrivals: z.number().int(),
  /** What was written here where another device of the reviewer has written since; empty unless editable. */
  overtaken: z.array(overtakenSchema),
  /** Edits the hub received after the final that counts: they do not count until the review is amended. */
  editsSinceFinal: z.number().int(),
  /** A final of this review was refused because this device did not have all edits. */
  refusedFinal: z.boolean(),
  /** It is locked because its rubric has changed since it was submitted. */
  onOldRubric: z.boolean(),
  /** Finals of this review that came too late and that its reviewer, at any device, asked to count; oldest first. */
  supersedes: z.array(supersedeSchema),
  activeSeconds: z.number().int(),
});
export type ReviewDocument = z.infer<typeof reviewDocumentSchema>;
