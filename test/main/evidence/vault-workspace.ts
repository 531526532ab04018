import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { EvidenceManifest } from '../../../main/evidence/evidence-manifest.ts';
import { createVault, type Vault } from '../../../main/evidence/vault.ts';
import type { FileSystem } from '../../../main/keys/durable-file.ts';
import { openKeyring } from '../../../main/keys/keyring.ts';
import type { RandomBytes } from '../../../main/keys/random-bytes.ts';
import { deriveKeys, generateRootKey } from '../../../main/keys/root-key.ts';
import { expectValue } from '../keys/expect-result.ts';
import { temporaryFolder } from '../keys/temporary-folder.ts';

export const CHUNK = 262_144;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The vectors' plaintext; period long enough that no two chunks are the same. */
export const evidenceOf = (length: number): Buffer => {
  const bytes = Buffer.allocUnsafe(length);
  for (let index = 0; index < length; index++) bytes[index] = index * 31 + (index >> 8) * 7 + 11;
  return bytes;
};

export const partsOf = (bytes: Uint8Array, partSize: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / partSize) }, (_, index) =>
    Buffer.from(bytes.subarray(index * partSize, (index + 1) * partSize)),
  );

export const manifestOf = (bytes: Uint8Array, partSize: number): EvidenceManifest => ({
  sha256: sha256(bytes),
  size: bytes.length,
  partSize,
  parts: partsOf(bytes, partSize).map(sha256),
});

/** A profile with a keyring and as many vaults over it as a test wants to "restart". */
export const vaultWorkspace = async () => {
  const profile = await temporaryFolder();
  const folder = join(profile, 'evidence');
  const keys = deriveKeys(generateRootKey(randomBytes));
  const keyring = expectValue(await openKeyring({ profile, ringKey: keys.ringKey, random: randomBytes }));
  const openVault = (changes: { readonly fs?: FileSystem; readonly random?: RandomBytes } = {}): Vault => {
    const vault = createVault({ folder, keyring, nameKey: keys.nameKey, random: randomBytes, ...changes });
    onTestFinished(() => vault.close());
    return vault;
  };
  return { profile, folder, keyring, openVault };
};

export const flipBit = (bytes: Uint8Array, at: number, mask = 1): void => {
  const byte = bytes[at];
  if (byte === undefined) throw new RangeError(`byte ${at} of ${bytes.length}`);
  bytes[at] = byte ^ mask;
};

/** Puts a file into the vault in one go. */
export const store = async (vault: Vault, submissionId: string, bytes: Uint8Array, partSize = 2 * CHUNK) => {
  const manifest = manifestOf(bytes, partSize);
  const writer = expectValue(await vault.beginWrite({ submissionId, ...manifest }));
  for (const [index, part] of partsOf(bytes, partSize).entries()) {
    expectValue(await writer.writePart(index, part));
  }
  expectValue(await writer.finish());
  return { sha256: manifest.sha256, path: vault.pathOf(submissionId, manifest.sha256) };
};

/** The whole file through the vault, or the code of the problem that stopped it. */
export const readBack = async (
  vault: Vault,
  submissionId: string,
  hash: string,
): Promise<Buffer | string> => {
  const reader = await vault.open(submissionId, hash);
  if (!reader.ok) return reader.problem.code;
  const all = await reader.value.readAll(Number.MAX_SAFE_INTEGER);
  await reader.value.close();
  return all.ok ? Buffer.from(all.value) : all.problem.code;
};

export const collect = async (stream: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
};
