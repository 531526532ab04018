import {
  createCipheriv,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import type { SealedContent, SealedWork } from '../../../shared/hub-api/sealed-work.ts';
import type { HubDescription } from '../../../shared/hub-api/session.ts';
import { canonicalJson, type Json } from '../../../shared/lib/canonical-json.ts';

/** Seals work for a hub, written from the contract alone so that it checks the hub's side of it. */
export const sealWork = (hub: HubDescription, content: SealedContent): SealedWork => {
  const hubKey = Buffer.from(hub.sealingKey, 'base64url');
  const pair = generateKeyPairSync('x25519');
  const ephemeral = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const prefix = Buffer.from('302a300506032b656e032100', 'hex');
  const publicKey = createPublicKey({ key: Buffer.concat([prefix, hubKey]), format: 'der', type: 'spki' });
  const secret = diffieHellman({ privateKey: pair.privateKey, publicKey });
  const salt = Buffer.concat([ephemeral, hubKey]);
  const key = Buffer.from(hkdfSync('sha256', secret, salt, 'assay-sealed-work/1', 32));
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()]);
  return {
    format: 'assay-sealed-work/1',
    hubId: hub.hubId,
    ephemeralKey: ephemeral.toString('base64url'),
    nonce: nonce.toString('base64url'),
    ciphertext: Buffer.concat([body, cipher.getAuthTag()]).toString('base64url'),
  };
};

/** The proof a device adds with the secret it got at sign-in. */
export const proofOf = (deviceSecret: string, events: readonly unknown[]): string =>
  createHmac('sha256', Buffer.from(deviceSecret, 'base64url'))
    .update(canonicalJson(events as Json))
    .digest('hex');
