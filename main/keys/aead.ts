import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;
/** What sealing adds to a plaintext: nonce in front, tag behind. */
export const SEAL_OVERHEAD = NONCE_BYTES + TAG_BYTES;

/** 32 bytes, or better the same as a KeyObject where it is used often: raw bytes are made into one on every call. */
export type AeadKey = Uint8Array | KeyObject;

/**
 * AES-256-GCM as `nonce(12) | ciphertext | tag(16)`. The nonce must never be used twice with one key: pass fresh
 * random bytes.
 */
export const seal = (key: AeadKey, plaintext: Uint8Array, aad: Uint8Array, nonce: Uint8Array): Uint8Array => {
  const sealed = new Uint8Array(plaintext.length + SEAL_OVERHEAD);
  sealInto(sealed, key, plaintext, aad, nonce);
  return sealed;
};

/** The same into memory that is there already: `target` is as long as the sealed value. */
export const sealInto = (
  target: Uint8Array,
  key: AeadKey,
  plaintext: Uint8Array,
  aad: Uint8Array,
  nonce: Uint8Array,
): void => {
  if (target.length !== plaintext.length + SEAL_OVERHEAD) throw new RangeError('length of a sealed value');
  if (nonce.length !== NONCE_BYTES) throw new RangeError(`a nonce has ${NONCE_BYTES} bytes`);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  target.set(nonce, 0);
  target.set(cipher.update(plaintext), NONCE_BYTES);
  cipher.final();
  target.set(cipher.getAuthTag(), NONCE_BYTES + plaintext.length);
};

/** The plaintext, or undefined when key, associated data or a single bit of `sealed` is not what it was at sealing. */
export const unseal = (key: AeadKey, sealed: Uint8Array, aad: Uint8Array): Uint8Array | undefined => {
  if (sealed.length < SEAL_OVERHEAD) return undefined;
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const plaintext = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES));
  try {
    decipher.final();
  } catch {
    // The only failure of final() in GCM is a tag that does not match; the caller names the problem.
    return undefined;
  }
  // A plain Uint8Array over the same memory: a Buffer's slice() would share bytes where callers expect a copy.
  return new Uint8Array(plaintext.buffer, plaintext.byteOffset, plaintext.length);
};
