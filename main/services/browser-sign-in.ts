import { accountIdSchema, type DeviceId } from '../../shared/domain/ids.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { readBrowserIdentity } from '../database/tables/device-account.ts';
import type { Granted, SignInOutcome } from '../identity/browser-sign-in.ts';
import { keptIdentity } from '../identity/kept-identity.ts';
import type { IdentityPlace } from '../identity/provider-client.ts';
import type { WorkspaceKeys } from '../keys/root-key.ts';
import { accountFolder } from './account-folders.ts';
import { deviceIdFor } from './activate.ts';
import { admit } from './admit.ts';
import type { Connection } from './connection-file.ts';
import { type Desk, publishApp } from './desk.ts';
import { readDeviceFile } from './device-file.ts';
import { stopBrowserSignIn } from './stop-browser-sign-in.ts';

/**
 * Starts a sign-in in the person's browser and answers at once; what comes of it is told by the state of the app. A second
 * start takes the place of the first.
 */
export const startBrowserSignIn = async (desk: Desk): Promise<Result<void>> => {
  const { connection, keys, active, deps } = desk;
  if (connection === null) return fail(problem('not-connected'));
  if (keys === null) return fail(problem('vault-locked'));
  stopBrowserSignIn(desk);
  const described = await deps.hub.describe(connection.url);
  if (!described.ok) return described;
  const { hubId, identity: place } = described.value;
  if (hubId !== connection.hubId) return fail(problem('hub-changed', { url: connection.url }));
  if (place === undefined) return fail(problem('hub-without-browser-sign-in'));
  const attempt = Symbol('one sign-in');
  const isCurrent = (): boolean => desk.browserSignIn?.attempt === attempt;
  const finish = (granted: Granted): Promise<SignInOutcome> =>
    desk.inTurn(async () => {
      const outcome = isCurrent() ? await enter(desk, place, granted) : fail(problem('sign-in-cancelled'));
      if (isCurrent() && outcome.ok) desk.browserSignIn = null;
      return outcome;
    });
  const hint = active?.account.account ?? null;
  const started = await deps.identity.start({ place, hint, finish }, connection.url);
  if (!started.ok) return started;
  const { address, until, outcome, cancel } = started.value;
  const opened = (await deps.ports.openPage?.(address)) ?? false;
  desk.browserSignIn = { state: 'waiting', attempt, address, until, opened, cancel };
  void outcome.then((result) => {
    if (!isCurrent()) return;
    desk.browserSignIn = result.ok ? null : { state: 'failed', attempt, problem: result.problem };
    publishApp(desk);
  });
  publishApp(desk);
  return ok(undefined);
};

export const cancelBrowserSignIn = async (desk: Desk): Promise<Result<void>> => {
  stopBrowserSignIn(desk);
  publishApp(desk);
  return ok(undefined);
};

const enter = async (
  desk: Desk,
  place: IdentityPlace,
  { tokens, nonceSecret }: Granted,
): Promise<SignInOutcome> => {
  const { connection, keys, deps } = desk;
  if (connection === null) return fail(problem('not-connected'));
  if (keys === null) return fail(problem('vault-locked'));
  const { url } = connection;
  const { idToken, refreshToken, subject } = tokens;
  const identity = { ...keptIdentity(place, subject, url), refreshToken };
  const admitted = await admit(desk, {
    askedAs: await deviceOf(desk, connection, keys, subject),
    ask: (device) =>
      deps.hub.signInWithIdentity(url, { idToken, proof: { kind: 'nonce', secret: nonceSecret }, device }),
    identity,
  });
  if (admitted.ok) return ok({ name: admitted.value.name });
  // The provider let the person in and the hub did not: nothing here will use what the provider gave.
  const ended = await deps.identity.end(identity, url);
  if (!ended.ok) deps.ports.log('info', 'session.not-ended-at-provider', { code: ended.problem.code });
  return admitted;
};

/**
 * The device this person has here already, so that the hub lists one computer once: in the open workspace, or in the folder
 * of the account that the hub's own provider names by its id. Else a new one, the same at every try.
 */
const deviceOf = async (
  { active, deps }: Desk,
  { hubId }: Connection,
  keys: WorkspaceKeys,
  subject: string,
): Promise<DeviceId> => {
  const worksHere =
    active !== null && (active.account.id === subject || readBrowserIdentity(active.db)?.subject === subject);
  if (worksHere) return active.deviceId;
  const account = accountIdSchema.safeParse(subject);
  if (account.success) {
    const folder = accountFolder(deps.ports.profileFolder, hubId, account.data);
    const known = await readDeviceFile(deps.fs, folder);
    if (known.ok && known.value !== undefined) return known.value.deviceId;
  }
  return deviceIdFor(keys, subject);
};
