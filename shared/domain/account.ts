import { z } from 'zod';
import { accountIdSchema } from './ids.ts';

export const roleSchema = z.enum(['reviewer', 'calibration-lead', 'issuer']);
export type Role = z.infer<typeof roleSchema>;

/** A person who signs in. `account` is the sign-in name. */
export const accountSchema = z.object({
  id: accountIdSchema,
  account: z.string().min(1).max(120),
  name: z.string().min(1).max(200),
  roles: z.array(roleSchema).min(1),
});
export type Account = z.infer<typeof accountSchema>;
