import { routes } from '../../shared/hub-api/routes.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { type HubProblem, hubFail, problemOfAnswer } from './hub-problem.ts';
import { bodyLimits, readBody } from './read-body.ts';
import { hubBase, routeUrl } from './route-request.ts';
import { notAHub, send, type TransportDeps } from './transport.ts';

export type PartRequest = {
  readonly sha256: string;
  /** First and last byte, both included. */
  readonly start: number;
  readonly end: number;
  /** Bytes of the whole file. */
  readonly size: number;
  /** The strong ETag an earlier part came with; null for the first. */
  readonly etag: string | null;
  readonly signal?: AbortSignal | undefined;
};

export type EvidencePart = { readonly bytes: Uint8Array; readonly etag: string | null };

/** Everything an answer may be besides the bytes asked for, told apart because the download acts on it. */
export type PartProblem = HubProblem | { readonly code: 'etag-changed' };

/**
 * Fetches bytes `start` to `end` of one file. The answer must be a 206 of exactly that range, unencoded, with exactly
 * that many bytes; what the bytes are is for the vault to check.
 */
export const fetchEvidencePart = async (
  deps: TransportDeps,
  request: PartRequest,
): Promise<Result<EvidencePart, PartProblem>> => {
  const { sha256, start, end, etag, signal } = request;
  const base = hubBase(deps.url());
  if (base === undefined) return notAHub(deps);
  const sent = await send(deps, {
    method: 'GET',
    url: routeUrl(base, routes.getEvidence, { params: { sha256 } }),
    headers: {
      range: `bytes=${start}-${end}`,
      'accept-encoding': 'identity',
      ...(etag === null ? {} : { 'if-range': etag }),
    },
    mayLeaveOrigin: true,
    signal,
  });
  if (!sent.ok) return sent;
  const answer = sent.value;
  if (answer.status === 206) return readPart(deps, answer, request);
  if (answer.status === 200 && etag !== null && strongEtag(answer) !== etag) {
    giveUp(answer);
    return fail({ code: 'etag-changed' });
  }
  if (answer.ok) {
    giveUp(answer);
    return isHtml(answer) ? notAHub(deps) : refused(`status ${answer.status} instead of 206`);
  }
  const body = await readBody(answer.body, bodyLimits(PROBLEM_LIMIT, deps.timeoutMs), deps.timers);
  const json = parse(body);
  // A store of files that does not speak as a hub does has refused this one file.
  const storeRefused =
    json === undefined && !isHtml(answer) && [400, 403, 404, 410, 416].includes(answer.status);
  if (storeRefused) return refused(`status ${answer.status} instead of 206`);
  return problemOfAnswer(answer, json, deps.url(), deps.clock.now());
};

const PROBLEM_LIMIT = 65_536;

/** A part may take as long as a slow line needs (8 MiB at 10 kB/s), but must keep coming. */
const partLimits = (bytes: number, timeoutMs: number) => ({
  bytes,
  expected: bytes,
  idleMs: timeoutMs,
  totalMs: timeoutMs * 30,
});

const readPart = async (
  deps: TransportDeps,
  answer: Response,
  { start, end, size, etag }: PartRequest,
): Promise<Result<EvidencePart, PartProblem>> => {
  const expected = end - start + 1;
  const found = strongEtag(answer);
  if (etag !== null && found !== null && found !== etag) {
    giveUp(answer);
    return fail({ code: 'etag-changed' });
  }
  const wrong = wrongHead(answer, `bytes ${start}-${end}/${size}`, expected);
  if (wrong !== undefined) {
    giveUp(answer);
    return refused(wrong);
  }
  const bytes = await readBody(answer.body, partLimits(expected, deps.timeoutMs), deps.timers);
  if (bytes === 'too-long') return refused('more bytes than asked for');
  // The hub was there a moment ago: for this part it is worth asking again at once.
  if (bytes === 'broken') return refused('the connection broke off');
  if (typeof bytes === 'string') {
    return hubFail('hub-unreachable', 'retryable', { params: { url: deps.url() } });
  }
  if (bytes.length !== expected) return refused(`${bytes.length} bytes instead of ${expected}`);
  return ok({ bytes, etag: found });
};

const wrongHead = ({ headers }: Response, range: string, expected: number): string | undefined => {
  const encoding = headers.get('content-encoding');
  if (encoding !== null && encoding !== 'identity') return `content encoding ${encoding.slice(0, 40)}`;
  if (headers.get('content-range') !== range) return 'another range than asked for';
  const length = headers.get('content-length');
  return length === null || Number(length) === expected ? undefined : 'another length than asked for';
};

const refused = (detail: string) => hubFail('hub-answer-invalid', 'retryable', { params: { detail } });

/** A weak ETag cannot be used with If-Range. */
const strongEtag = ({ headers }: Response): string | null => {
  const etag = headers.get('etag');
  return etag?.startsWith('"') ? etag.slice(0, 200) : null;
};

const isHtml = ({ headers }: Response): boolean => /html/i.test(headers.get('content-type') ?? '');

/** The rest of the answer is not wanted; how its stream ends does not matter. */
const giveUp = (answer: Response): void => {
  answer.body?.cancel().catch(() => undefined);
};

const parse = (body: Uint8Array | string): unknown => {
  if (typeof body === 'string') return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    // Not JSON: the status alone says what it was.
    return undefined;
  }
};
