import { z } from 'zod';
import { type ChangesPage, changesPageSchema } from '../../shared/hub-api/changes.ts';
import type { PushResponse } from '../../shared/hub-api/events.ts';
import type { EvidenceManifest } from '../../shared/hub-api/evidence.ts';
import { protocolVersion } from '../../shared/hub-api/protocol-version.ts';
import { type Route, routes } from '../../shared/hub-api/routes.ts';
import type { HubDescription, Session, SignInRequest } from '../../shared/hub-api/session.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { Clock } from '../core/ports.ts';
import { type EvidencePart, fetchEvidencePart, type PartProblem, type PartRequest } from './evidence-part.ts';
import { type HubProblem, hubFail, problemOfAnswer } from './hub-problem.ts';
import { createQuiet } from './quiet.ts';
import { bodyLimits, readBody } from './read-body.ts';
import {
  hubBase,
  type JsonRouteName,
  type LooseInput,
  type RouteAnswer,
  type RouteInput,
  routeUrl,
} from './route-request.ts';
import { realTimers, type Timers } from './timers.ts';
import { notAHub, send, type TransportDeps } from './transport.ts';

export type HubClientOptions = {
  readonly fetch: typeof globalThis.fetch;
  /** The hub's address; it may live under a path. A function where it may change while the client lives. */
  readonly url: string | (() => string);
  /** The session's token at the moment of a request. Default: nobody is signed in. */
  readonly token?: () => string | null;
  /** Renews a session that the hub says has ended; every request that met its end then goes once more. */
  readonly renew?: TransportDeps['renew'];
  readonly clock: Clock;
  readonly timers?: Timers;
  /** Milliseconds without an answer, or without a byte of it, after which a request is given up. */
  readonly timeoutMs?: number;
};

export type CallOptions = { readonly signal?: AbortSignal | undefined };

/** A page of the feed with its changes as they came, so that fields this version does not know survive. */
export type PulledPage = { readonly page: ChangesPage; readonly raw: readonly unknown[] };

/**
 * A hub, seen from a workbench. Nothing is believed before its schema has accepted it; every answer that is not the
 * expected one comes back as a problem with a sentence. Never throws for what a hub or a network does. Once the hub has
 * asked for a pause, nothing is sent until it is over: requests fail at once with what is left of it.
 */
export type HubClient = {
  call<Name extends JsonRouteName>(
    name: Name,
    input: RouteInput<Name>,
    options?: CallOptions,
  ): Promise<Result<RouteAnswer<Name>, HubProblem>>;
  /** `hub-too-new` when it speaks another major version, `hub-not-a-hub` when it is something else. */
  describeHub(options?: CallOptions): Promise<Result<HubDescription, HubProblem>>;
  signIn(request: SignInRequest, options?: CallOptions): Promise<Result<Session, HubProblem>>;
  listChanges(cursor: string | null, options?: CallOptions): Promise<Result<PulledPage, HubProblem>>;
  pushEvents(events: readonly unknown[], options?: CallOptions): Promise<Result<PushResponse, HubProblem>>;
  getEvidenceManifest(sha256: string, options?: CallOptions): Promise<Result<EvidenceManifest, HubProblem>>;
  fetchPart(request: PartRequest): Promise<Result<EvidencePart, PartProblem>>;
};

const DEFAULT_TIMEOUT_MS = 30_000;
/** No JSON answer is longer: a page of 200 changes with the longest texts stays below. Bytes. */
const JSON_LIMIT = 33_554_432;

/** What every major version of the protocol says of itself. */
const anyHubSchema = z.looseObject({
  product: z.literal('assay-hub'),
  protocol: z.looseObject({ major: z.number(), minor: z.number() }),
});

