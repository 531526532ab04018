import { join } from 'node:path';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { attempt, type FileSystem, nodeFileSystem, PRIVATE_FOLDER } from './durable-file.ts';
import {
  KEY_ENVELOPE_FILE,
  type KeyEnvelope,
  type KeyFileProblem,
  keyFileDamaged,
  readEnvelope,
  SAMPLE_KEY_FILE,
  type WrapKind,
  writeEnvelope,
} from './key-envelope-file.ts';
import {
  isRootKeyOf,
  type NewWrap,
  rootKeyCheck,
  type Sealed,
  type Unlock,
  type UnwrapProblem,
  unwrapRootKey,
  type WrapContext,
  type WrapProblem,
  wrapRootKey,
} from './key-wraps.ts';
import { profileHasCiphertext } from './profile-ciphertext.ts';
import type { RandomBytes } from './random-bytes.ts';
import type { RecoveryCode } from './recovery-code.ts';
import { generateRootKey, type RootKey } from './root-key.ts';

/**
 * The root key's file, `key.json` in the profile folder: the key wrapped in one or more ways, any of which opens it.
 * It holds no secret in the clear and belongs in every backup (without it a backup cannot be read). One process at a
 * time: the workspace's single-instance lock must be held.
 */
export type KeyEnvelopeFolder = {
  readonly profile: string;
  readonly fs?: FileSystem;
  /** Whether the profile holds anything that needs a key. Default: profileHasCiphertext. */
  readonly ciphertextExists?: () => Promise<boolean>;
};

export type OpenProblem =
  | UnwrapProblem
  /** A new profile: nothing to lose, ask for a way to protect it and create the key. */
  | { readonly code: 'key-not-created' }
  | { readonly code: 'unlock-not-set-up'; readonly params: { readonly kind: WrapKind } };

export type CreateProblem =
  | WrapProblem
  | KeyFileProblem
  | { readonly code: 'key-already-exists' }
  | { readonly code: 'key-missing' };

export type ChangeProblem = OpenProblem | WrapProblem | { readonly code: 'last-unlock' };

/** `recoveryCode` is present when one was asked for. It is kept nowhere: show it once. */
export type CreatedKey = { readonly rootKey: RootKey; readonly recoveryCode?: RecoveryCode };

/** The ways a profile's key can be opened, so that the right question is asked; no secret needed. */
export const unlockKinds = async (
  folder: KeyEnvelopeFolder,
): Promise<Result<readonly WrapKind[], OpenProblem>> => {
  const envelope = await requireEnvelope(folder);
  return envelope.ok ? ok(envelope.value.wraps.map((wrap) => wrap.kind)) : envelope;
};

/**
 * Makes the profile's root key and writes key.json. Refuses where a key exists, and where ciphertext exists without
 * one (`key-missing`): a new key would make that unreadable for ever. Reviewers' workspaces want a passphrase or the
 * OS keystore, plus a recovery code; a key file is for the sample program's throw-away workspace.
 */
export const createKeyEnvelope = async (
  folder: KeyEnvelopeFolder & {
    readonly wraps: readonly [NewWrap, ...NewWrap[]];
    readonly random: RandomBytes;
  },
): Promise<Result<CreatedKey, CreateProblem>> => {
  const { profile, wraps, random, fs = nodeFileSystem } = folder;
  const present = await readEnvelope(fs, profile);
  if (!present.ok) return present;
  if (present.value !== undefined) return fail({ code: 'key-already-exists' });
  const needed = await attempt('reading the workspace folder', () => hasCiphertext(folder));
  if (!needed.ok) return needed;
  if (needed.value) return fail({ code: 'key-missing' });
  const made = await attempt('making the workspace folder', () =>
    fs.mkdir(profile, { recursive: true, mode: PRIVATE_FOLDER }),
  );
  if (!made.ok) return made;
  const rootKey = generateRootKey(random);
  const id = Buffer.from(random(16)).toString('hex');
  const context: WrapContext = { fs, profile, envelopeId: id };
  const sealed: Sealed[] = [];
  for (const wanted of wraps) {
    const wrapped = await wrapRootKey(rootKey, wanted, random, context);
    if (!wrapped.ok) return wrapped;
    sealed.push(wrapped.value);
  }
  const written = await writeEnvelope(fs, profile, {
    format: 'assay-key-envelope',
    version: 1,
    id,
    check: rootKeyCheck(rootKey),
    wraps: sealed.map(({ wrap }) => wrap),
  });
  if (!written.ok) return written;
  return ok(withCode(rootKey, sealed.find(({ recoveryCode }) => recoveryCode !== undefined)?.recoveryCode));
};

