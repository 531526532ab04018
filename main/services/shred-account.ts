import { join } from 'node:path';
import type { Problem } from '../../shared/lib/problem.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { instantNow } from '../core/instant.ts';
import type { ReadableDb } from '../database/connection.ts';
import { outboxCounts } from '../database/tables/outbox.ts';
import { attempt, errorCode, type FileSystem, syncFolder } from '../keys/durable-file.ts';
import { KEY_ENVELOPE_FILE, SAMPLE_KEY_FILE } from '../keys/key-envelope-file.ts';
import { KEYRING_FILE } from '../keys/keyring-file.ts';
import { profileHasCiphertext } from '../keys/profile-ciphertext.ts';
import { ACCOUNTS_FOLDER, accountFolderNames } from './account-folders.ts';
import { deactivate } from './activate.ts';
import { type Connection, type RevokedAccount, writeConnection } from './connection-file.ts';
import { type Desk, type DeskDeps, publishApp } from './desk.ts';
import type { DeviceFile } from './device-file.ts';

/** What the hub has ordered: the folder of the account, what its device file says, and since when. */
export type ShredOrder = { readonly folder: string; readonly file: DeviceFile; readonly revokedAt: string };

/**
 * Shreds everything of one account on this computer, because the hub revoked the device. The order is written down first,
 * so that a crash anywhere is gone on with at the next start, without a network. Work that had not reached the hub goes
 * too (decision 13). Run it in turn with the other changes of where the workbench stands.
 */
export const shredAccount = async (desk: Desk, order: ShredOrder): Promise<void> => {
  const { connection, active, deps } = desk;
  if (connection === null || connection.revoked.some(({ folder }) => folder === order.folder)) return;
  const mine = active !== null && active.folder === folderOf(desk, order.folder);
  const entry: RevokedAccount = {
    folder: order.folder,
    accountId: order.file.accountId,
    deviceId: order.file.deviceId,
    ask: order.file.ask,
    receipt: order.file.shredded,
    revokedAt: order.revokedAt,
    shreddedAt: null,
    hubTold: false,
    notice: mine || active === null,
    unsent: mine ? unsentIn(active.db) : null,
  };
  const { lastAccountId } = connection;
  desk.connection = {
    ...connection,
    lastAccountId: lastAccountId === entry.accountId ? null : lastAccountId,
    revoked: [...connection.revoked, entry],
  };
  const marked = await save(desk);
  if (mine) await leaveWorkspace(desk);
  if (!marked.ok) {
    // A disk that is full does not keep it from going: evidence makes room for the mark.
    deps.ports.log('warn', 'revoked.not-marked', { code: marked.problem.code });
    await removeAll(deps.fs, [join(folderOf(desk, entry.folder), 'evidence')]);
    await save(desk);
  }
  await finishShredding(desk);
};

const unsentIn = (db: ReadableDb): number => {
  const { pending, sending, blocked } = outboxCounts(db);
  return pending + sending + blocked;
};

/** Goes on with what an order began, here or before a crash. What the disk refuses is tried again at the next look. */
export const finishShredding = async (desk: Desk): Promise<void> => {
  const { deps } = desk;
  desk.shredProblem = null;
  for (const { folder } of desk.connection?.revoked.filter(({ shreddedAt }) => shreddedAt === null) ?? []) {
    const done = await destroy(desk, folder);
    if (!done.ok) {
      desk.shredProblem = done.problem;
      deps.ports.log('error', 'revoked.not-shredded', { code: done.problem.code });
      continue;
    }
    changeEntry(desk, folder, { shreddedAt: instantNow(deps.ports.clock) });
    const noted = await save(desk);
    if (!noted.ok) deps.ports.log('warn', 'revoked.not-noted', { code: noted.problem.code });
  }
  publishApp(desk);
};

/** Changes what is known of a revoked account; one that the hub and the person have heard of is forgotten. */
export const changeEntry = (desk: Desk, folder: string, change: Partial<RevokedAccount>): void => {
  const { connection } = desk;
  if (connection === null) return;
  desk.connection = {
    ...connection,
    revoked: connection.revoked
      .map((one) => (one.folder === folder ? { ...one, ...change } : one))
      .filter(({ shreddedAt, hubTold, notice }) => shreddedAt === null || !hubTold || notice),
  };
};

export const save = async ({ deps, connection }: Desk): Promise<Result<void>> =>
  connection === null ? ok(undefined) : writeConnection(deps.ports.profileFolder, connection, deps.fs);

/**
 * Keys first: from then on nothing of it can be read. The profile's own key goes with the last account that it opens
 * something of. Then database, backups, evidence, and the folder with all that is left.
 */
const destroy = async (desk: Desk, name: string): Promise<Result<void, Problem>> => {
  const { fs, ports } = desk.deps;
  const profile = ports.profileFolder;
  const folder = folderOf(desk, name);
  return attempt('removing the account’s data', async () => {
    await removeAll(fs, withUnfinished(folder, [KEYRING_FILE]));
    await syncIfThere(fs, folder);
    if (!(await othersHaveCiphertext(fs, profile, name))) {
      await removeAll(fs, withUnfinished(profile, [KEY_ENVELOPE_FILE, SAMPLE_KEY_FILE]));
      await syncFolder(fs, profile);
      forgetKeys(desk);
    }
    await removeAll(
      fs,
      DATABASE_FILES.map((file) => join(folder, file)),
    );
    for (const part of ['backups', 'set-aside', 'evidence', '.']) await removeAll(fs, [join(folder, part)]);
    await syncIfThere(fs, join(profile, ACCOUNTS_FOLDER));
  });
};

const DATABASE_FILES = ['workspace.db', 'workspace.db-wal', 'workspace.db-shm', 'workspace.db.restored'];

const withUnfinished = (folder: string, names: readonly string[]): string[] =>
  names.flatMap((name) => [join(folder, name), join(folder, `${name}.new`)]);

const removeAll = async (fs: FileSystem, paths: readonly string[]): Promise<void> => {
  for (const path of paths) await fs.rm(path, { recursive: true, force: true });
};

const syncIfThere = async (fs: FileSystem, folder: string): Promise<void> => {
  try {
    await syncFolder(fs, folder);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
};

const othersHaveCiphertext = async (fs: FileSystem, profile: string, name: string): Promise<boolean> => {
  const accounts = join(profile, ACCOUNTS_FOLDER);
  for (const other of await accountFolderNames(profile, fs)) {
    if (other !== name && (await profileHasCiphertext(join(accounts, other), { fs }))) return true;
  }
  return false;
};

const forgetKeys = (desk: Desk): void => {
  for (const key of Object.values(desk.keys ?? {})) key.fill(0);
  desk.keys = null;
};

const leaveWorkspace = async (desk: Desk): Promise<void> => {
  const left = await deactivate(desk);
  if (!left.ok) desk.deps.ports.log('warn', 'revoked.not-closed-cleanly', { code: left.problem.code });
};

const folderOf = ({ deps }: Desk, name: string): string =>
  join(deps.ports.profileFolder, ACCOUNTS_FOLDER, name);

/** Tells the hub that an account is shredded here. False: it could not be told. */
export const tellHub = async (
  { hub }: DeskDeps,
  { url }: Connection,
  { accountId, deviceId, ask, receipt: shredded }: RevokedAccount,
): Promise<boolean> => {
  const answer = await hub.askStanding(url, { accountId, deviceId, ask, shredded });
  if (!answer.ok) return false;
  // A hub restored from before its order does not know of it any more: nobody waits for the receipt there.
  return answer.value.standing === 'registered' || answer.value.shreddedAt !== null;
};
