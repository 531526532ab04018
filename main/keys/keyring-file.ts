import { createHmac, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import {
  attempt,
  type FileSystem,
  readIfPresent,
  type StorageProblem,
  writeDurably,
} from './durable-file.ts';
import { hexOf, parseJson } from './key-envelope-file.ts';
import { hkdf, KEY_BYTES, type RingKey } from './root-key.ts';

const entrySchema = z.object({
  submissionId: z.string().min(1),
  keyId: hexOf(16),
  /** nonce | ciphertext | tag of the submission's 32-byte key */
  sealed: hexOf(60),
});

const fileSchema = z.object({
  format: z.literal('assay-keyring'),
  version: z.literal(1),
  /** HMAC-SHA256 over the entries: another workspace's ring, a lost or altered entry are noticed at opening. */
  mac: hexOf(32),
  entries: z.array(entrySchema),
});

export type KeyringEntry = z.infer<typeof entrySchema>;

export type KeyringFileProblem = StorageProblem | { readonly code: 'keyring-damaged' };

/** Lies in the profile folder and in no backup: an erased key must not come back. */
export const KEYRING_FILE = 'keyring.json';

/** The entries, or undefined when there is no file. */
export const readKeyring = async (
  fs: FileSystem,
  profile: string,
  ringKey: RingKey,
): Promise<Result<readonly KeyringEntry[] | undefined, KeyringFileProblem>> => {
  const bytes = await attempt(`reading ${KEYRING_FILE}`, () =>
    readIfPresent(fs, join(profile, KEYRING_FILE)),
  );
  if (!bytes.ok) return bytes;
  if (bytes.value === undefined) return ok(undefined);
  const parsed = fileSchema.safeParse(parseJson(bytes.value));
  if (!parsed.success) return fail({ code: 'keyring-damaged' });
  const { mac, entries } = parsed.data;
  const right = timingSafeEqual(Buffer.from(mac, 'hex'), macOf(ringKey, entries));
  return right ? ok(entries) : fail({ code: 'keyring-damaged' });
};

/** An entry as it stands in the file, and as it counts in the MAC. Entries never change; a pull adds many to thousands. */
type EntryText = { readonly line: string; readonly fields: string };

/** Texts that were made before, kept by whoever writes the same entries again and again. */
export type EntryTexts = WeakMap<KeyringEntry, EntryText>;

const textOf = (entry: KeyringEntry, texts: EntryTexts): EntryText => {
  const known = texts.get(entry);
  if (known !== undefined) return known;
  const { submissionId, keyId, sealed } = entry;
  const text = {
    line: `    ${JSON.stringify(entry)}`,
    fields: JSON.stringify([submissionId, keyId, sealed]),
  };
  texts.set(entry, text);
  return text;
};

/** On the disk when this resolves to ok; after a failure the file before it stands, or the new one, whole. */
export const writeKeyring = async (
  fs: FileSystem,
  profile: string,
  ringKey: RingKey,
  entries: readonly KeyringEntry[],
  texts: EntryTexts = new WeakMap(),
): Promise<Result<void, StorageProblem>> => {
  const mac = macOf(ringKey, entries, texts).toString('hex');
  const lines = entries.map((entry) => textOf(entry, texts).line).join(',\n');
  const text = `{\n  "format": "assay-keyring",\n  "version": 1,\n  "mac": "${mac}",\n  "entries": [\n${lines}\n  ]\n}\n`;
  return attempt(`writing ${KEYRING_FILE}`, () =>
    writeDurably(fs, join(profile, KEYRING_FILE), Buffer.from(text)),
  );
};

const macOf = (
  ringKey: RingKey,
  entries: readonly KeyringEntry[],
  texts: EntryTexts = new WeakMap(),
): Buffer => {
  const fields = entries.map((entry) => textOf(entry, texts).fields).join(',');
  return createHmac('sha256', hkdf(ringKey, 'assay/1/ring-mac', KEY_BYTES))
    .update(`[${fields}]`)
    .digest();
};
