import { join } from 'node:path';
import { errorCode, type FileSystem, nodeFileSystem } from './durable-file.ts';

const FILES = ['workspace.db', 'workspace.db-wal', 'workspace.db.restored', 'keyring.json'];
const FOLDERS = ['evidence', 'backups', 'set-aside'];

/**
 * Whether a profile folder holds anything that only its key can read: the database, the keyring, evidence, backups.
 * While it does, a missing key must never be replaced by a new one. `except` leaves out the file whose own absence or
 * creation is being decided. Throws when the folder cannot be read: not knowing counts as "do not create keys".
 */
export const profileHasCiphertext = async (
  profile: string,
  { except, fs = nodeFileSystem }: { readonly except?: string; readonly fs?: FileSystem } = {},
): Promise<boolean> => {
  for (const name of FILES) {
    if (name !== except && (await exists(fs, join(profile, name)))) return true;
  }
  for (const name of FOLDERS) {
    if (await holdsFiles(fs, join(profile, name))) return true;
  }
  return false;
};

const exists = async (fs: FileSystem, path: string): Promise<boolean> => {
  try {
    await fs.stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
};

/** Empty folders hold nothing, at any depth. */
const holdsFiles = async (fs: FileSystem, folder: string): Promise<boolean> => {
  let names: string[];
  try {
    names = await fs.readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
  for (const name of names) {
    const path = join(folder, name);
    if (!(await fs.stat(path)).isDirectory() || (await holdsFiles(fs, path))) return true;
  }
  return false;
};
