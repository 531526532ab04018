import type { DeviceId } from '../../shared/domain/ids.ts';
import type { Session } from '../../shared/hub-api/session.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { CommandInput } from '../../shared/workbench-api/commands.ts';
import { inTransaction } from '../database/open.ts';
import { clearToken, putSession, readAccount } from '../database/tables/device-account.ts';
import type { WorkspaceKeys } from '../keys/root-key.ts';
import { activate, deactivate, deviceIdFor, openAccountWorkspace, rememberDevice } from './activate.ts';
import { type Connection, writeConnection } from './connection-file.ts';
import { type ActiveWorkspace, activeWorkspace, type Desk, publishApp } from './desk.ts';
import type { Workspace } from './workspace.ts';

type Credentials = CommandInput<'session.signIn'>;

/** A session the hub has granted, with what it was asked. */
type Granted = {
  readonly connection: Connection;
  readonly credentials: Credentials;
  readonly askedAs: DeviceId;
  readonly session: Session;
};

/**
 * Signs in at the hub and opens that account's own workspace. The account that works here already only gets a fresh
 * session. `hub-changed` when the address answers as another hub than the workspace belongs to.
 */
export const signIn = async (desk: Desk, credentials: Credentials): Promise<Result<void>> => {
  const { connection, keys, active } = desk;
  if (connection === null) return fail(problem('not-connected'));
  if (keys === null) return fail(problem('vault-locked'));
  const known = active?.account.account === credentials.account ? active.deviceId : undefined;
  const askedAs = known ?? deviceIdFor(keys, credentials.account);
  const session = await askHub(desk, connection, credentials, askedAs);
  if (!session.ok) return session;
  const granted: Granted = { connection, credentials, askedAs, session: session.value };
  const same = active !== null && active.account.id === session.value.account.id;
  const done = same ? await renew(desk, active, granted) : await enter(desk, keys, granted);
  if (done.ok) publishApp(desk);
  return done;
};

/** Ends the session. Drafts and unsent work stay; signing in again brings them back. */
export const signOut = async (desk: Desk): Promise<Result<void>> => {
  const workspace = activeWorkspace(desk);
  if (!workspace.ok) return workspace;
  const { db } = workspace.value;
  const { connection, deps } = desk;
  const token = readAccount(db)?.token ?? null;
  const cleared = inTransaction(db, (writable) => ok(clearToken(writable)));
  if (!cleared.ok) return cleared;
  if (connection !== null) {
    const forgotten = await remember(desk, { ...connection, lastAccountId: null });
    if (!forgotten.ok) return forgotten;
  }
  const closed = await deactivate(desk);
  publishApp(desk);
  if (connection !== null && token !== null) {
    // The hub ends the session too if it can be reached; without a network the token is gone from here anyway.
    const told = await deps.hub.signOut(connection.url, token);
    if (!told.ok) deps.ports.log('info', 'session.not-ended-at-hub', { code: told.problem.code });
  }
  return closed;
};

/** Same account, same workspace: a new token. */
const renew = async (desk: Desk, active: ActiveWorkspace, granted: Granted): Promise<Result<void>> => {
  const session = await storeSession(desk, active, granted);
  if (!session.ok) return session;
  desk.active = { ...active, account: session.value.account };
  await rememberDevice(desk, active);
  active.sync.wake();
  return ok(undefined);
};

/** Another account (or the first): its own workspace is opened before the one before is left. */
const enter = async (desk: Desk, keys: WorkspaceKeys, granted: Granted): Promise<Result<void>> => {
  const { connection, session, askedAs } = granted;
  const opened = await openAccountWorkspace(desk, connection, keys, session.account.id, askedAs);
  if (!opened.ok) return opened;
  const workspace = opened.value;
  const stored = await storeSession(desk, workspace, granted);
  const remembered = stored.ok
    ? await remember(desk, { ...connection, lastAccountId: session.account.id })
    : stored;
  if (remembered.ok) return activate(desk, workspace);
  await workspace.close();
  return remembered;
};

/** A session speaks for one device: a workspace whose device is another than the one asked with gets its own. */
const storeSession = async (
  desk: Desk,
  { db, deviceId }: Workspace,
  { connection, credentials, askedAs, session }: Granted,
): Promise<Result<Session>> => {
  const own = deviceId === askedAs ? ok(session) : await askHub(desk, connection, credentials, deviceId);
  if (!own.ok) return own;
  return inTransaction(db, (writable) => {
    putSession(writable, own.value);
    return own;
  });
};

const askHub = async (
  { deps, standing }: Desk,
  { url, hubId }: Connection,
  { account, password }: Credentials,
  deviceId: string,
): Promise<Result<Session>> => {
  const { deviceName, platform } = deps.ports;
  const device = {
    id: deviceId,
    name: deviceName.slice(0, 120) || 'computer',
    platform: platform.slice(0, 60),
  };
  const session = await deps.hub.signIn({ url, account, password, device });
  if (!session.ok && session.problem.code === 'device-revoked') standing.check();
  if (session.ok && session.value.hubId !== hubId) return fail(problem('hub-changed', { url }));
  return session;
};

const remember = async (desk: Desk, connection: Connection): Promise<Result<void>> => {
  const written = await writeConnection(desk.deps.ports.profileFolder, connection);
  if (written.ok) desk.connection = connection;
  return written;
};
