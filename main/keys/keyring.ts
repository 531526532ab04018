import { createSecretKey, type KeyObject } from 'node:crypto';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { drawnAhead } from '../core/drawn-ahead.ts';
import { NONCE_BYTES, seal, unseal } from './aead.ts';
import { attempt, type FileSystem, makeFolder, nodeFileSystem } from './durable-file.ts';
import {
  type EntryTexts,
  KEYRING_FILE,
  type KeyringEntry,
  type KeyringFileProblem,
  readKeyring,
  writeKeyring,
} from './keyring-file.ts';
import { profileHasCiphertext } from './profile-ciphertext.ts';
import type { RandomBytes } from './random-bytes.ts';
import { hkdf, KEY_BYTES, type RingKey } from './root-key.ts';
import { sealValue, unsealValue } from './sealed-text.ts';
import { createSerialQueue } from './serial-queue.ts';

/** A copy for the caller: erasure does not reach into it, so hold it no longer than one piece of work needs. */
export type SubmissionKey = { readonly keyId: Uint8Array; readonly key: Uint8Array };

export type KeyringProblem =
  | KeyringFileProblem
  /** No keyring although there is ciphertext: it was lost, or the profile was restored without it. */
  | { readonly code: 'keyring-missing' };

export type SealProblem =
  /** The key was destroyed, or this submission never had one here. */
  { readonly code: 'submission-key-missing' } | { readonly code: 'sealed-text-damaged' };

/**
 * One random key per submission. Destroying it is the erasure: whatever was sealed with it, in the vault, in the
 * database or in an old backup, stays unreadable (logical erasure; nothing is claimed about worn flash cells).
 *
 * `column` of the sealing functions names where the value stands (table, column, row id); it opens only there.
 * Sealing and opening are synchronous so that they fit into one database transaction.
 */
export type Keyring = {
  keyFor(submissionId: string): SubmissionKey | undefined;
  /** Whether it has a key, on the disk. */
  hasKey(submissionId: string): boolean;
  /** Names its key without giving it away; undefined when it has none. */
  keyIdOf(submissionId: string): string | undefined;
  /** The submission's key, made and on the disk first where there was none. */
  ensureKey(submissionId: string): Promise<Result<SubmissionKey, KeyringProblem>>;
  /** Many at once for one rewrite of the file (a page of the feed). */
  ensureKeys(submissionIds: readonly string[]): Promise<Result<void, KeyringProblem>>;
  /** Ok once the file without the key is on the disk. Ok too when there was no key. */
  destroyKey(submissionId: string): Promise<Result<void, KeyringProblem>>;
  sealText(submissionId: string, column: string, text: string): Result<Uint8Array, SealProblem>;
  openText(submissionId: string, column: string, sealed: Uint8Array): Result<string, SealProblem>;
  sealBytes(submissionId: string, column: string, bytes: Uint8Array): Result<Uint8Array, SealProblem>;
  openBytes(submissionId: string, column: string, sealed: Uint8Array): Result<Uint8Array, SealProblem>;
  submissionIds(): readonly string[];
};

export type KeyringOptions = {
  readonly profile: string;
  readonly ringKey: RingKey;
  readonly random: RandomBytes;
  readonly fs?: FileSystem;
  /** Whether anything but the keyring itself is encrypted here already. Default: profileHasCiphertext. */
  readonly ciphertextExists?: () => Promise<boolean>;
};

type Entries = ReadonlyMap<string, KeyringEntry>;

type Unwrapped = { readonly keyId: string; readonly key: Uint8Array; readonly textKey: KeyObject };

/**
 * Opens keyring.json, or starts an empty one in a profile without ciphertext: open it before the database is created.
 * One process, one open keyring per profile (the workspace lock): two would overwrite each other's keys. Within it,
 * changes are made one after the other, and are seen by readers only once they are on the disk.
 */
