import { createDecipheriv, createPublicKey, diffieHellman, hkdfSync } from 'node:crypto';
import {
  type SealedContent,
  type SealedWork,
  sealedContentSchema,
} from '../../shared/hub-api/sealed-work.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { HubKeys } from '../core/hub-keys.ts';

const spkiX25519 = Buffer.from('302a300506032b656e032100', 'hex');

/**
 * Opens a sealed export with the hub's key. Fails with a sentence when the file was damaged or altered, or sealed for
 * another hub.
 */
export const openSealedWork = (sealed: SealedWork, keys: HubKeys): Result<SealedContent, string> => {
  const ephemeral = Buffer.from(sealed.ephemeralKey, 'base64url');
  const nonce = Buffer.from(sealed.nonce, 'base64url');
  const bytes = Buffer.from(sealed.ciphertext, 'base64url');
  if (ephemeral.length !== 32 || nonce.length !== 12 || bytes.length < 16) return fail(damaged);
  try {
    const decipher = createDecipheriv('aes-256-gcm', agreedKey(ephemeral, keys), nonce);
    decipher.setAuthTag(bytes.subarray(bytes.length - 16));
    const text = Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
    const parsed = sealedContentSchema.safeParse(JSON.parse(text));
    return parsed.success ? ok(parsed.data) : fail('what is sealed inside is not review work of Assay');
  } catch {
    // A wrong key or an altered byte cannot be told apart, and need not be: the file is of no use here.
    return fail(damaged);
  }
};

const damaged =
  'cannot be opened: it was altered on the way, or sealed for another hub. Export the work again and copy the file whole';

const agreedKey = (ephemeral: Buffer, keys: HubKeys): Buffer => {
  const publicKey = createPublicKey({
    key: Buffer.concat([spkiX25519, ephemeral]),
    format: 'der',
    type: 'spki',
  });
  const secret = diffieHellman({ privateKey: keys.sealingPrivateKey, publicKey });
  const salt = Buffer.concat([ephemeral, keys.sealingPublicKey]);
  return Buffer.from(hkdfSync('sha256', secret, salt, 'assay-sealed-work/1', 32));
};
