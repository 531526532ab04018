import type { Account } from '../../shared/domain/account.ts';
import { type DeviceId, deviceIdSchema } from '../../shared/domain/ids.ts';
import type { Session, SignInRequest } from '../../shared/hub-api/session.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { thisDevice } from '../core/this-device.ts';
import { inTransaction } from '../database/open.ts';
import { type BrowserIdentity, putBrowserIdentity, putSession } from '../database/tables/device-account.ts';
import type { WorkspaceKeys } from '../keys/root-key.ts';
import { activate, deactivate, openAccountWorkspace, rememberDevice } from './activate.ts';
import { type Connection, writeConnection } from './connection-file.ts';
import { goOnAsNewDevice, isCopy } from './copied-workspace.ts';
import { type ActiveWorkspace, type Desk, publishApp } from './desk.ts';
import type { Workspace } from './workspace.ts';

/** A way to sign in: what the hub is asked, however often that is. */
export type SignInWay = {
  /** The device that most likely works for this person here. */
  readonly askedAs: DeviceId;
  readonly ask: (device: SignInRequest['device']) => Promise<Result<Session>>;
  /** How the session is renewed without the person; null after a password. */
  readonly identity: BrowserIdentity | null;
};

type Granted = { readonly connection: Connection; readonly way: SignInWay; readonly session: Session };

/**
 * Gets a session from the hub and opens that account's own workspace. The account that works here already only gets a
 * fresh session. `hub-changed` when the address answers as another hub than the workspace belongs to.
 */
export const admit = async (desk: Desk, way: SignInWay): Promise<Result<Account>> => {
  const { connection, keys, active } = desk;
  if (connection === null) return fail(problem('not-connected'));
  if (keys === null) return fail(problem('vault-locked'));
  const session = await askHub(desk, connection, way, way.askedAs);
  if (!session.ok) return session;
  const granted: Granted = { connection, way, session: session.value };
  const same = active !== null && active.account.id === session.value.account.id;
  const done =
    same && !isCopy(active) ? await renew(desk, active, granted) : await enter(desk, keys, granted, same);
  if (!done.ok) return done;
  publishApp(desk);
  return ok(session.value.account);
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

/**
 * Another account (or the first): its own workspace is opened before the one before is left. `anew`: it is the very one
 * that is open, to be opened as another device.
 */
const enter = async (
  desk: Desk,
  keys: WorkspaceKeys,
  granted: Granted,
  anew: boolean,
): Promise<Result<void>> => {
  const { connection, session } = granted;
  const left = anew ? await deactivate(desk) : ok(undefined);
  if (!left.ok) return left;
  const opened = await openAsOneDevice(desk, keys, granted);
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

/** The account's workspace. One that was copied gets a device id of its own first. */
const openAsOneDevice = async (
  desk: Desk,
  keys: WorkspaceKeys,
  { connection, session, way }: Granted,
): Promise<Result<Workspace>> => {
  const open = () => openAccountWorkspace(desk, connection, keys, session.account.id, way.askedAs);
  const opened = await open();
  if (!opened.ok || !isCopy(opened.value)) return opened;
  const ownId = deviceIdSchema.parse(Buffer.from(desk.deps.ports.random(16)).toString('hex'));
  const forked = goOnAsNewDevice(opened.value, ownId);
  const closed = await opened.value.close();
  if (!forked.ok) return forked;
  return closed.ok ? open() : closed;
};

/** A session speaks for one device: a workspace whose device is another than the one asked with gets its own. */
const storeSession = async (
  desk: Desk,
  { db, deviceId }: Workspace,
  { connection, way, session }: Granted,
): Promise<Result<Session>> => {
  const own = deviceId === way.askedAs ? ok(session) : await askHub(desk, connection, way, deviceId);
  if (!own.ok) return own;
  return inTransaction(db, (writable) => {
    putSession(writable, own.value);
    putBrowserIdentity(writable, way.identity);
    return own;
  });
};

const askHub = async (
  { deps, standing }: Desk,
  { url, hubId }: Connection,
  { ask }: SignInWay,
  id: DeviceId,
): Promise<Result<Session>> => {
  const session = await ask({ id, ...thisDevice(deps.ports) });
  if (!session.ok && session.problem.code === 'device-revoked') standing.check();
  if (session.ok && session.value.hubId !== hubId) return fail(problem('hub-changed', { url }));
  return session;
};

export const remember = async (desk: Desk, connection: Connection): Promise<Result<void>> => {
  const written = await writeConnection(desk.deps.ports.profileFolder, connection);
  if (written.ok) desk.connection = connection;
  return written;
};
