import { readFile } from 'node:fs/promises';
import type { Secret } from '../upkeep/open-profile.ts';
import { UsageError } from './output.ts';

/** How the commands on a profile are told what opens it. Files, so that no secret stands in a list of processes. */
export const secretFlags = {
  'passphrase-file': { type: 'string' },
  'recovery-code-file': { type: 'string' },
} as const;

type SecretValues = {
  readonly 'passphrase-file'?: string | undefined;
  readonly 'recovery-code-file'?: string | undefined;
};

export const readSecret = async (values: SecretValues): Promise<Secret> => {
  const { 'passphrase-file': passphraseFile, 'recovery-code-file': codeFile } = values;
  if (passphraseFile !== undefined && codeFile !== undefined) {
    throw new UsageError('Give the passphrase or the recovery code, not both.');
  }
  if (passphraseFile !== undefined) {
    return { kind: 'passphrase', passphrase: (await readText(passphraseFile)).trimEnd() };
  }
  return codeFile === undefined ? null : { kind: 'recovery-code', code: await readText(codeFile) };
};

const readText = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read.`);
  }
};
