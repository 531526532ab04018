import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { RandomBytes } from './ports.ts';

/** Everything derived from the one secret of a hub: cursor signatures, device secrets at rest, the sealing key pair. */
export type HubKeys = {
  readonly cursorKey: Buffer;
  readonly deviceKey: Buffer;
  readonly sealingPrivateKey: KeyObject;
  /** The raw 32 bytes of the X25519 public key. */
  readonly sealingPublicKey: Buffer;
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
  };
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