export const openKeyring = async (options: KeyringOptions): Promise<Result<Keyring, KeyringProblem>> => {
  const { profile, ringKey, fs = nodeFileSystem } = options;
  const present = await readKeyring(fs, profile, ringKey);
  if (!present.ok) return present;
  if (present.value !== undefined) return ok(keyringOver(present.value, options));
  const exists =
    options.ciphertextExists ?? (() => profileHasCiphertext(profile, { except: KEYRING_FILE, fs }));
  const needed = await attempt('reading the workspace folder', exists);
  if (!needed.ok) return needed;
  if (needed.value) return fail({ code: 'keyring-missing' });
  const made = await attempt('making the workspace folder', () => makeFolder(fs, profile));
  if (!made.ok) return made;
  const written = await writeKeyring(fs, profile, ringKey, []);
  return written.ok ? ok(keyringOver([], options)) : written;
};

const keyringOver = (initial: readonly KeyringEntry[], options: KeyringOptions): Keyring => {
  const { profile, ringKey, random, fs = nodeFileSystem } = options;
  const wrapKey = createSecretKey(ringKey);
  const texts: EntryTexts = new WeakMap();
  let entries: Entries = new Map(initial.map((entry) => [entry.submissionId, entry]));
  const unwrapped = new Map<string, Unwrapped>();
  const inTurn = createSerialQueue();

  /** `edit` gives the entries as they are to be, or undefined when they stay: every saved edit of a review asks. */
  const change = (edit: (now: Entries) => Entries | undefined): Promise<Result<void, KeyringProblem>> =>
    inTurn(async () => {
      const draft = edit(entries);
      if (draft === undefined) return ok(undefined);
      const written = await writeKeyring(fs, profile, ringKey, [...draft.values()], texts);
      if (written.ok) entries = draft;
      return written;
    });

  const unwrap = (submissionId: string): Unwrapped | undefined => {
    const entry = entries.get(submissionId);
    return entry && unwrapOnce(unwrapped, wrapKey, entry);
  };

  const keyFor = (submissionId: string): SubmissionKey | undefined => {
    const found = unwrap(submissionId);
    return (
      found && { keyId: Uint8Array.from(Buffer.from(found.keyId, 'hex')), key: Uint8Array.from(found.key) }
    );
  };

  const ensureKeys = async (submissionIds: readonly string[]): Promise<Result<void, KeyringProblem>> => {
    const made: NewEntry[] = [];
    const written = await change((now) => {
      const missing = submissionIds.filter((id) => !now.has(id));
      if (missing.length === 0) return undefined;
      // One draw for all: asking the system costs more than using what it gives.
      const drawn = random(missing.length * ENTRY_DRAWS);
      for (const [at, id] of missing.entries()) {
        made.push(newEntry(wrapKey, id, drawn.subarray(at * ENTRY_DRAWS, (at + 1) * ENTRY_DRAWS)));
      }
      return new Map([...now, ...made.map(({ entry }) => [entry.submissionId, entry] as const)]);
    });
    // Made to be used at once: what was just wrapped need not be unwrapped.
    for (const { entry, opened } of written.ok ? made : []) {
      if (entries.get(entry.submissionId) === entry) unwrapped.set(entry.submissionId, opened);
    }
    return written;
  };

  return {
    keyFor,
    hasKey: (submissionId) => entries.has(submissionId),
    keyIdOf: (submissionId) => entries.get(submissionId)?.keyId,
    ensureKeys,
    ensureKey: async (submissionId) => {
      const ensured = await ensureKeys([submissionId]);
      if (!ensured.ok) return ensured;
      const key = keyFor(submissionId);
      if (key === undefined) throw new Error('a key that was just written is not there');
      return ok(key);
    },
    destroyKey: async (submissionId) => {
      const destroyed = await change((now) =>
        now.has(submissionId) ? new Map([...now].filter(([id]) => id !== submissionId)) : undefined,
      );
      if (destroyed.ok) forget(unwrapped, submissionId);
      return destroyed;
    },
    submissionIds: () => [...entries.keys()],
    ...sealingWith(unwrap, random),
  };
};

