import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { RandomBytes } from '../core/ports.ts';

/** A device's secret at rest: AES-256-GCM under the hub's key, bound to the account and the device it belongs to. */
export const sealDeviceSecret = (
  secret: Buffer,
  owner: { readonly accountId: string; readonly deviceId: string },
  key: Buffer,
  random: RandomBytes,
): string => {
  const nonce = random(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(ownerText(owner));
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
};

/** Throws when the text was altered, belongs to another device, or the hub's key is another one. */
export const openDeviceSecret = (
  stored: string,
  owner: { readonly accountId: string; readonly deviceId: string },
  key: Buffer,
): Buffer => {
  const bytes = Buffer.from(stored, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  decipher.setAAD(ownerText(owner));
  decipher.setAuthTag(bytes.subarray(bytes.length - 16));
  return Buffer.concat([decipher.update(bytes.subarray(12, bytes.length - 16)), decipher.final()]);
};

const ownerText = ({ accountId, deviceId }: { accountId: string; deviceId: string }): Buffer =>
  Buffer.from(JSON.stringify([accountId, deviceId]), 'utf8');
