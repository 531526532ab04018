import type { Problem, ProblemCode, ProblemParams } from '../../../shared/lib/problem.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { wireProblem } from '../../core/hub-problem.ts';
import type { Receipt, Verdict } from '../../database/tables/events.ts';

/** The event was taken in. `receipt` for a final review. */
export const accepted = (receipt: Receipt | null = null): Verdict => ({
  result: 'accepted',
  problem: null,
  receipt,
  counted: true,
});

/** Refused: the payload is kept, and changes nothing. */
export const rejected = (
  code: ProblemCode,
  params?: ProblemParams,
  receipt: Receipt | null = null,
): Verdict => rejectedWith(problem(code, params), receipt);

export const rejectedWith = (reason: Problem, receipt: Receipt | null = null): Verdict => ({
  result: 'rejected',
  problem: wireProblem(reason),
  receipt,
  counted: false,
});

/** Not judged yet: send it again. */
export const deferred = (code: ProblemCode, params?: ProblemParams): Verdict => ({
  result: 'deferred',
  problem: wireProblem(problem(code, params)),
  receipt: null,
  counted: false,
});

/** The same work under another event: nothing to do, and the receipt is that of the one that counts. */
export const duplicateOf = (receipt: Receipt): Verdict => ({
  result: 'duplicate',
  problem: null,
  receipt,
  counted: false,
});
