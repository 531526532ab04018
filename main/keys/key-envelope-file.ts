import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalJson } from '../../shared/lib/canonical-json.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import {
  attempt,
  type FileSystem,
  PRIVATE_FOLDER,
  readIfPresent,
  type StorageProblem,
  writeDurably,
} from './durable-file.ts';

/** A fixed number of bytes as lower-case hexadecimal text. */
export const hexOf = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

/** A sealed 32-byte key: nonce, ciphertext, tag. */
const sealedKey = hexOf(60);

/** The limits keep a damaged or planted file from asking for terabytes or years. */
const argon2Schema = z.object({
  name: z.literal('argon2id'),
  memoryKiB: z.int().min(64).max(1_048_576),
  iterations: z.int().min(1).max(64),
  parallelism: z.int().min(1).max(16),
  salt: hexOf(16),
});

const wrapSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passphrase'), kdf: argon2Schema, sealed: sealedKey }),
  z.object({ kind: z.literal('recovery-code'), salt: hexOf(16), sealed: sealedKey }),
  z.object({
    kind: z.literal('os-keystore'),
    keystore: z.string(),
    protected: z
      .string()
      .regex(/^(?:[0-9a-f]{2})+$/)
      .max(20_000),
  }),
  z.object({ kind: z.literal('key-file'), sealed: sealedKey }),
]);

const bodySchema = z.object({
  format: z.literal('assay-key-envelope'),
  version: z.literal(1),
  /** Random; ties each wrap to this envelope. */
  id: hexOf(16),
  /** Derived from the root key: tells that an unwrapped key is the right one, and nothing else about it. */
  check: hexOf(16),
  wraps: z.array(wrapSchema).min(1),
});

const fileSchema = bodySchema.extend({
  /** SHA-256 of the rest: tells a damaged file from a wrong passphrase. */
  checksum: hexOf(32),
});

export type Argon2Parameters = z.infer<typeof argon2Schema>;
export type Wrap = z.infer<typeof wrapSchema>;
export type WrapKind = Wrap['kind'];
export type KeyEnvelope = z.infer<typeof bodySchema>;

export type KeyFileProblem =
  | StorageProblem
  | { readonly code: 'key-file-damaged'; readonly params: { readonly file: string } };

export const KEY_ENVELOPE_FILE = 'key.json';
/** The unwrapped-by-itself key of a throw-away workspace. */
export const SAMPLE_KEY_FILE = 'sample.key';

/** The envelope, or undefined when the profile has none. */
export const readEnvelope = async (
  fs: FileSystem,
  profile: string,
): Promise<Result<KeyEnvelope | undefined, KeyFileProblem>> => {
  const bytes = await attempt(`reading ${KEY_ENVELOPE_FILE}`, () =>
    readIfPresent(fs, join(profile, KEY_ENVELOPE_FILE)),
  );
  if (!bytes.ok) return bytes;
  if (bytes.value === undefined) return ok(undefined);
  const parsed = fileSchema.safeParse(parseJson(bytes.value));
  if (!parsed.success) return fail(keyFileDamaged(KEY_ENVELOPE_FILE));
  const { checksum, ...body } = parsed.data;
  return checksum === checksumOf(body) ? ok(body) : fail(keyFileDamaged(KEY_ENVELOPE_FILE));
};

/** On the disk when this resolves to ok; the file before it is untouched otherwise. */
export const writeEnvelope = async (
  fs: FileSystem,
  profile: string,
  envelope: KeyEnvelope,
): Promise<Result<void, StorageProblem>> => {
  const content = { ...envelope, checksum: checksumOf(envelope) };
  return attempt(`writing ${KEY_ENVELOPE_FILE}`, async () => {
    await fs.mkdir(profile, { recursive: true, mode: PRIVATE_FOLDER });
    const text = `${JSON.stringify(content, null, 2)}\n`;
    await writeDurably(fs, join(profile, KEY_ENVELOPE_FILE), Buffer.from(text));
  });
};

export const keyFileDamaged = (file: string): KeyFileProblem => ({
  code: 'key-file-damaged',
  params: { file },
});

/** Undefined, which no schema of ours accepts, when the text is not JSON. */
export const parseJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
};

const checksumOf = (body: KeyEnvelope): string =>
  createHash('sha256').update(canonicalJson(body)).digest('hex');
