import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type AccountId, type DeviceId, deviceIdSchema } from '../../shared/domain/ids.ts';
import { type Problem, problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { listBackups, RESTORED_FILE } from '../database/backup-files.ts';
import { readAccount } from '../database/tables/device-account.ts';
import type { WorkspaceKeys } from '../keys/root-key.ts';
import { accountFolder } from './account-folders.ts';
import type { Connection } from './connection-file.ts';
import type { Desk } from './desk.ts';
import { keepDeviceFile } from './device-file.ts';
import { stopBrowserSignIn } from './stop-browser-sign-in.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** The id a device has for one sign-in name: the same at every try, and telling nobody the name. */
export const deviceIdFor = ({ nameKey }: WorkspaceKeys, account: string): DeviceId =>
  deviceIdSchema.parse(
    createHmac('sha256', nameKey).update(`assay/1/device\n${account}`).digest('hex').slice(0, 32),
  );

/** Opens an account's workspace without making anybody work in it yet. */
export const openAccountWorkspace = async (
  { deps, connection }: Desk,
  { hubId }: Pick<Connection, 'hubId'>,
  keys: WorkspaceKeys,
  accountId: AccountId,
  newDeviceId: DeviceId,
): Promise<Result<Workspace>> => {
  const { profileFolder, random } = deps.ports;
  const folder = accountFolder(profileFolder, hubId, accountId);
  const shredding = connection?.revoked.some(
    (one) => one.folder === basename(folder) && one.shreddedAt === null,
  );
  if (shredding) return fail(problem('device-revoked'));
  const lost = await lostDatabase(folder, profileFolder);
  if (lost !== null) return fail(lost);
  const opened = await openWorkspace({ folder, keys, random, newDeviceId, reserve: deps.reserve });
  return opened.ok ? opened : fail(await withWayOut(opened.problem, folder, profileFolder));
};

/** An empty one made in its place would be backed up each day, until the last backup with the work in it is gone. */
const lostDatabase = async (folder: string, profile: string): Promise<Problem | null> => {
  const [newest] = await listBackups(folder);
  const there = ['workspace.db', RESTORED_FILE].some((name) => existsSync(join(folder, name)));
  return newest === undefined || there ? null : problem('database-lost', { day: newest.day, profile });
};

/** A database that cannot be read: the newest backup there is, and what to do with it. */
const withWayOut = async (found: Problem, folder: string, profile: string): Promise<Problem> => {
  if (found.code !== 'database-damaged' && found.code !== 'database-key-wrong') return found;
  const [newest] = await listBackups(folder);
  return newest === undefined ? found : problem('database-damaged-restorable', { day: newest.day, profile });
};

/** Makes an open workspace the one that is worked in, and starts its syncing. Closes the one before. */
export const activate = async (desk: Desk, workspace: Workspace): Promise<Result<void>> => {
  const stored = readAccount(workspace.db);
  if (stored === undefined) throw new Error('a workspace without an account cannot be worked in');
  const left = await deactivate(desk);
  if (!left.ok) return left;
  if (desk.keys === null || desk.connection === null) {
    throw new Error('a workspace is open and there are no keys, or no hub');
  }
  const hub = desk.deps.hubOf(workspace, desk.connection);
  const sync = desk.deps.createSync(workspace, hub);
  const backups = desk.deps.createBackups(workspace.folder, desk.keys.databaseKey);
  const reserveWatch = desk.deps.createReserveWatch(workspace.ballast);
  desk.active = { ...workspace, account: stored.account, hub, sync, backups, reserveWatch };
  await rememberDevice(desk, workspace);
  sync.start();
  backups.start();
  reserveWatch.start();
  return ok(undefined);
};

/** So that the hub can be asked for this device's standing while the workspace is closed. */
export const rememberDevice = async (
  { deps, connection }: Desk,
  { db, deviceId, folder }: Workspace,
): Promise<void> => {
  const stored = readAccount(db);
  // A restored workspace has no secret until somebody signs in.
  if (stored === undefined || stored.deviceSecret === '' || connection === null) return;
  const { hubId } = connection;
  const proof = { hubId, accountId: stored.account.id, deviceId, secret: stored.deviceSecret };
  const kept = await keepDeviceFile(deps.fs, folder, proof);
  if (!kept.ok) deps.ports.log('warn', 'device.not-noted', { code: kept.problem.code });
};

/** Ends syncing, backups and a sign-in that waits for the browser, and closes the workspace that is worked in, if there is one. */
export const deactivate = async (desk: Desk): Promise<Result<void>> => {
  stopBrowserSignIn(desk);
  const { active } = desk;
  if (active === null) return ok(undefined);
  await Promise.all([active.sync.stop(), active.backups.stop(), active.reserveWatch.stop()]);
  desk.active = null;
  return active.close();
};

/** After unlocking: back to the reviewer who worked here last, without a network. Nobody: nothing to open. */
export const reopenLast = async (desk: Desk): Promise<Result<void>> => {
  const { connection, keys } = desk;
  if (connection === null || keys === null || connection.lastAccountId === null) return ok(undefined);
  const { lastAccountId } = connection;
  const opened = await openAccountWorkspace(
    desk,
    connection,
    keys,
    lastAccountId,
    deviceIdFor(keys, lastAccountId),
  );
  if (!opened.ok) return opened;
  if (readAccount(opened.value.db) !== undefined) return activate(desk, opened.value);
  // The folder was lost, and an empty workspace stands in its place. Signing in fills it again.
  return opened.value.close();
};
