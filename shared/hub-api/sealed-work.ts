import { z } from 'zod';
import { accountIdSchema, deviceIdSchema, instantSchema } from '../domain/ids.ts';

/**
 * Unsent work in a file, readable by its hub alone. A one-time X25519 key agrees with the hub's sealing key;
 * HKDF-SHA256(shared secret, salt = ephemeral key || hub key, info "assay-sealed-work/1") gives an AES-256-GCM key;
 * the ciphertext (with its tag) holds the JSON of `sealedContentSchema`. Binary fields are base64url.
 */
export const sealedWorkSchema = z.object({
  format: z.literal('assay-sealed-work/1'),
  hubId: z.string().min(1).max(120),
  ephemeralKey: z.string().min(1).max(100),
  nonce: z.string().min(1).max(40),
  ciphertext: z.string().min(1),
});
export type SealedWork = z.infer<typeof sealedWorkSchema>;

/**
 * `proof` is HMAC-SHA256(device secret, canonical JSON of `events`), hexadecimal: the hub applies the events as that
 * account, from that device, only when it matches.
 */
export const sealedContentSchema = z.object({
  accountId: accountIdSchema,
  deviceId: deviceIdSchema,
  exportedAt: instantSchema,
  events: z.array(z.unknown()),
  proof: z.string().regex(/^[0-9a-f]{64}$/),
});
export type SealedContent = z.infer<typeof sealedContentSchema>;
