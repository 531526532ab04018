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

/** On the disk when this resolves to ok; after a failure the file before it stands, or the new one, whole. */
export const writeKeyring = async (
  fs: FileSystem,
  profile: string,
  ringKey: RingKey,
  entries: readonly KeyringEntry[],
): Promise<Result<void, StorageProblem>> => {
  const mac = macOf(ringKey, entries).toString('hex');
  const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n');
  const text = `{\n  "format": "assay-keyring",\n  "version": 1,\n  "mac": "${mac}",\n  "entries": [\n${lines}\n  ]\n}\n`;
  return attempt(`writing ${KEYRING_FILE}`, () =>
    writeDurably(fs, join(profile, KEYRING_FILE), Buffer.from(text)),
  );
};

const macOf = (ringKey: RingKey, entries: readonly KeyringEntry[]): Buffer => {
  const fields = entries.map(({ submissionId, keyId, sealed }) => [submissionId, keyId, sealed]);
  return createHmac('sha256', hkdf(ringKey, 'assay/1/ring-mac', KEY_BYTES))
    .update(JSON.stringify(fields))
    .digest();
};
