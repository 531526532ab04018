import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { NameKey } from '../keys/root-key.ts';
import { isSha256 } from './evidence-manifest.ts';

export const STORED = '.mcev';
/** A download that is not finished: same format, holes where parts are missing. */
export const UNFINISHED = '.mcev.part';

/**
 * Where evidence lies: a folder per submission (keys are per submission, and erasing one removes one folder), in it a
 * file per SHA-256. Both names are HMACs: the disk tells neither which submission nor which file, and no name from
 * outside ever becomes a path.
 */
export type VaultNames = {
  folderOf(submissionId: string): string;
  storedPath(submissionId: string, sha256: string): string;
  unfinishedPath(submissionId: string, sha256: string): string;
};

/** So many names are remembered: the same few files are looked for again and again. */
const mostKnown = 1024;

export const createVaultNames = (folder: string, nameKey: NameKey): VaultNames => {
  const known = new Map<string, string>();
  const hmac = (name: string, data: string | Uint8Array): string => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const made = createHmac('sha256', nameKey).update(data).digest('hex');
    if (known.size >= mostKnown) known.clear();
    known.set(name, made);
    return made;
  };
  const folderOf = (submissionId: string) => {
    const name = `submission:${submissionId}`;
    return join(folder, hmac(name, name));
  };
  const fileOf = (sha256: string) => {
    if (!isSha256(sha256)) throw new RangeError('a SHA-256 is 64 lower-case hexadecimal digits');
    return hmac(sha256, Buffer.from(sha256, 'hex'));
  };
  return {
    folderOf,
    storedPath: (submissionId, sha256) => join(folderOf(submissionId), fileOf(sha256) + STORED),
    unfinishedPath: (submissionId, sha256) => join(folderOf(submissionId), fileOf(sha256) + UNFINISHED),
  };
};
