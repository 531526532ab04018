import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../shared/lib/problem.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { errorCode } from '../keys/durable-file.ts';
import { openKeyEnvelope, unlockKinds } from '../keys/key-envelope.ts';
import { KEY_ENVELOPE_FILE } from '../keys/key-envelope-file.ts';
import type { Unlock } from '../keys/key-wraps.ts';
import { deriveKeys, type WorkspaceKeys } from '../keys/root-key.ts';
import { ACCOUNTS_FOLDER, accountsHaveCiphertext } from '../services/account-folders.ts';

/** What the person gave to open the profile with. Null: nothing. */
export type Secret = Extract<Unlock, { kind: 'passphrase' | 'recovery-code' }> | null;

/** Whether a folder is one that Assay keeps its work in. */
export const isProfile = async (folder: string): Promise<boolean> => {
  for (const name of ['connection.json', KEY_ENVELOPE_FILE, ACCOUNTS_FOLDER]) {
    if (await exists(join(folder, name))) return true;
  }
  return false;
};

export const exists = async (path: string): Promise<boolean> => {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return false;
    throw error;
  }
};

/**
 * The keys of a profile, by what the person gave, or by themselves for the sample program's. `secret-needed` names what
 * to give: the operating system's keystore speaks only to the program that it was given a key by.
 */
export const openProfileKeys = async (profile: string, secret: Secret): Promise<Result<WorkspaceKeys>> => {
  const place = { profile, ciphertextExists: () => accountsHaveCiphertext(profile) };
  const kinds = await unlockKinds(place);
  if (!kinds.ok) return fail(kinds.problem as Problem);
  const unlock: Unlock | null = kinds.value.includes('key-file') ? { kind: 'key-file' } : secret;
  if (unlock === null) return fail(problem('secret-needed', { how: flagsFor(kinds.value) }));
  const rootKey = await openKeyEnvelope({ ...place, unlock });
  if (!rootKey.ok) return fail(rootKey.problem as Problem);
  const keys = deriveKeys(rootKey.value);
  rootKey.value.fill(0);
  return ok(keys);
};

const flagsFor = (kinds: readonly string[]): string => {
  const flags: string[] = [];
  if (kinds.includes('passphrase')) flags.push('--passphrase-file FILE');
  if (kinds.includes('recovery-code')) flags.push('--recovery-code-file FILE');
  return flags.join(' or ');
};
