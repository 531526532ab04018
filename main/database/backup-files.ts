import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../keys/durable-file.ts';

export const BACKUPS_FOLDER = 'backups';
/** A restore keeps the database that it replaced here, in a folder for each. */
export const SET_ASIDE_FOLDER = 'set-aside';
/** A restore prepares the database under the first name. Under the second it is whole, and only has to be put in place. */
export const RESTORING_FILE = 'workspace.db.restoring';
export const RESTORED_FILE = 'workspace.db.restored';
/** How many days are kept. */
export const BACKUPS_KEPT = 7;

const NAME = /^workspace-(\d{4}-\d{2}-\d{2})\.db$/;

export const backupName = (day: string): string => `workspace-${day}.db`;

/** The day a backup is of (UTC, YYYY-MM-DD); undefined for other files. */
export const dayOfBackup = (name: string): string | undefined => NAME.exec(name)?.[1];

export type BackupFile = { readonly day: string; readonly file: string };

/** The backups of an account's folder, newest first; none when there never was one. */
export const listBackups = async (folder: string): Promise<readonly BackupFile[]> => {
  const backups = join(folder, BACKUPS_FOLDER);
  let names: string[];
  try {
    names = await readdir(backups);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
  return names
    .flatMap((name) => {
      const day = dayOfBackup(name);
      return day === undefined ? [] : [{ day, file: join(backups, name) }];
    })
    .sort((a, b) => (a.day < b.day ? 1 : -1));
};
