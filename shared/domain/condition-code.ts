import { z } from 'zod';

/** Why something cannot be scored. Offered by the micro-credential's policies, chosen by the reviewer. */
export const conditionCodeSchema = z.object({
  code: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens'),
  title: z.string().min(1).max(120),
  description: z.string().max(1000),
  scope: z.enum(['criterion', 'submission']),
});

export type ConditionCode = z.infer<typeof conditionCodeSchema>;
