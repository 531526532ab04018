import { z } from 'zod';
import { accountSchema } from '../domain/account.ts';
import { deviceIdSchema, instantSchema } from '../domain/ids.ts';

/** Who a hub is. Answered without signing in. `sealingKey`: X25519 public key (raw, base64url) for sealed exports. */
export const hubDescriptionSchema = z.looseObject({
  product: z.literal('assay-hub'),
  hubId: z.string().min(1).max(120),
  name: z.string().min(1).max(200),
  protocol: z.object({ major: z.number().int(), minor: z.number().int() }),
  sealingKey: z.string().min(1).max(100),
  /** The sign-ins of a sample hub, so that nobody has to look them up; null on a real hub. */
  sample: z
    .object({
      password: z.string(),
      accounts: z.array(z.object({ account: z.string(), name: z.string(), roles: z.array(z.string()) })),
    })
    .nullable(),
  time: instantSchema,
});
export type HubDescription = z.infer<typeof hubDescriptionSchema>;

/** Sign-in by password; an identity provider replaces this request, not the session that it answers. */
export const signInRequestSchema = z.object({
  account: z.string().min(1).max(120),
  password: z.string().min(1).max(1000),
  /** `platform`: what it runs on, for the people who list devices; protocol 1.3. */
  device: z.object({
    id: deviceIdSchema,
    name: z.string().min(1).max(120),
    platform: z.string().max(60).optional(),
  }),
});
export type SignInRequest = z.infer<typeof signInRequestSchema>;

/** A session. `deviceSecret` (base64url, 32 bytes) proves that a sealed export came from this device of this account. */
export const sessionSchema = z.looseObject({
  token: z.string().min(20).max(500),
  expiresAt: instantSchema,
  account: accountSchema,
  hubId: z.string().min(1).max(120),
  deviceSecret: z.string().min(20).max(100),
});
export type Session = z.infer<typeof sessionSchema>;
