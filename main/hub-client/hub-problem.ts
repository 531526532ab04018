import { type ProblemClass, type WireProblem, wireProblemSchema } from '../../shared/hub-api/wire-problem.ts';
import {
  isProblemCode,
  type Problem,
  type ProblemCode,
  type ProblemParams,
  problem,
} from '../../shared/lib/problem.ts';
import { type Failure, fail } from '../../shared/lib/result.ts';

/** A problem met while talking to a hub: what to tell the person, what kind it is, and how long to keep quiet. */
export type HubProblem = Problem & {
  readonly class: ProblemClass;
  /** HTTP status; absent where no answer came. */
  readonly status?: number;
  /** The hub asked for this long a pause of all requests. */
  readonly retryAfterMs?: number;
};

export const hubFail = (
  code: ProblemCode,
  problemClass: ProblemClass,
  more: { params?: ProblemParams; status?: number; retryAfterMs?: number } = {},
): Failure<HubProblem> => fail({ code, class: problemClass, ...more });

const DEFAULT_PAUSE_MS = 30_000;
/** A longer pause than this is not believed: a hub must not be able to switch syncing off for good. */
const LONGEST_PAUSE_MS = 3_600_000;

/** `Retry-After` in milliseconds: seconds or an HTTP date. Undefined when absent or unreadable. */
export const retryAfterMs = (header: string | null, nowMs: number): number | undefined => {
  if (header === null) return undefined;
  const text = header.trim();
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(LONGEST_PAUSE_MS, Math.max(0, ms));
};

/** A problem as the hub tells it, in words this workbench has: an unknown code becomes "refused", with its title. */
export const problemOfWire = ({ code, title, detail, params }: WireProblem): Problem => {
  if (!isProblemCode(code)) return problem('hub-refused', { detail: detail ?? title.slice(0, 200) });
  const values = { ...(detail === undefined ? {} : { detail }), ...params };
  return Object.keys(values).length === 0 ? problem(code) : problem(code, values);
};

/** What an answer outside 2xx means. `body` is its parsed JSON, undefined when it was none. */
export const problemOfAnswer = (
  answer: { readonly status: number; readonly headers: Headers },
  body: unknown,
  url: string,
  nowMs: number,
): Failure<HubProblem> => {
  const { status } = answer;
  // A date is meant on the clock of whoever gave it; this computer's may be years off.
  const sentAt = Date.parse(answer.headers.get('date') ?? '');
  const pause = retryAfterMs(answer.headers.get('retry-after'), Number.isNaN(sentAt) ? nowMs : sentAt);
  const wait = pause === undefined ? {} : { retryAfterMs: pause };
  const told = wireProblemSchema.safeParse(body);
  if (status === 429) {
    const ms = pause ?? DEFAULT_PAUSE_MS;
    const params = { seconds: Math.ceil(ms / 1000) };
    return hubFail('rate-limited', 'retryable', { status, params, retryAfterMs: ms });
  }
  if (!told.success) {
    if (status === 401) return hubFail('session-expired', 'auth', { status });
    if (status >= 500) return hubFail('hub-failing', 'retryable', { status, params: { status }, ...wait });
    return hubFail('hub-not-a-hub', 'retryable', { status, params: { url }, ...wait });
  }
  const { code, class: problemClass } = told.data;
  if (!isProblemCode(code)) {
    if (status === 401) return hubFail('session-expired', 'auth', { status });
    if (status >= 500) return hubFail('hub-failing', 'retryable', { status, params: { status }, ...wait });
  }
  return fail({ ...problemOfWire(told.data), class: problemClass, status, ...wait });
};
