import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { HubDeps } from '../context/deps.ts';
import type { Actor } from '../core/actor.ts';
import { sha256Hex } from '../core/hashing.ts';
import { findAccount } from '../database/tables/accounts.ts';
import { findDevice } from '../database/tables/devices.ts';
import { findSession } from '../database/tables/sessions.ts';
import { touchDevice } from './device-standing.ts';

/** The actor behind an Authorization header; null when there is none. A revoked device hears so, its session run out or not. */
export const authenticate = async (
  authorization: string | undefined,
  deps: Pick<HubDeps, 'database' | 'clock' | 'log'>,
): Promise<Result<Actor | null>> => {
  if (authorization === undefined) return ok(null);
  const token = /^Bearer ([A-Za-z0-9_-]{20,500})$/.exec(authorization)?.[1];
  if (token === undefined) return fail(problem('signed-out'));
  const tokenHash = sha256Hex(token);
  const found = await deps.database.read(async (db) => {
    const session = await findSession(db, tokenHash);
    const device = session && (await findDevice(db, session.accountId, session.deviceId));
    if (device?.revokedAt != null) return fail(problem('device-revoked'));
    if (session === null || device === null || Date.parse(session.expiresAt) <= deps.clock.now()) {
      return fail(problem('session-expired'));
    }
    const record = await findAccount(db, session.accountId);
    if (record === null) return fail(problem('session-expired'));
    const { id, account, name, roles } = record;
    return ok({
      actor: { account: { id, account, name, roles }, deviceId: session.deviceId, tokenHash },
      device,
    });
  });
  if (!found.ok) return found;
  await touchDevice(deps, found.value.device);
  return ok(found.value.actor);
};
