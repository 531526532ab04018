import { timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { NONCE_BYTES, seal, unseal } from './aead.ts';
import { derivePassphraseKey } from './derive-passphrase-key.ts';
import {
  attempt,
  type FileSystem,
  readIfPresent,
  type StorageProblem,
  writeDurably,
} from './durable-file.ts';
import {
  type Argon2Parameters,
  type KeyFileProblem,
  keyFileDamaged,
  SAMPLE_KEY_FILE,
  type Wrap,
} from './key-envelope-file.ts';
import type { RandomBytes } from './random-bytes.ts';
import {
  generateRecoveryCode,
  parseRecoveryCode,
  type RecoveryCode,
  type RecoveryCodeProblem,
} from './recovery-code.ts';
import { asRootKey, hkdf, KEY_BYTES, type RootKey } from './root-key.ts';

/** The operating system's password store. A backend that protects nothing (`basic_text`) is not available. */
export type OsKeystore = {
  /** As a person knows it: "macOS Keychain", "GNOME Keyring". */
  readonly name: string;
  available(): Promise<boolean>;
  protect(bytes: Uint8Array): Promise<Uint8Array>;
  unprotect(bytes: Uint8Array): Promise<Uint8Array>;
};

/** A way to be set up. The recovery code is generated; the key file is for throw-away workspaces only. */
export type NewWrap =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'recovery-code' }
  | { readonly kind: 'os-keystore'; readonly keystore: OsKeystore }
  | { readonly kind: 'key-file' };

/** A way to be tried. */
export type Unlock =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'recovery-code'; readonly code: string }
  | { readonly kind: 'os-keystore'; readonly keystore: OsKeystore }
  | { readonly kind: 'key-file' };

export type KeystoreProblem = {
  readonly code: 'keystore-unavailable' | 'keystore-refused';
  readonly params: { readonly keystore: string };
};

export type WrapProblem =
  | StorageProblem
  | KeystoreProblem
  | { readonly code: 'passphrase-too-short'; readonly params: { readonly minimum: number } };

export type UnwrapProblem =
  | KeyFileProblem
  | KeystoreProblem
  | RecoveryCodeProblem
  | { readonly code: 'wrong-passphrase' }
  | { readonly code: 'wrong-recovery-code' }
  | { readonly code: 'key-missing' };

export type Sealed = { readonly wrap: Wrap; readonly recoveryCode?: RecoveryCode };

/** What wrapping and unwrapping need besides the key. `envelopeId` ties a wrap to one key.json. */
export type WrapContext = {
  readonly fs: FileSystem;
  readonly profile: string;
  readonly envelopeId: string;
};

/** In characters, after trimming nothing: a passphrase is taken exactly as typed, in Unicode form NFKC. */
export const MINIMUM_PASSPHRASE = 8;

/** RFC 9106's second recommendation with one lane: 64 MiB, 3 passes; a fifth of a second on an office computer. */
const ARGON2 = { name: 'argon2id', memoryKiB: 65_536, iterations: 3, parallelism: 1 } as const;
const SALT_BYTES = 16;
const CHECK_BYTES = 16;

/** A value by which an unwrapped key is known to be the right one; the key cannot be computed back from it. */
export const rootKeyCheck = (rootKey: RootKey): string => toHex(hkdf(rootKey, 'assay/1/check', CHECK_BYTES));

export const isRootKeyOf = (rootKey: RootKey, check: string): boolean =>
  timingSafeEqual(Buffer.from(rootKeyCheck(rootKey), 'hex'), Buffer.from(check, 'hex'));

/** Wraps the root key one way. `key-file` writes the file; nothing else touches the disk. */
export const wrapRootKey = async (
  rootKey: RootKey,
  wanted: NewWrap,
  random: RandomBytes,
  context: WrapContext,
): Promise<Result<Sealed, WrapProblem>> => {
  switch (wanted.kind) {
    case 'passphrase':
      return wrapWithPassphrase(rootKey, wanted.passphrase, random, context.envelopeId);
    case 'recovery-code':
      return ok(wrapWithRecoveryCode(rootKey, random, context.envelopeId));
    case 'os-keystore':
      return wrapWithKeystore(rootKey, wanted.keystore);
    case 'key-file':
      return wrapWithKeyFile(rootKey, random, context);
  }
};

