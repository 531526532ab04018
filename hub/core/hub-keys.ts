import { createECDH, createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { RandomBytes } from './ports.ts';

/** Everything derived from the one secret of a hub: cursor signatures, device secrets at rest, key pairs. */
export type HubKeys = {
  readonly cursorKey: Buffer;
  readonly deviceKey: Buffer;
  readonly sealingPrivateKey: KeyObject;
  /** The raw 32 bytes of the X25519 public key. */
  readonly sealingPublicKey: Buffer;
  /** P-256 (ES256): signs the ID tokens of the hub's own sign-in. */
  readonly identityKey: KeyObject;
  /** Signs the cookies of its sign-in page. */
  readonly cookieKey: Buffer;
};

const pkcs8X25519 = Buffer.from('302e020100300506032b656e04220420', 'hex');

export const deriveHubKeys = (root: Buffer): HubKeys => {
  const derive = (name: string) =>
    Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), `assay-hub/${name}`, 32));
  const sealingPrivateKey = createPrivateKey({
    key: Buffer.concat([pkcs8X25519, derive('sealing')]),
    format: 'der',
    type: 'pkcs8',
  });
  const spki = createPublicKey(sealingPrivateKey).export({ format: 'der', type: 'spki' });
  return {
    cursorKey: derive('cursor'),
    deviceKey: derive('device'),
    sealingPrivateKey,
    sealingPublicKey: spki.subarray(spki.length - 32),
    identityKey: p256Key(root),
    cookieKey: derive('cookies'),
  };
};

/** The order of P-256. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** A private key of P-256 out of the root: 48 bytes, so that taking the rest favours no number (FIPS 186-5, A.2.1). */
const p256Key = (root: Buffer): KeyObject => {
  const bytes = Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), 'assay-hub/identity', 48));
  const scalar = (BigInt(`0x${bytes.toString('hex')}`) % (order - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(d);
  const point = curve.getPublicKey();
  const [x, y] = [point.subarray(1, 33), point.subarray(33)];
  return createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      d: d.toString('base64url'),
      x: x.toString('base64url'),
      y: y.toString('base64url'),
    },
  });
};

/**
 * The root secret in `hub.key` (0600) beside the data, made on the first start. It stays out of the database, so that a
 * copy of the database alone opens nothing. `mayCreate` is false once the hub holds anything encrypted with it.
 */
export const loadHubRoot = (folder: string, random: RandomBytes, mayCreate: boolean): Buffer => {
  const path = join(folder, 'hub.key');
  const existing = readIfThere(path);
  if (existing !== null) {
    const root = Buffer.from(existing.trim(), 'hex');
    if (root.length !== 32) throw new Error(`${path} is not a hub key. Restore it from a backup.`);
    return root;
  }
  if (!mayCreate) {
    throw new Error(`${path} is missing, but this hub already has devices. Restore it from a backup.`);
  }
  const root = random(32);
  const file = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeSync(file, `${root.toString('hex')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
  syncFolder(folder);
  return root;
};

/** Before anything is encrypted with it. Windows cannot open folders and needs no such step. */
const syncFolder = (path: string): void => {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
};

const readIfThere = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};
