import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { Actor } from '../core/actor.ts';
import { sha256Hex } from '../core/hashing.ts';
import type { Clock } from '../core/ports.ts';
import type { HubDatabase } from '../database/open.ts';
import { findAccount } from '../database/tables/accounts.ts';
import { findSession } from '../database/tables/sessions.ts';

/** The actor behind an Authorization header; null when there is none. */
export const authenticate = async (
  authorization: string | undefined,
  database: HubDatabase,
  clock: Clock,
): Promise<Result<Actor | null>> => {
  if (authorization === undefined) return ok(null);
  const token = /^Bearer ([A-Za-z0-9_-]{20,500})$/.exec(authorization)?.[1];
  if (token === undefined) return fail(problem('signed-out'));
  const tokenHash = sha256Hex(token);
  return database.read(async (db) => {
    const session = await findSession(db, tokenHash);
    if (session === null || Date.parse(session.expiresAt) <= clock.now()) {
      return fail(problem('session-expired'));
    }
    const record = await findAccount(db, session.accountId);
    if (record === null) return fail(problem('session-expired'));
    const { id, account, name, roles } = record;
    return ok({ account: { id, account, name, roles }, deviceId: session.deviceId, tokenHash });
  });
};
