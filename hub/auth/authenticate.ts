import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { HubDeps } from '../context/deps.ts';
import type { Actor } from '../core/actor.ts';
import { sha256Hex } from '../core/hashing.ts';
import { findSignedIn } from '../database/tables/sessions.ts';
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
  const found = await findSignedIn(deps.database.kysely, tokenHash);
  if (found?.revokedAt != null) return fail(problem('device-revoked'));
  if (found === null || Date.parse(found.expiresAt) <= deps.clock.now()) {
    return fail(problem('session-expired'));
  }
  const { account, deviceId, lastContactAt } = found;
  await touchDevice(deps, { accountId: account.id, id: deviceId, lastContactAt });
  return ok({ account, deviceId, tokenHash });
};
