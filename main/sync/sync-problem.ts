import { isProblemCode, type Problem, type ProblemCode, problem } from '../../shared/lib/problem.ts';
import type { HubProblem } from '../hub-client/hub-problem.ts';

/** A reason a step of syncing ended: of the hub's, with its class and pause, or of this computer's. */
export type SyncProblem = HubProblem | Problem;

/** The hub cannot be worked with at all for now: no further step of this cycle can succeed. */
export const endsCycle = (found: SyncProblem): boolean =>
  isAuth(found) ||
  found.code === 'hub-too-new' ||
  found.code === 'hub-too-old' ||
  isAway(found) ||
  mustPause(found);

/** Nothing that speaks for a hub has answered. */
export const isAway = ({ code }: SyncProblem): boolean =>
  code === 'hub-unreachable' || code === 'hub-not-a-hub' || code === 'hub-failing';

/** The session no longer counts: only signing in again helps, and where the device was revoked, nothing. */
export const isAuth = ({ code }: SyncProblem): boolean => authCodes.has(code);

const authCodes: ReadonlySet<string> = new Set<ProblemCode>([
  'session-expired',
  'signed-out',
  'device-revoked',
  'device-forked',
]);

export const mustPause = (found: SyncProblem): boolean =>
  'retryAfterMs' in found && found.retryAfterMs !== undefined;

/** A problem of vault or keyring in the words every part of the workbench knows. */
export const localProblem = (found: {
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
}): Problem =>
  isProblemCode(found.code) ? problem(found.code, found.params) : problem('internal', { detail: found.code });
