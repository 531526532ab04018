import type { Session, SignInRequest } from '../../shared/hub-api/session.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { HubDeps } from '../context/deps.ts';
import { sha256Hex } from '../core/hashing.ts';
import { instant } from '../core/ports.ts';
import type { WritableDb } from '../database/open.ts';
import { type AccountRecord, findAccountByName, normalAccountName } from '../database/tables/accounts.ts';
import { findDevice, registerDevice } from '../database/tables/devices.ts';
import { deleteExpiredSessions, insertSession } from '../database/tables/sessions.ts';
import { openDeviceSecret, sealDeviceSecret } from './device-secret.ts';
import { isRevoked } from './device-standing.ts';
import { type OneAtATime, oneAtATime } from './one-at-a-time.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { countFailure, forgetFailures, secondsToWait } from './sign-in-throttle.ts';

const sessionDays = 14;

export type SignIn = (request: SignInRequest) => Promise<Result<Session>>;

/**
 * Sign-in by password. An unknown name costs the same time and gets the same answer as a wrong password, and is throttled
 * alike, so that nobody learns which accounts exist.
 */
export const passwordSignIn = (deps: HubDeps): SignIn => {
  const turns: OneAtATime = oneAtATime(20);
  const decoy = hashPassword('no account has this', deps.passwordCost, deps.random);
  return async (request) => {
    const nameHash = sha256Hex(normalAccountName(request.account));
    const result = await turns.run(nameHash, () => tryOnce(deps, request, nameHash, decoy));
    return result ?? fail(problem('rate-limited', { seconds: 5 }));
  };
};

const tryOnce = async (
  deps: HubDeps,
  request: SignInRequest,
  nameHash: string,
  decoy: Promise<string>,
): Promise<Result<Session>> => {
  const { database, clock } = deps;
  const seconds = await secondsToWait(database, nameHash, clock.now());
  if (seconds > 0) return fail(problem('rate-limited', { seconds }));
  const account = await database.read((db) => findAccountByName(db, request.account));
  const matches = await verifyPassword(request.password, account?.passwordHash ?? (await decoy));
  if (account === null || !matches) {
    await countFailure(database, nameHash, clock.now());
    return fail(problem('account-unknown'));
  }
  await forgetFailures(database, nameHash);
  if (await isRevoked(deps, account.id, request.device.id)) return fail(problem('device-revoked'));
  return ok(await startSession(deps, account, request.device));
};

const startSession = (
  deps: HubDeps,
  account: AccountRecord,
  device: SignInRequest['device'],
): Promise<Session> =>
  deps.database.write(async (db) => {
    const now = deps.clock.now();
    const token = deps.random(32).toString('base64url');
    const expiresAt = instant(now + sessionDays * 86_400_000);
    const deviceSecret = await ensureDevice(deps, db, account, device);
    await deleteExpiredSessions(db, instant(now));
    await insertSession(
      db,
      sha256Hex(token),
      { accountId: account.id, deviceId: device.id, expiresAt },
      instant(now),
    );
    const { id, account: name, name: person, roles } = account;
    return {
      token,
      expiresAt,
      account: { id, account: name, name: person, roles },
      hubId: deps.identity.hubId,
      deviceSecret,
    };
  });

/** The secret of this account's device: the one it has, or a new one at its first sign-in. */
const ensureDevice = async (
  deps: HubDeps,
  db: WritableDb,
  account: AccountRecord,
  device: SignInRequest['device'],
): Promise<string> => {
  const owner = { accountId: account.id, deviceId: device.id };
  const fresh = sealDeviceSecret(deps.random(32), owner, deps.keys.deviceKey, deps.random);
  await registerDevice(
    db,
    {
      accountId: account.id,
      id: device.id,
      name: device.name,
      platform: device.platform ?? '',
      secret: fresh,
    },
    instant(deps.clock.now()),
  );
  const stored = await findDevice(db, account.id, device.id);
  return openDeviceSecret(stored?.secret ?? fresh, owner, deps.keys.deviceKey).toString('base64url');
};
