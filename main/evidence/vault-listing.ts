import { join, relative } from 'node:path';
import { errorCode, type FileSystem } from '../keys/durable-file.ts';
import { STORED, UNFINISHED } from './vault-names.ts';

/** A file under the vault's folder. Whose it is, only a comparison with the names of known evidence can tell. */
export type VaultFile = {
  readonly path: string;
  /** Bytes; for an unfinished file the end reached so far, holes counted. */
  readonly bytes: number;
  readonly kind: 'stored' | 'unfinished' | 'unknown';
};

/** Every file under `folder`, sorted by path; none when the folder is not there. Throws what the file system throws. */
export const listVaultFiles = async (fs: FileSystem, folder: string): Promise<readonly VaultFile[]> => {
  const found: VaultFile[] = [];
  const visit = async (path: string): Promise<void> => {
    for (const name of await namesIn(fs, path)) {
      const child = join(path, name);
      const stat = await statIfPresent(fs, child);
      if (stat === undefined) continue;
      if (stat.isDirectory()) await visit(child);
      else found.push({ path: child, bytes: stat.size, kind: kindOf(name) });
    }
  };
  await visit(folder);
  return found.sort((a, b) => (relative(folder, a.path) < relative(folder, b.path) ? -1 : 1));
};

const kindOf = (name: string): VaultFile['kind'] => {
  if (name.endsWith(UNFINISHED)) return 'unfinished';
  return name.endsWith(STORED) ? 'stored' : 'unknown';
};

/** Files may go while the list is made: a download that finishes, a submission that is erased. */
const namesIn = async (fs: FileSystem, path: string): Promise<string[]> => {
  try {
    return await fs.readdir(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
};

export const statIfPresent = async (
  fs: FileSystem,
  path: string,
): Promise<{ readonly size: number; isDirectory(): boolean } | undefined> => {
  try {
    return await fs.stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
};
