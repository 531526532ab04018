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
  /**
   * Where people sign in with their browser, and as which client the workbench asks there. Absent on a hub from before
   * that, and on one that does not know its own address.
   */
  identity: z
    .object({
      issuer: z.url({ protocol: /^https?$/ }).max(2000),
      clientId: z.string().min(1).max(400),
      scope: z.string().min(1).max(400),
    })
    .optional(),
  time: instantSchema,
});
export type HubDescription = z.infer<typeof hubDescriptionSchema>;

/** `platform`: what it runs on, for the people who list devices; protocol 1.3. */
const deviceSchema = z.object({
  id: deviceIdSchema,
  name: z.string().min(1).max(120),
  platform: z.string().max(60).optional(),
});

/** Sign-in by password: for workbenches from before the browser, where the hub still allows it. */
export const signInRequestSchema = z.object({
  account: z.string().min(1).max(120),
  password: z.string().min(1).max(1000),
  device: deviceSchema,
});
export type SignInRequest = z.infer<typeof signInRequestSchema>;

/**
 * Sign-in with what the identity provider says of the person. The proof makes a copied ID token worthless: after signing
 * in, the secret whose SHA-256 (base64url) is the token's nonce; when renewing, HMAC-SHA-256 of the token's text under the
 * device's own secret (base64url).
 */
export const identitySignInSchema = z.object({
  idToken: z.string().min(20).max(16_384),
  proof: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('nonce'), secret: z.string().min(20).max(200) }),
    z.object({ kind: z.literal('device'), mac: z.string().min(20).max(100) }),
  ]),
  device: deviceSchema,
});
export type IdentitySignIn = z.infer<typeof identitySignInSchema>;

/** A session. `deviceSecret` (base64url, 32 bytes) proves that a sealed export came from this device of this account. */
export const sessionSchema = z.looseObject({
  token: z.string().min(20).max(500),
  expiresAt: instantSchema,
  account: accountSchema,
  hubId: z.string().min(1).max(120),
  deviceSecret: z.string().min(20).max(100),
});
export type Session = z.infer<typeof sessionSchema>;
