import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { Clock } from '../core/ports.ts';
import { type HubProblem, hubFail } from './hub-problem.ts';
import { hubBase } from './route-request.ts';
import type { Timers } from './timers.ts';

export type TransportDeps = {
  readonly fetch: typeof globalThis.fetch;
  readonly url: () => string;
  /** The session's token at the moment of a request; null when nobody is signed in. */
  readonly token: () => string | null;
  /** Gets a new token in the place of one that the hub refused; without it a refusal is the answer. */
  readonly renew?: ((refused: string) => Promise<Result<void, HubProblem>>) | undefined;
  readonly clock: Clock;
  readonly timers: Timers;
  /** How long to wait for the head of an answer, and between two pieces of its body. Milliseconds. */
  readonly timeoutMs: number;
};

export type Call = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Evidence may live at another address (a presigned URL); nothing else may. */
  readonly mayLeaveOrigin: boolean;
  readonly signal?: AbortSignal | undefined;
};

const MOST_REDIRECTS = 3;
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Sends one request and gives its answer once the head is here. Redirects are followed by hand: only GET, only a few,
 * and the Authorization header never goes to another origin. `url` in problems is the hub's, never a presigned one.
 */
export const send = async (deps: TransportDeps, call: Call): Promise<Result<Response, HubProblem>> => {
  const token = deps.token();
  const answer = await sendAs(deps, call, token);
  if (!answer.ok || answer.value.status !== 401 || token === null || deps.renew === undefined) return answer;
  const renewed = await deps.renew(token);
  if (!renewed.ok && renewed.problem.class === 'auth') return answer;
  // The refusal is not the answer any more: nobody reads on, whatever is left of it.
  answer.value.body?.cancel().catch(() => undefined);
  return renewed.ok ? sendAs(deps, call, deps.token()) : renewed;
};

const sendAs = async (
  deps: TransportDeps,
  call: Call,
  token: string | null,
): Promise<Result<Response, HubProblem>> => {
  const base = hubBase(deps.url());
  if (base === undefined) return notAHub(deps);
  const headers = new Headers(call.headers);
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  let url = call.url;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const answer = await sendOnce(deps, call, url, headers);
    if (!answer.ok || !REDIRECTS.includes(answer.value.status)) return answer;
    const location = answer.value.headers.get('location');
    // What a redirect says beside its address is of no use.
    answer.value.body?.cancel().catch(() => undefined);
    if (location === null || call.method !== 'GET' || !URL.canParse(location, url)) return notAHub(deps);
    const next = new URL(location, url);
    const foreign = next.origin !== url.origin;
    if ((next.protocol !== 'http:' && next.protocol !== 'https:') || (foreign && !call.mayLeaveOrigin)) {
      return notAHub(deps);
    }
    if (foreign) headers.delete('authorization');
    url = next;
  }
  return notAHub(deps);
};

const sendOnce = async (
  { fetch, timers, timeoutMs, url: hubUrl }: TransportDeps,
  { method, body, signal }: Call,
  url: URL,
  headers: Headers,
): Promise<Result<Response, HubProblem>> => {
  const late = new AbortController();
  const cancelTimer = timers.after(timeoutMs, () => late.abort());
  const signals = signal === undefined ? [late.signal] : [late.signal, signal];
  try {
    const answer = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.any(signals),
      ...(body === undefined ? {} : { body }),
    });
    return ok(answer);
  } catch {
    // No connection, no answer in time, or stopped by the caller: for the reviewer the hub is away.
    return hubFail('hub-unreachable', 'retryable', { params: { url: hubUrl() } });
  } finally {
    cancelTimer();
  }
};

export const notAHub = ({ url }: Pick<TransportDeps, 'url'>) =>
  fail<HubProblem>({ code: 'hub-not-a-hub', class: 'retryable', params: { url: url() } });
