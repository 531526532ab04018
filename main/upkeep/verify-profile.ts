import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../shared/lib/problem.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { RandomBytes } from '../core/ports.ts';
import { lockProfileForReading } from '../database/profile-lock.ts';
import { KEY_ENVELOPE_FILE } from '../keys/key-envelope-file.ts';
import { ACCOUNTS_FOLDER, accountsHaveCiphertext } from '../services/account-folders.ts';
import { readConnection } from '../services/connection-file.ts';
import { type Finding, levelOf } from './findings.ts';
import { exists, isProfile, openProfileKeys, type Secret } from './open-profile.ts';
import { type Checked, nothingChecked, verifyWorkspace } from './verify-workspace.ts';

export type Verification = {
  readonly faults: readonly Finding[];
  readonly notes: readonly Finding[];
  readonly checked: Checked;
  /** Why the workspaces could not be looked into; null when they were. */
  readonly unopened: Problem | null;
};

export type VerifyOptions = {
  readonly profile: string;
  readonly secret: Secret;
  readonly random: RandomBytes;
  /** Told before each workspace and kind of check. */
  readonly onStep?: (step: string) => void;
};

/**
 * Checks everything in a profile: keys, databases, logs, reviews, evidence, backups. Opens nothing there for writing; the
 * database is read from a copy in the system's folder for temporary files, encrypted as it is. Fails when it could not
 * look at all: no profile, the program runs.
 */
export const verifyProfile = async (options: VerifyOptions): Promise<Result<Verification>> => {
  const { profile } = options;
  if (!(await isProfile(profile))) return fail(problem('no-profile-here', { folder: profile }));
  const lock = lockProfileForReading(profile);
  if (!lock.ok) return lock;
  try {
    return ok(await verifyLocked(options));
  } finally {
    lock.value.release();
  }
};

const verifyLocked = async ({ profile, secret, random, onStep = () => {} }: VerifyOptions) => {
  const findings: Finding[] = [...(await connectionFaults(profile))];
  const keys = await openProfileKeys(profile, secret);
  if (!keys.ok) {
    const known = keyFault(keys.problem);
    return concluded(known === null ? findings : [...findings, known], nothingChecked, keys.problem);
  }
  let checked = nothingChecked;
  try {
    for (const name of await accountNames(profile)) {
      const folder = join(profile, ACCOUNTS_FOLDER, name);
      const one = await verifyWorkspace({ profile, folder, keys: keys.value, random, onStep });
      findings.push(...one.findings);
      checked = sum(checked, one.checked);
    }
  } finally {
    for (const key of Object.values(keys.value)) key.fill(0);
  }
  return concluded(findings, checked, null);
};

const concluded = (
  findings: readonly Finding[],
  checked: Checked,
  unopened: Problem | null,
): Verification => ({
  faults: findings.filter((finding) => levelOf(finding) === 'fault'),
  notes: findings.filter((finding) => levelOf(finding) === 'note'),
  checked,
  unopened,
});

const connectionFaults = async (profile: string): Promise<Finding[]> => {
  const connection = await readConnection(profile);
  if (!connection.ok) return [{ code: 'connection-damaged', place: 'connection.json' }];
  const needed = connection.value === null && (await accountsHaveCiphertext(profile));
  return needed ? [{ code: 'connection-missing', place: 'connection.json' }] : [];
};

/** What is wrong with the profile's own key files; null where only the secret was not the right one. */
const keyFault = ({ code, params = {} }: Problem): Finding | null => {
  if (code === 'key-missing') return { code: 'key-missing', place: KEY_ENVELOPE_FILE };
  if (code !== 'key-file-damaged') return null;
  const file = String(params.file ?? KEY_ENVELOPE_FILE);
  return { code: 'key-file-damaged', place: file, params: { file } };
};

const accountNames = async (profile: string): Promise<string[]> =>
  (await exists(join(profile, ACCOUNTS_FOLDER)))
    ? (await readdir(join(profile, ACCOUNTS_FOLDER))).sort()
    : [];

const sum = (a: Checked, b: Checked): Checked => ({
  workspaces: a.workspaces + b.workspaces,
  events: a.events + b.events,
  registers: a.registers + b.registers,
  keys: a.keys + b.keys,
  files: a.files + b.files,
  bytes: a.bytes + b.bytes,
  backups: a.backups + b.backups,
});