export const createHubClient = (options: HubClientOptions): HubClient => {
  const { url } = options;
  const deps: TransportDeps = {
    fetch: options.fetch,
    url: typeof url === 'string' ? () => url : url,
    token: options.token ?? (() => null),
    renew: options.renew,
    clock: options.clock,
    timers: options.timers ?? realTimers,
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
  };

  const quiet = createQuiet(deps.clock);

  const describe = (callOptions: CallOptions = {}): Promise<Result<HubDescription, HubProblem>> =>
    quiet.keep(() => describeHub(deps, callOptions));

  /** An answer nobody can use has a reason: ask whoever answers what it is, so that the sentence names the true one. */
  const explain = async (
    problem: HubProblem,
    callOptions: CallOptions,
  ): Promise<Result<never, HubProblem>> => {
    if (problem.code !== 'hub-not-a-hub' && problem.code !== 'hub-answer-invalid')
      return { ok: false, problem };
    const hub = await describe(callOptions);
    if (hub.ok || hub.problem.code === 'hub-unreachable') return { ok: false, problem };
    return hub;
  };

  const callNow = async <Name extends JsonRouteName>(
    name: Name,
    input: RouteInput<Name>,
    callOptions: CallOptions,
  ): Promise<Result<RouteAnswer<Name>, HubProblem>> => {
    const route: Route = routes[name];
    const raw = await requestJson(deps, route, input as LooseInput, callOptions);
    if (!raw.ok) return explain(raw.problem, callOptions);
    // What the table's own schema accepted is, by the table's types, this route's answer.
    if (typeof route.answer === 'string') return ok(undefined as RouteAnswer<Name>);
    const parsed = route.answer.safeParse(raw.value);
    if (parsed.success) return ok(parsed.data as RouteAnswer<Name>);
    return explain(invalid(parsed.error).problem, callOptions);
  };

  const call = <Name extends JsonRouteName>(
    name: Name,
    input: RouteInput<Name>,
    callOptions: CallOptions = {},
  ): Promise<Result<RouteAnswer<Name>, HubProblem>> => quiet.keep(() => callNow(name, input, callOptions));

  const listNow = async (
    cursor: string | null,
    callOptions: CallOptions,
  ): Promise<Result<PulledPage, HubProblem>> => {
    const query = { also: 'review-register', ...(cursor === null ? {} : { cursor }) };
    const raw = await requestJson(deps, routes.listChanges, { query }, callOptions);
    if (!raw.ok) return explain(raw.problem, callOptions);
    const page = changesPageSchema.safeParse(raw.value);
    if (!page.success) return explain(invalid(page.error).problem, callOptions);
    return ok({ page: page.data, raw: (raw.value as { changes: readonly unknown[] }).changes });
  };

  return {
    call,
    describeHub: describe,
    signIn: (body, callOptions) => call('signIn', { body }, callOptions),
    listChanges: (cursor, callOptions = {}) => quiet.keep(() => listNow(cursor, callOptions)),
    pushEvents: (events, callOptions) => call('pushEvents', { body: { events: [...events] } }, callOptions),
    getEvidenceManifest: (sha256, callOptions) =>
      call('getEvidenceManifest', { params: { sha256 } }, callOptions),
    fetchPart: (request) => quiet.keep(() => fetchEvidencePart(deps, request)),
  };
};

const describeHub = async (
  deps: TransportDeps,
  options: CallOptions,
): Promise<Result<HubDescription, HubProblem>> => {
  const raw = await requestJson(deps, routes.describeHub, {}, options);
  if (!raw.ok) return raw.problem.status === 404 ? notAHub(deps) : raw;
  const any = anyHubSchema.safeParse(raw.value);
  if (!any.success) return notAHub(deps);
  const { major, minor } = any.data.protocol;
  if (major !== protocolVersion.major) {
    const params = {
      found: `${major}.${minor}`,
      known: `${protocolVersion.major}.${protocolVersion.minor}`,
    };
    return hubFail(major > protocolVersion.major ? 'hub-too-new' : 'hub-too-old', 'upgrade', { params });
  }
  const parsed = routes.describeHub.answer.safeParse(raw.value);
  return parsed.success ? ok(parsed.data) : invalid(parsed.error);
};

const requestJson = async (
  deps: TransportDeps,
  route: Route,
  input: LooseInput,
  { signal }: CallOptions,
): Promise<Result<unknown, HubProblem>> => {
  const base = hubBase(deps.url());
  if (base === undefined) return notAHub(deps);
  const hasBody = input.body !== undefined;
  const sent = await send(deps, {
    method: route.method,
    url: routeUrl(base, route, input),
    headers: { accept: 'application/json', ...(hasBody ? { 'content-type': 'application/json' } : {}) },
    ...(hasBody ? { body: JSON.stringify(input.body) } : {}),
    mayLeaveOrigin: false,
    signal,
  });
  if (!sent.ok) return sent;
  const answer = sent.value;
  const bytes = await readBody(answer.body, bodyLimits(JSON_LIMIT, deps.timeoutMs), deps.timers);
  if (bytes === 'too-long') {
    return hubFail('hub-answer-invalid', 'bug', { params: { detail: 'an answer without an end' } });
  }
  if (typeof bytes === 'string') {
    return hubFail('hub-unreachable', 'retryable', { params: { url: deps.url() } });
  }
  const json = parseJson(bytes);
  if (!answer.ok) return problemOfAnswer(answer, json, deps.url(), deps.clock.now());
  if (route.answer === 'nothing') return ok(undefined);
  return json === undefined ? notAHub(deps) : ok(json);
};

const invalid = (error: z.ZodError) => {
  const [issue] = error.issues;
  const place = issue === undefined ? '' : issue.path.map(String).join('.');
  const detail = `${place.slice(0, 120)}: ${issue?.message.slice(0, 120) ?? ''}`;
  return hubFail('hub-answer-invalid', 'bug', { params: { detail } });
};

const parseJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // A captive portal's page, most likely: the caller says so.
    return undefined;
  }
};