/** The root key behind `wrap`; it still has to be compared with the envelope's check. */
export const unwrapRootKey = async (
  wrap: Wrap,
  unlock: Unlock,
  context: WrapContext,
): Promise<Result<RootKey, UnwrapProblem>> => {
  if (wrap.kind === 'passphrase' && unlock.kind === 'passphrase') {
    const key = await derivePassphraseKey(unlock.passphrase, wrap.kdf);
    return opened(unsealHex(key, wrap.sealed, aadOf(context.envelopeId, wrap)), { code: 'wrong-passphrase' });
  }
  if (wrap.kind === 'recovery-code' && unlock.kind === 'recovery-code') {
    const code = parseRecoveryCode(unlock.code);
    if (!code.ok) return code;
    const key = recoveryKey(code.value, wrap.salt);
    return opened(unsealHex(key, wrap.sealed, aadOf(context.envelopeId, wrap)), {
      code: 'wrong-recovery-code',
    });
  }
  if (wrap.kind === 'os-keystore' && unlock.kind === 'os-keystore') {
    return unwrapWithKeystore(wrap.protected, unlock.keystore);
  }
  if (wrap.kind === 'key-file' && unlock.kind === 'key-file') {
    return unwrapWithKeyFile(wrap, context);
  }
  throw new Error(`a ${unlock.kind} cannot open a wrap of kind ${wrap.kind}`);
};

const wrapWithPassphrase = async (
  rootKey: RootKey,
  passphrase: string,
  random: RandomBytes,
  envelopeId: string,
): Promise<Result<Sealed, WrapProblem>> => {
  if ([...passphrase.normalize('NFKC')].length < MINIMUM_PASSPHRASE) {
    return fail({ code: 'passphrase-too-short', params: { minimum: MINIMUM_PASSPHRASE } });
  }
  const kdf: Argon2Parameters = { ...ARGON2, salt: toHex(random(SALT_BYTES)) };
  const key = await derivePassphraseKey(passphrase, kdf);
  const aad = aadOf(envelopeId, { kind: 'passphrase', kdf });
  return ok({
    wrap: { kind: 'passphrase', kdf, sealed: toHex(seal(key, rootKey, aad, random(NONCE_BYTES))) },
  });
};

const wrapWithRecoveryCode = (rootKey: RootKey, random: RandomBytes, envelopeId: string): Sealed => {
  const recoveryCode = generateRecoveryCode(random);
  const salt = toHex(random(SALT_BYTES));
  const aad = aadOf(envelopeId, { kind: 'recovery-code', salt });
  const sealed = toHex(seal(recoveryKey(recoveryCode, salt), rootKey, aad, random(NONCE_BYTES)));
  return { wrap: { kind: 'recovery-code', salt, sealed }, recoveryCode };
};

/** Asks for the key back at once: a store that cannot return it would lock the reviewer out tomorrow. */
const wrapWithKeystore = async (
  rootKey: RootKey,
  keystore: OsKeystore,
): Promise<Result<Sealed, WrapProblem>> => {
  if (!(await isAvailable(keystore))) return fail(keystoreProblem('keystore-unavailable', keystore));
  try {
    const protectedKey = await keystore.protect(rootKey);
    const back = await keystore.unprotect(protectedKey);
    if (!Buffer.from(back).equals(rootKey)) return fail(keystoreProblem('keystore-refused', keystore));
    return ok({ wrap: { kind: 'os-keystore', keystore: keystore.name, protected: toHex(protectedKey) } });
  } catch {
    // Whatever the system's store threw, the person's way on is the same: another way to unlock.
    return fail(keystoreProblem('keystore-refused', keystore));
  }
};

