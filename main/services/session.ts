import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { CommandInput } from '../../shared/workbench-api/commands.ts';
import { inTransaction } from '../database/open.ts';
import { clearToken, readAccount, readBrowserIdentity } from '../database/tables/device-account.ts';
import { deactivate, deviceIdFor } from './activate.ts';
import { admit, remember } from './admit.ts';
import { activeWorkspace, type Desk, publishApp } from './desk.ts';
import { stopBrowserSignIn } from './stop-browser-sign-in.ts';

/** Signs in at the hub by password, where the hub takes one. */
export const signIn = async (
  desk: Desk,
  { account, password }: CommandInput<'session.signIn'>,
): Promise<Result<void>> => {
  const { connection, keys, active, deps } = desk;
  if (connection === null) return fail(problem('not-connected'));
  if (keys === null) return fail(problem('vault-locked'));
  const { url } = connection;
  const known = active?.account.account === account ? active.deviceId : undefined;
  const admitted = await admit(desk, {
    askedAs: known ?? deviceIdFor(keys, account),
    ask: (device) => deps.hub.signIn({ url, account, password, device }),
    identity: null,
  });
  if (!admitted.ok) return admitted;
  stopBrowserSignIn(desk);
  return ok(undefined);
};

/** Ends the session. Drafts and unsent work stay; signing in again brings them back. */
export const signOut = async (desk: Desk): Promise<Result<void>> => {
  const workspace = activeWorkspace(desk);
  if (!workspace.ok) return workspace;
  const { db } = workspace.value;
  const { connection } = desk;
  const token = readAccount(db)?.token ?? null;
  const identity = readBrowserIdentity(db);
  const cleared = inTransaction(db, (writable) => ok(clearToken(writable)));
  if (!cleared.ok) return cleared;
  if (connection !== null) {
    const forgotten = await remember(desk, { ...connection, lastAccountId: null });
    if (!forgotten.ok) return forgotten;
  }
  const closed = await deactivate(desk);
  publishApp(desk);
  if (connection !== null) await endElsewhere(desk, connection.url, token, identity);
  return closed;
};

/** The hub and the provider end it too if they can be reached; without a network it is gone from here anyway. */
const endElsewhere = async (
  { deps }: Desk,
  url: string,
  token: string | null,
  identity: ReturnType<typeof readBrowserIdentity>,
): Promise<void> => {
  const [hub, provider] = await Promise.all([
    token === null ? ok(undefined) : deps.hub.signOut(url, token),
    identity === undefined ? ok(undefined) : deps.identity.end(identity, url),
  ]);
  if (!hub.ok) deps.ports.log('info', 'session.not-ended-at-hub', { code: hub.problem.code });
  if (!provider.ok) deps.ports.log('info', 'session.not-ended-at-provider', { code: provider.problem.code });
};