/** Opens the profile's root key. Never creates anything. */
export const openKeyEnvelope = async (
  folder: KeyEnvelopeFolder & { readonly unlock: Unlock },
): Promise<Result<RootKey, OpenProblem>> => {
  const { profile, unlock, fs = nodeFileSystem } = folder;
  const envelope = await requireEnvelope(folder);
  if (!envelope.ok) return envelope;
  const wrap = envelope.value.wraps.find(({ kind }) => kind === unlock.kind);
  if (wrap === undefined) return fail({ code: 'unlock-not-set-up', params: { kind: unlock.kind } });
  const rootKey = await unwrapRootKey(wrap, unlock, { fs, profile, envelopeId: envelope.value.id });
  if (!rootKey.ok || isRootKeyOf(rootKey.value, envelope.value.check)) return rootKey;
  return fail(
    unlock.kind === 'os-keystore'
      ? { code: 'keystore-refused', params: { keystore: unlock.keystore.name } }
      : keyFileDamaged(KEY_ENVELOPE_FILE),
  );
};

/**
 * Adds a way to unlock, or replaces the one of the same kind (a changed passphrase, a new recovery code). The root key
 * and everything under it stay. Not a key file: it would undo the other ways.
 */
export const addWrap = async (
  folder: KeyEnvelopeFolder & {
    readonly rootKey: RootKey;
    readonly wrap: Exclude<NewWrap, { kind: 'key-file' }>;
    readonly random: RandomBytes;
  },
): Promise<Result<CreatedKey, ChangeProblem>> => {
  const { profile, rootKey, wrap, random, fs = nodeFileSystem } = folder;
  const envelope = await envelopeOf(folder, rootKey);
  if (!envelope.ok) return envelope;
  const context: WrapContext = { fs, profile, envelopeId: envelope.value.id };
  const wrapped = await wrapRootKey(rootKey, wrap, random, context);
  if (!wrapped.ok) return wrapped;
  const others = envelope.value.wraps.filter(({ kind }) => kind !== wrap.kind);
  const wraps = [...others, wrapped.value.wrap];
  const written = await writeEnvelope(fs, profile, { ...envelope.value, wraps });
  return written.ok ? ok(withCode(rootKey, wrapped.value.recoveryCode)) : written;
};

/** Takes a way to unlock out; refuses to take the last one. */
export const removeWrap = async (
  folder: KeyEnvelopeFolder & { readonly rootKey: RootKey; readonly kind: WrapKind },
): Promise<Result<void, ChangeProblem>> => {
  const { profile, rootKey, kind, fs = nodeFileSystem } = folder;
  const envelope = await envelopeOf(folder, rootKey);
  if (!envelope.ok) return envelope;
  const wraps = envelope.value.wraps.filter((wrap) => wrap.kind !== kind);
  if (wraps.length === envelope.value.wraps.length) return ok(undefined);
  if (wraps.length === 0) return fail({ code: 'last-unlock' });
  const written = await writeEnvelope(fs, profile, { ...envelope.value, wraps });
  if (!written.ok || kind !== 'key-file') return written;
  return attempt(`removing ${SAMPLE_KEY_FILE}`, () => fs.rm(join(profile, SAMPLE_KEY_FILE), { force: true }));
};

/** Proves the present way in first (also the way back after a forgotten passphrase: unlock by recovery code). */
export const changePassphrase = async (
  folder: KeyEnvelopeFolder & {
    readonly unlock: Unlock;
    readonly passphrase: string;
    readonly random: RandomBytes;
  },
): Promise<Result<RootKey, ChangeProblem>> => {
  const { unlock, passphrase, random, ...place } = folder;
  const rootKey = await openKeyEnvelope({ ...place, unlock });
  if (!rootKey.ok) return rootKey;
  const wrap = { kind: 'passphrase', passphrase } as const;
  const changed = await addWrap({ ...place, rootKey: rootKey.value, wrap, random });
  return changed.ok ? rootKey : changed;
};

const requireEnvelope = async (folder: KeyEnvelopeFolder): Promise<Result<KeyEnvelope, OpenProblem>> => {
  const envelope = await readEnvelope(folder.fs ?? nodeFileSystem, folder.profile);
  if (!envelope.ok) return envelope;
  if (envelope.value !== undefined) return ok(envelope.value);
  const needed = await attempt('reading the workspace folder', () => hasCiphertext(folder));
  if (!needed.ok) return needed;
  return fail({ code: needed.value ? 'key-missing' : 'key-not-created' });
};

/** The envelope on disk, provided it is the one this root key came from. */
const envelopeOf = async (
  folder: KeyEnvelopeFolder,
  rootKey: RootKey,
): Promise<Result<KeyEnvelope, OpenProblem>> => {
  const envelope = await requireEnvelope(folder);
  if (!envelope.ok || isRootKeyOf(rootKey, envelope.value.check)) return envelope;
  return fail(keyFileDamaged(KEY_ENVELOPE_FILE));
};

const hasCiphertext = (folder: KeyEnvelopeFolder): Promise<boolean> =>
  folder.ciphertextExists?.() ??
  profileHasCiphertext(folder.profile, folder.fs === undefined ? {} : { fs: folder.fs });

const withCode = (rootKey: RootKey, recoveryCode: RecoveryCode | undefined): CreatedKey =>
  recoveryCode === undefined ? { rootKey } : { rootKey, recoveryCode };
