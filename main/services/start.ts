import type { ProblemCode } from '../../shared/lib/problem.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { readConnection } from './connection-file.ts';
import type { Desk } from './desk.ts';
import { deleteSample, resumeSample } from './setup.ts';
import { finishShredding } from './shred-account.ts';
import { unlockAtStart } from './unlock.ts';

/** The person can still unlock the workspace: it starts locked, and asking again names the reason. */
const stillToUnlock: ReadonlySet<ProblemCode> = new Set([
  'wrong-passphrase',
  'unlock-not-set-up',
  'keystore-unavailable',
  'keystore-refused',
]);

/**
 * Goes back to where the last run ended. Without a network too: a sample hub that does not start, or a sign-in that has
 * run out, keeps nobody from working. A workspace that cannot be read is the problem of this start.
 */
export const startDesk = async (desk: Desk): Promise<Result<void>> => {
  const { profileFolder, log } = desk.deps.ports;
  const found = await readConnection(profileFolder);
  if (!found.ok) return found;
  if (found.value?.leaving) return deleteSample(profileFolder, found.value);
  desk.connection = found.value;
  if (desk.connection === null) return ok(undefined);
  if (desk.connection.kind === 'sample') {
    const resumed = await resumeSample(desk, desk.connection);
    if (!resumed.ok) log('warn', 'sample-hub.not-started', { code: resumed.problem.code });
  }
  if (desk.connection.revoked.length > 0) {
    await finishShredding(desk);
    // What happened is told first; going on from there unlocks what is left.
    if (desk.connection.revoked.some(({ notice }) => notice)) return ok(undefined);
  }
  const unlocked = await unlockAtStart(desk, desk.connection);
  if (unlocked.ok || !stillToUnlock.has(unlocked.problem.code)) return unlocked;
  log('warn', 'vault.not-unlocked', { code: unlocked.problem.code });
  return ok(undefined);
};
