import { z } from 'zod';
import { assignmentStateSchema, supersedeSchema } from '../domain/assignment.ts';
import {
  accountIdSchema,
  assignmentIdSchema,
  deviceIdSchema,
  erasureIdSchema,
  eventIdSchema,
  instantSchema,
  sha256Schema,
  submissionIdSchema,
} from '../domain/ids.ts';
import { reviewContentSchema } from '../domain/review.ts';

/** A final review as the hub keeps it. `counted` is false for one that a later amendment replaced. */
export const hubReviewSchema = z.object({
  assignmentId: assignmentIdSchema,
  submissionId: submissionIdSchema,
  submissionCode: z.string(),
  reviewerId: accountIdSchema,
  rubricHash: sha256Schema,
  content: reviewContentSchema,
  contentHash: sha256Schema,
  decision: z.enum(['met', 'not-met', 'undecided']),
  activeSeconds: z.number().int().min(0),
  receivedAt: instantSchema,
  counted: z.boolean(),
  revision: z.number().int().min(1),
  /**
   * Stands on a final that a lead let count after it was refused: when the hub had received it. Its own `receivedAt` is
   * when it began to count, so that pages by time miss nothing. Since protocol 1.3.
   */
  granted: z.object({ requestId: z.string(), refusedAt: instantSchema }).optional(),
});
export type HubReview = z.infer<typeof hubReviewSchema>;

const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

export const pageQuerySchema = z.object({
  after: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

export const hubReviewsPageSchema = page(hubReviewSchema);

export const hubAssignmentSchema = z.object({
  id: assignmentIdSchema,
  submissionId: submissionIdSchema,
  submissionCode: z.string(),
  reviewerId: accountIdSchema,
  reviewer: z.string(),
  state: assignmentStateSchema,
  dueAt: instantSchema,
  version: z.number().int().min(1),
});
export const hubAssignmentsPageSchema = page(hubAssignmentSchema);

/** One of two finals in a request: which content, and when the hub received it. */
const finalOfRequest = z.object({ contentHash: sha256Schema, receivedAt: instantSchema });

/**
 * What a calibration lead must look at: unable to score, recusal, a child-safety disclosure (urgent), or the request that a
 * refused final count. Requests are left out unless they are asked for: see `alertsQuerySchema`.
 */
export const hubAlertSchema = z.object({
  id: z.string(),
  kind: z.enum(['set-aside', 'recused', 'child-safety', 'supersede-request']),
  urgent: z.boolean(),
  assignmentId: assignmentIdSchema,
  submissionCode: z.string(),
  reviewerId: accountIdSchema,
  codes: z.array(z.string()),
  note: z.string(),
  receivedAt: instantSchema,
  /** For a request; left out once its submission was erased. `answer` null: it is open. */
  supersede: z
    .object({
      refused: finalOfRequest.extend({ eventId: eventIdSchema }),
      /** The one that counted when it was asked. */
      counted: finalOfRequest,
      answer: supersedeSchema.shape.answer,
    })
    .optional(),
});
/** `also`: kinds beyond those of protocol 1.2 that this reader understands. Without it they are left out. */
export const alertsQuerySchema = pageQuerySchema.extend({ also: z.enum(['supersede-request']).optional() });
export const hubAlertsPageSchema = page(hubAlertSchema);
/**
 * One erasure of a submission, content-free: that it happened, and which devices have carried it out (`receivedAt` null:
 * not heard from yet). `undone`: devices report an erasure that this hub does not know, so the hub was restored from a
 * backup that still holds the submission: it must be erased again.
 */
export const hubErasureSchema = z.object({
  id: erasureIdSchema,
  submissionId: submissionIdSchema,
  submissionCode: z.string(),
  erasedAt: instantSchema,
  /** The account that ordered it; empty: at the hub's own command line. */
  erasedBy: z.string(),
  /** How many evidence files and final reviews went with it. */
  evidenceFiles: z.number().int().min(0),
  reviews: z.number().int().min(0),
  undone: z.boolean(),
  devices: z.array(
    z.object({
      reviewerId: accountIdSchema,
      reviewer: z.string(),
      deviceId: deviceIdSchema,
      device: z.string(),
      receivedAt: instantSchema.nullable(),
      /** Revoked since: what it holds goes as a whole. */
      revokedAt: instantSchema.nullable().default(null),
      shreddedAt: instantSchema.nullable().default(null),
    }),
  ),
});
export const hubErasuresPageSchema = page(hubErasureSchema);
export type HubErasure = z.infer<typeof hubErasureSchema>;

/**
 * One device as people see it, under a code they can type. `revokedBy`: the account that revoked it, empty at the hub's own
 * command line. `shreddedAt`: when it said that it has shredded what it had; null: not heard of.
 */
export const hubDeviceSchema = z.object({
  code: z.string(),
  accountId: accountIdSchema,
  account: z.string(),
  reviewer: z.string(),
  name: z.string(),
  platform: z.string(),
  registeredAt: instantSchema,
  /** To the nearest quarter of an hour; null: not since the hub began to note it. */
  lastContactAt: instantSchema.nullable(),
  /** It used one number for two changes and sends nothing more. */
  stopped: z.boolean(),
  revokedAt: instantSchema.nullable(),
  revokedBy: z.string(),
  shreddedAt: instantSchema.nullable(),
});
export type HubDevice = z.infer<typeof hubDeviceSchema>;
export const hubDevicesPageSchema = page(hubDeviceSchema);
/** The same, for the person whose devices they are. `current`: the one that asks. */
export const ownDevicesPageSchema = page(hubDeviceSchema.extend({ current: z.boolean() }));

export type HubAlert = z.infer<typeof hubAlertSchema>;
export type HubAssignment = z.infer<typeof hubAssignmentSchema>;
