import { z } from 'zod';
import { accountIdSchema, deviceIdSchema, instantSchema } from '../domain/ids.ts';

/**
 * Whether a device may keep what it holds. Asked and answered without a session, since a revoked device's may have run out:
 * each side proves itself with the device's own secret. A proof is HMAC-SHA256(secret, JSON of [purpose, hub id, account
 * id, device id]), in hexadecimal.
 */
export const standingPurpose = {
  /** Of the device: it is the one it says. */
  ask: 'assay/1/standing/ask',
  /** Of the hub: it orders the device to be emptied. Nobody else can, whatever answers at the hub's address. */
  order: 'assay/1/standing/order',
  /** Of the device: it has been. */
  shredded: 'assay/1/standing/shredded',
} as const;
export type StandingPurpose = keyof typeof standingPurpose;

const proofSchema = z.string().regex(/^[0-9a-f]{64}$/, 'a proof in hexadecimal');

export const standingRequestSchema = z.object({
  accountId: accountIdSchema,
  deviceId: deviceIdSchema,
  ask: proofSchema,
  /** The receipt: what the account had on this device is gone. */
  shredded: proofSchema.optional(),
});
export type StandingRequest = z.infer<typeof standingRequestSchema>;

export const standingSchema = z.discriminatedUnion('standing', [
  z.looseObject({ standing: z.literal('registered') }),
  z.looseObject({
    standing: z.literal('revoked'),
    revokedAt: instantSchema,
    order: proofSchema,
    /** When the hub got the receipt; null: it has none. */
    shreddedAt: instantSchema.nullable(),
  }),
]);
export type Standing = z.infer<typeof standingSchema>;
