import { type AeadKey, NONCE_BYTES, SEAL_OVERHEAD, sealInto, unseal } from './aead.ts';
import type { RandomBytes } from './random-bytes.ts';

const VERSION = 1;

/** Where a sealed value stands; it opens nowhere else. `column` names table, column and row, e.g. `scores.rationale/<id>`. */
export type SealContext = { readonly submissionId: string; readonly keyId: string; readonly column: string };

/** `1 | nonce | ciphertext | tag` under the submission's text key. */
export const sealValue = (
  textKey: AeadKey,
  context: SealContext,
  value: Uint8Array,
  random: RandomBytes,
): Uint8Array => {
  const result = new Uint8Array(1 + value.length + SEAL_OVERHEAD);
  result[0] = VERSION;
  sealInto(result.subarray(1), textKey, value, aadOf(context), random(NONCE_BYTES));
  return result;
};

/** Undefined when the bytes were altered, or sealed for another place or with another key. */
export const unsealValue = (
  textKey: AeadKey,
  context: SealContext,
  sealed: Uint8Array,
): Uint8Array | undefined =>
  sealed[0] === VERSION ? unseal(textKey, sealed.subarray(1), aadOf(context)) : undefined;

const aadOf = ({ submissionId, keyId, column }: SealContext): Uint8Array =>
  Buffer.from(JSON.stringify(['assay-sealed-text', VERSION, submissionId, keyId, column]));
