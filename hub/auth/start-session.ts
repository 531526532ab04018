import type { Session, SignInRequest } from '../../shared/hub-api/session.ts';
import type { HubDeps } from '../context/deps.ts';
import { sha256Hex } from '../core/hashing.ts';
import { instant } from '../core/ports.ts';
import type { WritableDb } from '../database/open.ts';
import type { AccountRecord } from '../database/tables/accounts.ts';
import { findDevice, registerDevice } from '../database/tables/devices.ts';
import { deleteExpiredSessions, insertSession } from '../database/tables/sessions.ts';
import { openDeviceSecret, sealDeviceSecret } from './device-secret.ts';

type NewSession = {
  readonly account: AccountRecord;
  readonly device: SignInRequest['device'];
  /** Milliseconds. */
  readonly lastsMs: number;
};

/** Lets an account in on a device: the device is registered the first time, and keeps its secret ever after. */
export const startSession = (deps: HubDeps, { account, device, lastsMs }: NewSession): Promise<Session> =>
  deps.database.write(async (db) => {
    const now = deps.clock.now();
    const token = deps.random(32).toString('base64url');
    const expiresAt = instant(now + lastsMs);
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
