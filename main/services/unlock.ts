import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { CommandInput } from '../../shared/workbench-api/commands.ts';
import { openKeyEnvelope } from '../keys/key-envelope.ts';
import type { Unlock } from '../keys/key-wraps.ts';
import { deriveKeys } from '../keys/root-key.ts';
import { accountsHaveCiphertext } from './account-folders.ts';
import { deactivate, reopenLast } from './activate.ts';
import type { Connection } from './connection-file.ts';
import { type Desk, publishApp } from './desk.ts';

/** Opens the workspace with what the person typed, and goes back to the reviewer who worked here last. */
export const unlockVault = async (desk: Desk, input: CommandInput<'vault.unlock'>): Promise<Result<void>> => {
  if (desk.connection === null) return fail(problem('not-connected'));
  if (desk.keys !== null) return ok(undefined);
  const byItself = unlockByItself(desk, desk.connection);
  const typed: Unlock =
    input.with === 'passphrase'
      ? { kind: 'passphrase', passphrase: input.passphrase }
      : { kind: 'recovery-code', code: input.recoveryCode };
  const opened = await openKeys(desk, byItself ?? typed);
  if (!opened.ok) return opened;
  publishApp(desk);
  return opened;
};

/** At start: what opens without asking anybody, or with the passphrase that was given to the program. */
export const unlockAtStart = async (desk: Desk, connection: Connection): Promise<Result<void>> => {
  const { passphrase } = desk.deps.ports;
  const unlock =
    unlockByItself(desk, connection) ??
    (passphrase === null ? null : ({ kind: 'passphrase', passphrase } as const));
  return unlock === null ? ok(undefined) : openKeys(desk, unlock);
};

/** Forgets the keys. Only where a passphrase can bring them back. */
export const lockVault = async (desk: Desk): Promise<Result<void>> => {
  if (desk.connection === null) return fail(problem('not-connected'));
  if (desk.connection.protection !== 'passphrase') return fail(problem('lock-not-set-up'));
  const closed = await deactivate(desk);
  if (!closed.ok) return closed;
  const { keys } = desk;
  desk.keys = null;
  for (const key of Object.values(keys ?? {})) key.fill(0);
  publishApp(desk);
  return ok(undefined);
};

/** Keys stay only when the workspace they open could be opened too: a damaged one is reported at every try. */
const openKeys = async (desk: Desk, unlock: Unlock): Promise<Result<void>> => {
  const { profileFolder: profile } = desk.deps.ports;
  const rootKey = await openKeyEnvelope({
    profile,
    unlock,
    ciphertextExists: () => accountsHaveCiphertext(profile),
  });
  if (!rootKey.ok) return rootKey;
  desk.keys = deriveKeys(rootKey.value);
  rootKey.value.fill(0);
  const reopened = await reopenLast(desk);
  if (!reopened.ok) desk.keys = null;
  return reopened;
};

const unlockByItself = ({ deps }: Desk, { protection }: Connection): Unlock | null => {
  const { osKeystore } = deps.ports;
  if (protection === 'sample-key-file') return { kind: 'key-file' };
  return protection === 'os-keystore' && osKeystore !== null
    ? { kind: 'os-keystore', keystore: osKeystore }
    : null;
};