type Sealing = Pick<Keyring, 'sealBytes' | 'openBytes' | 'sealText' | 'openText'>;

const sealingWith = (
  unwrap: (submissionId: string) => Unwrapped | undefined,
  random: RandomBytes,
): Sealing => {
  const nonces = drawnAhead(random);
  const sealBytes: Sealing['sealBytes'] = (submissionId, column, bytes) => {
    const found = unwrap(submissionId);
    if (found === undefined) return fail({ code: 'submission-key-missing' });
    return ok(sealValue(found.textKey, { submissionId, keyId: found.keyId, column }, bytes, nonces));
  };
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const openBytes: Sealing['openBytes'] = (submissionId, column, sealed) => {
    const found = unwrap(submissionId);
    if (found === undefined) return fail({ code: 'submission-key-missing' });
    const bytes = unsealValue(found.textKey, { submissionId, keyId: found.keyId, column }, sealed);
    return bytes === undefined ? fail({ code: 'sealed-text-damaged' }) : ok(bytes);
  };
  return {
    sealBytes,
    openBytes,
    sealText: (submissionId, column, text) => sealBytes(submissionId, column, Buffer.from(text, 'utf8')),
    openText: (submissionId, column, sealed) => {
      const bytes = openBytes(submissionId, column, sealed);
      return bytes.ok ? ok(decoder.decode(bytes.value)) : bytes;
    },
  };
};

const unwrapOnce = (cache: Map<string, Unwrapped>, wrapKey: KeyObject, entry: KeyringEntry): Unwrapped => {
  const known = cache.get(entry.submissionId);
  if (known?.keyId === entry.keyId) return known;
  const found = unwrapEntry(wrapKey, entry);
  cache.set(entry.submissionId, found);
  return found;
};

/** Overwrites what this process still holds of a destroyed key; OpenSSL clears the text key when it is collected. */
const forget = (unwrapped: Map<string, Unwrapped>, submissionId: string): void => {
  const known = unwrapped.get(submissionId);
  known?.key.fill(0);
  unwrapped.delete(submissionId);
};

const KEY_ID_BYTES = 16;

/** Random bytes that a new entry takes. */
const ENTRY_DRAWS = KEY_ID_BYTES + KEY_BYTES + NONCE_BYTES;

type NewEntry = { readonly entry: KeyringEntry; readonly opened: Unwrapped };

/** `drawn`: ENTRY_DRAWS random bytes, used for nothing else. */
const newEntry = (wrapKey: KeyObject, submissionId: string, drawn: Uint8Array): NewEntry => {
  const keyId = Buffer.from(drawn.subarray(0, KEY_ID_BYTES)).toString('hex');
  const key = drawn.slice(KEY_ID_BYTES, KEY_ID_BYTES + KEY_BYTES);
  const nonce = drawn.subarray(KEY_ID_BYTES + KEY_BYTES);
  const sealed = seal(wrapKey, key, entryAad(submissionId, keyId), nonce);
  return {
    entry: { submissionId, keyId, sealed: Buffer.from(sealed).toString('hex') },
    opened: opened(keyId, key),
  };
};

const opened = (keyId: string, key: Uint8Array): Unwrapped => ({
  keyId,
  key,
  textKey: createSecretKey(hkdf(key, 'assay/1/text', KEY_BYTES)),
});

/** Throws for an entry that passed the file's MAC and still does not open: only a bug of ours can make one. */
const unwrapEntry = (wrapKey: KeyObject, { submissionId, keyId, sealed }: KeyringEntry): Unwrapped => {
  const key = unseal(wrapKey, Buffer.from(sealed, 'hex'), entryAad(submissionId, keyId));
  if (key === undefined) throw new Error('a keyring entry does not open although the ring is authentic');
  return opened(keyId, key);
};

/** Fixed-length key id first, so that no two pairs give the same bytes. */
const entryAad = (submissionId: string, keyId: string): Uint8Array =>
  Buffer.concat([Buffer.from(keyId, 'hex'), Buffer.from(submissionId, 'utf8')]);
