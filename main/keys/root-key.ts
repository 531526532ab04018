import { createSecretKey, hkdfSync } from 'node:crypto';
import type { RandomBytes } from './random-bytes.ts';

/** 32 random bytes from which every key of a workspace is derived. Lives in memory only; key.json holds it wrapped. */
export type RootKey = Uint8Array & { readonly brand: 'RootKey' };
/** The raw SQLCipher key of workspace.db: 32 bytes. */
export type DatabaseKey = Uint8Array & { readonly brand: 'DatabaseKey' };
/** Wraps the submission keys in keyring.json: 32 bytes. */
export type RingKey = Uint8Array & { readonly brand: 'RingKey' };
/** Turns submission ids and SHA-256 digests into file names that tell a thief nothing: 32 bytes. */
export type NameKey = Uint8Array & { readonly brand: 'NameKey' };

export type WorkspaceKeys = {
  readonly databaseKey: DatabaseKey;
  readonly ringKey: RingKey;
  readonly nameKey: NameKey;
};

export const KEY_BYTES = 32;

export const generateRootKey = (random: RandomBytes): RootKey => asRootKey(random(KEY_BYTES));

/** A copy. */
export const asRootKey = (bytes: Uint8Array): RootKey => {
  if (bytes.length !== KEY_BYTES) throw new RangeError(`a root key has ${KEY_BYTES} bytes`);
  return new Uint8Array(bytes) as RootKey;
};

/** HKDF-SHA256 (RFC 5869) without salt: the root key is uniformly random already. */
export const deriveKeys = (rootKey: RootKey): WorkspaceKeys => ({
  databaseKey: hkdf(rootKey, 'assay/1/db', KEY_BYTES) as DatabaseKey,
  ringKey: hkdf(rootKey, 'assay/1/ring', KEY_BYTES) as RingKey,
  nameKey: hkdf(rootKey, 'assay/1/name', KEY_BYTES) as NameKey,
});

/**
 * HKDF-SHA256 of `key` for one named purpose; different purposes give independent keys. The key goes in as a KeyObject:
 * raw bytes cost Node more time than the derivation.
 */
export const hkdf = (
  key: Uint8Array,
  info: string | Uint8Array,
  length: number,
  salt: Uint8Array = new Uint8Array(0),
): Uint8Array => new Uint8Array(hkdfSync('sha256', createSecretKey(key), salt, info, length));
