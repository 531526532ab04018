import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { defaultSettings } from '../../shared/workbench-api/app-state.ts';
import type { CommandInput } from '../../shared/workbench-api/commands.ts';
import { readSettings } from '../database/tables/settings.ts';
import { addWrap, openKeyEnvelope } from '../keys/key-envelope.ts';
import type { Unlock } from '../keys/key-wraps.ts';
import { deriveKeys, type RootKey } from '../keys/root-key.ts';
import { accountsHaveCiphertext } from './account-folders.ts';
import { deactivate, reopenLast } from './activate.ts';
import type { Connection } from './connection-file.ts';
import { type Desk, publishApp } from './desk.ts';

/** Opens the workspace with what the person typed, and goes back to the reviewer who worked here last. */
export const unlockVault = async (desk: Desk, input: CommandInput<'vault.unlock'>): Promise<Result<void>> => {
  if (desk.connection === null) return fail(problem('not-connected'));
  if (desk.keys !== null) return ok(undefined);
  const unlock = wayOf(desk, desk.connection, input);
  if (unlock === null) return fail(problem('keystore-unavailable', { keystore: 'This host' }));
  const opened = await openKeys(desk, unlock);
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

/** After how long without work the workspace is locked; null while it is, or where no passphrase could open it again. */
export const lockLimit = ({ connection, keys, active }: Desk): number | null => {
  if (keys === null || connection?.protection !== 'passphrase') return null;
  const { lockAfterMinutes } = active === null ? defaultSettings : readSettings(active.db);
  return lockAfterMinutes * 60_000;
};

/** Forgets the keys. Only where a passphrase can bring them back. */
export const lockVault = async (desk: Desk): Promise<Result<void>> => {
  if (desk.connection === null) return fail(problem('not-connected'));
  if (desk.connection.protection !== 'passphrase') return fail(problem('lock-not-set-up'));
  if (desk.keys === null) return ok(undefined);
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
  desk.autoLock.unlocked();
  const reopened = await reopenLast(desk);
  if (reopened.ok && unlock.kind === 'recovery-code') await giveKeystoreAgain(desk, rootKey.value);
  rootKey.value.fill(0);
  if (!reopened.ok) desk.keys = null;
  return reopened;
};

/**
 * The keystore that was to open the workspace has lost the key, or is another one now: it gets the same key once more. Where
 * that fails the recovery code goes on being the way in.
 */
const giveKeystoreAgain = async ({ deps, connection }: Desk, rootKey: RootKey): Promise<void> => {
  const { profileFolder: profile, osKeystore: keystore, random, log } = deps.ports;
  if (connection?.protection !== 'os-keystore' || keystore === null) return;
  const given = await addWrap({ profile, rootKey, wrap: { kind: 'os-keystore', keystore }, random });
  if (!given.ok) log('warn', 'keystore.not-given-again', { code: given.problem.code });
};

/** How the person asks to open it. Null: by a keystore that this host does not have. */
const wayOf = (
  { deps }: Desk,
  { protection }: Connection,
  input: CommandInput<'vault.unlock'>,
): Unlock | null => {
  const { osKeystore: keystore } = deps.ports;
  if (protection === 'sample-key-file') return { kind: 'key-file' };
  if (input.with === 'passphrase') return { kind: 'passphrase', passphrase: input.passphrase };
  if (input.with === 'recovery-code') return { kind: 'recovery-code', code: input.recoveryCode };
  return keystore === null ? null : { kind: 'os-keystore', keystore };
};

const unlockByItself = ({ deps }: Desk, { protection }: Connection): Unlock | null => {
  const { osKeystore } = deps.ports;
  if (protection === 'sample-key-file') return { kind: 'key-file' };
  return protection === 'os-keystore' && osKeystore !== null
    ? { kind: 'os-keystore', keystore: osKeystore }
    : null;
};
