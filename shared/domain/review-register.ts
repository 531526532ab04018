import { z } from 'zod';
import { assignmentIdSchema, deviceIdSchema, instantSchema, submissionIdSchema } from './ids.ts';
import { stampedOperationSchema } from './review-operation.ts';

/**
 * The edit that stands under one key of a review at the hub, as the reviewer's own feed carries it to all of their
 * devices: with the device that made it and when the hub received it.
 */
export const reviewRegisterSchema = stampedOperationSchema.extend({
  assignmentId: assignmentIdSchema,
  submissionId: submissionIdSchema,
  device: z.object({ id: deviceIdSchema, name: z.string().max(120) }),
  receivedAt: instantSchema,
});
export type ReviewRegister = z.infer<typeof reviewRegisterSchema>;