const unwrapWithKeystore = async (
  protectedKey: string,
  keystore: OsKeystore,
): Promise<Result<RootKey, UnwrapProblem>> => {
  if (!(await isAvailable(keystore))) return fail(keystoreProblem('keystore-unavailable', keystore));
  try {
    const bytes = await keystore.unprotect(Buffer.from(protectedKey, 'hex'));
    return bytes.length === KEY_BYTES
      ? ok(asRootKey(bytes))
      : fail(keystoreProblem('keystore-refused', keystore));
  } catch {
    // A profile copied to another computer, a changed backend, a refused prompt: all mean "unlock another way".
    return fail(keystoreProblem('keystore-refused', keystore));
  }
};

const isAvailable = async (keystore: OsKeystore): Promise<boolean> => {
  try {
    return await keystore.available();
  } catch {
    // A store that fails when asked is not there; the caller reports keystore-unavailable.
    return false;
  }
};

const wrapWithKeyFile = async (
  rootKey: RootKey,
  random: RandomBytes,
  { fs, profile, envelopeId }: WrapContext,
): Promise<Result<Sealed, WrapProblem>> => {
  const key = random(KEY_BYTES);
  const written = await attempt(`writing ${SAMPLE_KEY_FILE}`, () =>
    writeDurably(fs, join(profile, SAMPLE_KEY_FILE), Buffer.from(`${toHex(key)}\n`)),
  );
  if (!written.ok) return written;
  const aad = aadOf(envelopeId, { kind: 'key-file' });
  return ok({ wrap: { kind: 'key-file', sealed: toHex(seal(key, rootKey, aad, random(NONCE_BYTES))) } });
};

const unwrapWithKeyFile = async (
  wrap: Extract<Wrap, { kind: 'key-file' }>,
  { fs, profile, envelopeId }: WrapContext,
): Promise<Result<RootKey, UnwrapProblem>> => {
  const text = await attempt(`reading ${SAMPLE_KEY_FILE}`, () =>
    readIfPresent(fs, join(profile, SAMPLE_KEY_FILE)),
  );
  if (!text.ok) return text;
  if (text.value === undefined) return fail({ code: 'key-missing' });
  const hex = Buffer.from(text.value).toString('latin1').trim();
  if (!/^[0-9a-f]{64}$/.test(hex)) return fail(keyFileDamaged(SAMPLE_KEY_FILE));
  const bytes = unsealHex(Buffer.from(hex, 'hex'), wrap.sealed, aadOf(envelopeId, wrap));
  return opened(bytes, keyFileDamaged(SAMPLE_KEY_FILE));
};

/** The code has 140 random bits: no slow function is needed. */
const recoveryKey = (code: RecoveryCode, salt: string): Uint8Array =>
  hkdf(Buffer.from(code), 'assay/1/recovery-code', KEY_BYTES, Buffer.from(salt, 'hex'));

type WrapParameters =
  | { readonly kind: 'passphrase'; readonly kdf: Argon2Parameters }
  | { readonly kind: 'recovery-code'; readonly salt: string }
  | { readonly kind: 'key-file' };

const aadOf = (envelopeId: string, wrap: WrapParameters): Uint8Array => {
  const parameters = 'kdf' in wrap ? wrap.kdf : 'salt' in wrap ? wrap.salt : null;
  return Buffer.from(JSON.stringify(['assay-key-envelope', 1, envelopeId, wrap.kind, parameters]));
};

const unsealHex = (key: Uint8Array, sealed: string, aad: Uint8Array): Uint8Array | undefined =>
  unseal(key, Buffer.from(sealed, 'hex'), aad);

const opened = (bytes: Uint8Array | undefined, problem: UnwrapProblem): Result<RootKey, UnwrapProblem> =>
  bytes === undefined ? fail(problem) : ok(asRootKey(bytes));

const keystoreProblem = (code: KeystoreProblem['code'], keystore: OsKeystore): KeystoreProblem => ({
  code,
  params: { keystore: keystore.name },
});

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
