import type { Session, SignInRequest } from '../../shared/hub-api/session.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { HubDeps } from '../context/deps.ts';
import type { CheckPassword } from './check-password.ts';
import { isRevoked } from './device-standing.ts';
import { startSession } from './start-session.ts';

/** Nobody renews these sessions: they last until the password is asked for again. */
const sessionMs = 14 * 86_400_000;

export type SignIn = (request: SignInRequest) => Promise<Result<Session>>;

/** Sign-in by password without a browser: on a sample hub, whose password everybody knows, and where the hub allows it. */
export const passwordSignIn =
  (deps: HubDeps, checkPassword: CheckPassword): SignIn =>
  async ({ account: name, password, device }) => {
    if (!deps.signInWays.password && deps.identity.sample === null) {
      return fail(problem('password-sign-in-off'));
    }
    const account = await checkPassword({ account: name, password });
    if (!account.ok) return account;
    if (await isRevoked(deps, account.value.id, device.id)) return fail(problem('device-revoked'));
    return ok(await startSession(deps, { account: account.value, device, lastsMs: sessionMs }));
  };
