import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { HubDeps } from '../context/deps.ts';
import { sha256Hex } from '../core/hashing.ts';
import { type AccountRecord, findAccountByName, normalAccountName } from '../database/tables/accounts.ts';
import { type OneAtATime, oneAtATime } from './one-at-a-time.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { countFailure, forgetFailures, secondsToWait } from './sign-in-throttle.ts';

export type Credentials = { readonly account: string; readonly password: string };

export type CheckPassword = (credentials: Credentials) => Promise<Result<AccountRecord>>;

/**
 * An unknown name costs the same time and gets the same answer as a wrong password, and is throttled alike, so that nobody
 * learns which accounts exist. One for each hub: whatever way a password comes in, its failures are counted together.
 */
export const passwordCheck = (deps: HubDeps): CheckPassword => {
  const turns: OneAtATime = oneAtATime(20);
  const decoy = hashPassword('no account has this', deps.passwordCost, deps.random);
  return async (credentials) => {
    const nameHash = sha256Hex(normalAccountName(credentials.account));
    const result = await turns.run(nameHash, () => tryOnce(deps, credentials, nameHash, decoy));
    return result ?? fail(problem('rate-limited', { seconds: 5 }));
  };
};

const tryOnce = async (
  { database, clock }: HubDeps,
  { account: name, password }: Credentials,
  nameHash: string,
  decoy: Promise<string>,
): Promise<Result<AccountRecord>> => {
  const seconds = await secondsToWait(database, nameHash, clock.now());
  if (seconds > 0) return fail(problem('rate-limited', { seconds }));
  const account = await database.read((db) => findAccountByName(db, name));
  const matches = await verifyPassword(password, account?.passwordHash ?? (await decoy));
  if (account === null || !matches) {
    await countFailure(database, nameHash, clock.now());
    return fail(problem('account-unknown'));
  }
  await forgetFailures(database, nameHash);
  return ok(account);
};
