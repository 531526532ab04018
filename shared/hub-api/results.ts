import { z } from 'zod';
import { assignmentStateSchema } from '../domain/assignment.ts';
import {
  accountIdSchema,
  assignmentIdSchema,
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

/** What a calibration lead must look at: unable to score, recusal, or a child-safety disclosure (urgent). */
export const hubAlertSchema = z.object({
  id: z.string(),
  kind: z.enum(['set-aside', 'recused', 'child-safety']),
  urgent: z.boolean(),
  assignmentId: assignmentIdSchema,
  submissionCode: z.string(),
  reviewerId: accountIdSchema,
  codes: z.array(z.string()),
  note: z.string(),
  receivedAt: instantSchema,
});
export const hubAlertsPageSchema = page(hubAlertSchema);
export type HubAlert = z.infer<typeof hubAlertSchema>;
export type HubAssignment = z.infer<typeof hubAssignmentSchema>;
