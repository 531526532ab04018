import { join } from 'node:path';
import type { AccountId } from '../../shared/domain/ids.ts';
import { sha256Hex } from '../core/sha256.ts';
import { errorCode, type FileSystem, nodeFileSystem } from '../keys/durable-file.ts';
import { profileHasCiphertext } from '../keys/profile-ciphertext.ts';

export const ACCOUNTS_FOLDER = 'accounts';

/** Each account of a hub has a workspace of its own; the folder's name says nothing about whose it is. */
export const accountFolder = (profileFolder: string, hubId: string, accountId: AccountId): string =>
  join(profileFolder, ACCOUNTS_FOLDER, sha256Hex(JSON.stringify([hubId, accountId])).slice(0, 32));

/** The folders of the accounts that have worked in this profile. */
export const accountFolderNames = async (
  profileFolder: string,
  fs: Pick<FileSystem, 'readdir'> = nodeFileSystem,
): Promise<string[]> => {
  try {
    return await fs.readdir(join(profileFolder, ACCOUNTS_FOLDER));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
};

/** Whether any account's folder holds something that only this profile's key can read. */
export const accountsHaveCiphertext = async (profileFolder: string): Promise<boolean> => {
  const folder = join(profileFolder, ACCOUNTS_FOLDER);
  for (const name of await accountFolderNames(profileFolder))
    if (await profileHasCiphertext(join(folder, name))) return true;
  return false;
};
