import { z } from 'zod';
import { conditionCodeSchema } from './condition-code.ts';

/** What a reviewer does at once when evidence discloses a risk to a child. Travels with the work, so it shows offline. */
export const childSafetyProcedureSchema = z.object({
  title: z.string().min(1).max(200),
  steps: z.array(z.string().min(1).max(1000)).min(1).max(20),
  contacts: z
    .array(z.object({ label: z.string().min(1).max(120), value: z.string().min(1).max(200) }))
    .max(10),
});

/**
 * What a reviewer of a second attempt has beside it. `informed`: the attempt before (one step back), its evidence and the
 * feedback on it. `blind`: neither feedback nor evidence of an earlier attempt leaves the hub.
 */
export const resubmissionModeSchema = z.enum(['informed', 'blind']);
export type ResubmissionMode = z.infer<typeof resubmissionModeSchema>;

/** The rules of one micro-credential for its reviewers. `graceMinutes`: how long a submitted review may be amended. */
export const policiesSchema = z.object({
  graceMinutes: z.number().int().min(0).max(10_080),
  halfPoints: z.boolean(),
  rationale: z.enum(['required', 'optional']),
  citation: z.enum(['required', 'optional']),
  attemptLimit: z.number().int().min(1).max(20),
  /** What was written before there was a choice is informed. */
  resubmission: resubmissionModeSchema.default('informed'),
  childSafetyProcedure: childSafetyProcedureSchema,
  conditionCodes: z.array(conditionCodeSchema).max(40),
});

export type Policies = z.infer<typeof policiesSchema>;
