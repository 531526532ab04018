import type { ProblemClass, WireProblem } from '../../shared/hub-api/wire-problem.ts';
import { describeProblem, type Problem, type ProblemCode } from '../../shared/lib/problem.ts';

type WireShape = { readonly status: number; readonly class: ProblemClass };

/** Status and class of every problem the hub answers with. A code that is missing here would be a bug of ours: 500. */
const shapes: Partial<Record<ProblemCode, WireShape>> = {
  'account-unknown': { status: 401, class: 'auth' },
  'already-finalised': { status: 409, class: 'conflict' },
  'amend-window-closed': { status: 409, class: 'conflict' },
  'assignment-closed': { status: 409, class: 'conflict' },
  'assignment-withdrawn': { status: 410, class: 'gone' },
  'bad-request': { status: 400, class: 'bug' },
  'conflict-content-mismatch': { status: 409, class: 'conflict' },
  'device-blocked': { status: 403, class: 'conflict' },
  'device-forked': { status: 409, class: 'conflict' },
  'device-revoked': { status: 403, class: 'auth' },
  'device-sequence-gap': { status: 409, class: 'retryable' },
  'earlier-change-refused': { status: 409, class: 'retryable' },
  'event-id-reuse': { status: 409, class: 'conflict' },
  'feed-epoch-changed': { status: 409, class: 'conflict' },
  forbidden: { status: 403, class: 'auth' },
  'hub-busy': { status: 503, class: 'retryable' },
  'hub-storage-full': { status: 507, class: 'retryable' },
  'hub-without-browser-sign-in': { status: 403, class: 'upgrade' },
  'identity-refused': { status: 401, class: 'auth' },
  'identity-taken': { status: 403, class: 'auth' },
  'identity-unknown': { status: 403, class: 'auth' },
  'identity-unreachable': { status: 503, class: 'retryable' },
  internal: { status: 500, class: 'bug' },
  'not-found': { status: 404, class: 'gone' },
  'password-sign-in-off': { status: 403, class: 'upgrade' },
  'range-not-satisfiable': { status: 416, class: 'bug' },
  'rate-limited': { status: 429, class: 'quota' },
  'review-incomplete': { status: 409, class: 'conflict' },
  'rubric-version-conflict': { status: 409, class: 'conflict' },
  'session-expired': { status: 401, class: 'auth' },
  'signed-out': { status: 401, class: 'auth' },
  'submission-has-disclosure': { status: 409, class: 'conflict' },
  'submission-erased': { status: 410, class: 'gone' },
  'too-large': { status: 413, class: 'quota' },
};

/** RFC 9457 for a problem of ours. Carries the code, its parameters and an English sentence; never a value somebody sent. */
export const wireProblem = (problem: Problem): WireProblem => {
  const { status, class: problemClass } = shapes[problem.code] ?? { status: 500, class: 'bug' };
  return {
    type: `urn:assay:problem:${problem.code}`,
    title: describeProblem(problem),
    status,
    class: problemClass,
    code: problem.code,
    ...(problem.params === undefined ? {} : { params: { ...problem.params } }),
  };
};
