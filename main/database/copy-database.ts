import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { errorCode } from '../keys/durable-file.ts';

/** A copy of a database, with what its log still held. Encrypted as the original. */
export type DatabaseCopy = { readonly file: string; remove(): Promise<void> };

/**
 * Copies a closed database with its write-ahead log into a folder of its own among the system's temporary files: opening a
 * database, even for reading, writes files beside it. Throws what the file system throws.
 */
export const copyDatabase = async (file: string): Promise<DatabaseCopy> => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-check-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, basename(file));
    await copyFile(file, copy);
    await copyIfPresent(`${file}-wal`, `${copy}-wal`);
    return { file: copy, remove };
  } catch (error) {
    await remove();
    throw error;
  }
};

const copyIfPresent = async (from: string, to: string): Promise<void> => {
  try {
    await copyFile(from, to);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
};
