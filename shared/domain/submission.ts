import { z } from 'zod';
import { priorFeedbackSchema } from './feedback.ts';
import { instantSchema, microCredentialIdSchema, submissionIdSchema } from './ids.ts';

/** One attempt by one earner, frozen once assigned. The earner is a code; no name reaches a reviewer. */
export const submissionSchema = z.object({
  id: submissionIdSchema,
  /** What the issuer calls it, for example WGQ-104. */
  code: z.string().min(1).max(60),
  microCredentialId: microCredentialIdSchema,
  earnerCode: z.string().min(1).max(60),
  attempt: z.number().int().min(1),
  previousSubmissionId: submissionIdSchema.nullable(),
  submittedAt: instantSchema,
  /** Grade, subject and setting, in the earner's words. */
  context: z.string().max(2000),
  /** What the earner says has changed since the previous attempt. */
  changeNote: z.string().max(4000),
  priorFeedback: priorFeedbackSchema.nullable(),
});

export type Submission = z.infer<typeof submissionSchema>;
