import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { SEAL_OVERHEAD, sealInto, unseal } from '../keys/aead.ts';
import type { SubmissionKey } from '../keys/keyring.ts';
import { hkdf } from '../keys/root-key.ts';

/*
 * MCEVID1, the format of one evidence file at rest. Seekable: any chunk opens alone. Authenticated: a changed, moved,
 * missing or added byte is noticed.
 *
 *   header, 128 bytes:
 *     0   "MCEVID1\0"
 *     8   version = 1 | 9 algorithm = 1 | 10 log2(chunk size) = 18 | 11 header size = 128 | 12 four zero bytes
 *     16  plaintext length, u64 big-endian
 *     24  salt (32)
 *     56  key id (16)
 *     72  zero (24)
 *     96  HMAC-SHA256(macKey, bytes 0..95)
 *   chunkKey (32) || macKey (32) = HKDF-SHA256(submission key, salt, "mcev1/file" || bytes 0..71, 64)
 *   chunk i at 128 + i·(262144 + 28): random nonce (12) | ciphertext | tag (16)
 *     AES-256-GCM, associated data SHA256(header) || u64be i || u8 (1 for the last chunk, else 0)
 *
 * Every chunk but the last is full. A file whose length is a multiple of the chunk size has no empty chunk behind it;
 * only the empty file has one empty chunk (its tag is what makes "empty" trustworthy).
 *
 * Nonces are random, never counted from the chunk's number: a resumed download may seal a chunk again with other bytes.
 */

export const HEADER_BYTES = 128;
export const CHUNK_BYTES = 262_144;
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + SEAL_OVERHEAD;
export const SALT_BYTES = 32;

const MAGIC = Buffer.from('MCEVID1\0', 'latin1');
const FIXED_FIELDS = Buffer.from([1, 1, 18, HEADER_BYTES, 0, 0, 0, 0]);
const HKDF_PREFIX = Buffer.from('mcev1/file', 'latin1');
const AT_LENGTH = 16;
const AT_SALT = 24;
const AT_KEY_ID = 56;
const AT_ZERO = 72;
const AT_MAC = 96;

/** What is needed to seal and open the chunks of one file. */
export type Container = {
  /** Bytes of evidence. */
  readonly plaintextLength: number;
  readonly chunkCount: number;
  /** Bytes on disk when complete. */
  readonly fileSize: number;
  readonly chunkKey: KeyObject;
  /** SHA-256 of the header; part of every chunk's associated data. */
  readonly headerHash: Uint8Array;
};

export const chunkCountOf = (plaintextLength: number): number =>
  Math.max(1, Math.ceil(plaintextLength / CHUNK_BYTES));

export const fileSizeOf = (plaintextLength: number): number =>
  HEADER_BYTES + plaintextLength + chunkCountOf(plaintextLength) * SEAL_OVERHEAD;

/** Where chunk `index` begins in the file. */
export const chunkOffset = (index: number): number => HEADER_BYTES + index * SEALED_CHUNK_BYTES;

/** Bytes of evidence in chunk `index`. */
export const chunkLength = ({ plaintextLength }: Container, index: number): number =>
  Math.min(CHUNK_BYTES, plaintextLength - index * CHUNK_BYTES);

/** A new file's header. `salt` must be fresh random bytes: it gives the file its own keys. */
export const createContainer = (
  plaintextLength: number,
  submissionKey: SubmissionKey,
  salt: Uint8Array,
): { readonly header: Uint8Array; readonly container: Container } => {
  if (!Number.isSafeInteger(plaintextLength) || plaintextLength < 0)
    throw new RangeError('length of evidence');
  if (salt.length !== SALT_BYTES || submissionKey.keyId.length !== 16) throw new RangeError('salt or key id');
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header, 0);
  FIXED_FIELDS.copy(header, MAGIC.length);
  header.writeBigUInt64BE(BigInt(plaintextLength), AT_LENGTH);
  header.set(salt, AT_SALT);
  header.set(submissionKey.keyId, AT_KEY_ID);
  const { chunkKey, macKey } = fileKeys(header, submissionKey.key);
  header.set(headerMac(header, macKey), AT_MAC);
  return { header: new Uint8Array(header), container: containerOf(header, plaintextLength, chunkKey) };
};

/** Undefined when the header is not one of ours, was altered, or belongs to another key. */
export const openHeader = (header: Uint8Array, submissionKey: SubmissionKey): Container | undefined => {
  if (header.length !== HEADER_BYTES) return undefined;
  const view = Buffer.from(header.buffer, header.byteOffset, header.length);
  const { chunkKey, macKey } = fileKeys(view, submissionKey.key);
  const right =
    timingSafeEqual(view.subarray(AT_MAC), headerMac(view, macKey)) &&
    view.subarray(0, MAGIC.length).equals(MAGIC) &&
    view.subarray(MAGIC.length, AT_LENGTH).equals(FIXED_FIELDS) &&
    view.subarray(AT_KEY_ID, AT_ZERO).equals(submissionKey.keyId);
  const length = view.readBigUInt64BE(AT_LENGTH);
  if (!right || length > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return containerOf(view, Number(length), chunkKey);
};

/** One chunk as it stands in the file. `nonce` must be fresh random bytes, also when a chunk is sealed again; `target` is where it goes. */
export const sealChunk = (
  container: Container,
  index: number,
  plaintext: Uint8Array,
  nonce: Uint8Array,
  target: Uint8Array = new Uint8Array(plaintext.length + SEAL_OVERHEAD),
): Uint8Array => {
  if (plaintext.length !== chunkLength(container, index)) throw new RangeError(`length of chunk ${index}`);
  sealInto(target, container.chunkKey, plaintext, chunkAad(container, index), nonce);
  return target;
};

/** The evidence in one chunk, or undefined when it is not what was sealed at this place of this file. */
export const openChunk = (container: Container, index: number, sealed: Uint8Array): Uint8Array | undefined =>
  unseal(container.chunkKey, sealed, chunkAad(container, index));

const containerOf = (header: Uint8Array, plaintextLength: number, chunkKey: KeyObject): Container => ({
  plaintextLength,
  chunkCount: chunkCountOf(plaintextLength),
  fileSize: fileSizeOf(plaintextLength),
  chunkKey,
  headerHash: createHash('sha256').update(header).digest(),
});

const fileKeys = (header: Buffer, key: Uint8Array) => {
  const info = Buffer.concat([HKDF_PREFIX, header.subarray(0, AT_ZERO)]);
  const both = hkdf(key, info, 64, header.subarray(AT_SALT, AT_KEY_ID));
  return { chunkKey: createSecretKey(both.subarray(0, 32)), macKey: both.subarray(32) };
};

const headerMac = (header: Buffer, macKey: Uint8Array): Uint8Array =>
  createHmac('sha256', macKey).update(header.subarray(0, AT_MAC)).digest();

const chunkAad = ({ headerHash, chunkCount }: Container, index: number): Uint8Array => {
  const aad = Buffer.alloc(41);
  aad.set(headerHash, 0);
  aad.writeBigUInt64BE(BigInt(index), 32);
  aad[40] = index === chunkCount - 1 ? 1 : 0;
  return aad;
};
