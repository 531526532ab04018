import type { Stream } from './random.ts';
import type { Trace } from './trace.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What the network, or what stands in for the hub on it, does to one request or its answer. */
export type NetFaultKind =
  | 'request-lost'
  | 'answer-lost'
  | 'silent'
  | 'duplicate'
  | 'status-500'
  | 'status-502'
  | 'status-503'
  | 'status-429'
  | 'portal'
  | 'short-body'
  | 'altered'
  | 'other-etag'
  | 'slow-drip'
  | 'change-dropped';

export const NET_FAULTS: readonly NetFaultKind[] = [
  'request-lost',
  'answer-lost',
  'silent',
  'duplicate',
  'status-500',
  'status-502',
  'status-503',
  'status-429',
  'portal',
  'short-body',
  'altered',
  'other-etag',
  'slow-drip',
  'change-dropped',
];

/** Evidence is checked by its hash; only there may a byte be altered or another ETag be told. */
const EVIDENCE_ONLY: readonly NetFaultKind[] = ['altered', 'other-etag'];
/** What takes work twice is of interest where there is work. */
const PUSH_ONLY: readonly NetFaultKind[] = ['duplicate'];

export type WireRequest = {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string | null;
};

export type WireAnswer = {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
};

/** What one computer's cable is plugged into. */
export type Cable = {
  readonly fetch: typeof globalThis.fetch;
  /** The next request that it fits meets this. */
  arm(kind: NetFaultKind): void;
  /** No fault waits any more. */
  calm(): void;
  /** Nothing that comes back is heard: the program that asked is gone. */
  cut(): void;
  /** Requests under way. */
  busy(): number;
  /** Told right before an answer reaches the workbench, and once it has done with it all it can. */
  onAnswer: (request: WireRequest, answer: WireAnswer) => void;
  /** Told when the workbench has an answer to its last byte; it has still to do something with it. */
  onHeard: (request: WireRequest, answer: WireAnswer) => void;
  /** When the hub last asked this computer for quiet, and until when. Virtual milliseconds. */
  quietUntil: number;
  onRequest: (request: WireRequest) => void;
};

export type NetDeps = {
  readonly time: VirtualTime;
  readonly trace: Trace;
  readonly random: Stream;
  readonly name: string;
  readonly handle: (request: WireRequest) => Promise<WireAnswer | null>;
  readonly onFault: (kind: NetFaultKind) => void;
  /** Changes fit into pages of this many; null: as the hub likes. */
  readonly pageLimit: number | null;
};

export const createCable = (deps: NetDeps): Cable => {
  const { time, trace, random, name } = deps;
  const armed: NetFaultKind[] = [];
  let isCut = false;
  let busy = 0;
  /** What still listens for the end of a request: Node keeps such a signal, and all that hangs on it, for ever. */
  const listening = new Set<() => void>();
  const onAbort: OnAbort = (signal, work) => {
    const stop = (): void => {
      signal?.removeEventListener('abort', heard);
      listening.delete(stop);
    };
    const heard = (): void => {
      stop();
      work(new DOMException('given up', 'AbortError'));
    };
    signal?.addEventListener('abort', heard);
    listening.add(stop);
    return stop;
  };

  const takeFault = (request: WireRequest): NetFaultKind | null => {
    const at = armed.findIndex((kind) => fits(kind, request));
    if (at < 0) return null;
    const [kind = null] = armed.splice(at, 1);
    if (kind !== null) deps.onFault(kind);
    return kind;
  };

  const carry = (request: WireRequest, signal: AbortSignal | null): Promise<Response> =>
    new Promise((resolve, reject) => {
      const fault = takeFault(request);
      busy += 1;
      let over = false;
      const end = (finish: () => void): void => {
        if (over) return;
        over = true;
        busy -= 1;
        stopListening();
        if (!isCut) finish();
      };
      const fail = (): void => end(() => reject(new TypeError('the network is gone')));
      const stopListening = onAbort(signal, (reason) => end(() => reject(reason)));
      const answer = (wire: WireAnswer, how: NetFaultKind | null): void => {
        if (over || isCut) {
          end(() => {});
          return;
        }
        cable.onAnswer(request, wire);
        trace.note('answer', name, request.method, pathOf(request), wire.status, wire.body.length);
        const heard = (): void => {
          if (!isCut) cable.onHeard(request, wire);
        };
        end(() => resolve(responseOf(wire, { how, time, signal, onAbort, heard })));
      };
      const early = fault === null ? null : answerInPlace(fault, random);
      if (early !== null) return void time.after(20 + random.below(80), () => answer(early, null));
      if (fault === 'request-lost') return void time.after(100, fail);
      time.after(1 + random.below(60), async () => {
        trace.note('request', name, request.method, pathOf(request), fault ?? '');
        const wire = await deps.handle(request);
        if (fault === 'duplicate')
          time.after(1 + random.below(9000), async () => void (await deps.handle(request)));
        if (fault === 'silent') return;
        if (wire === null || fault === 'answer-lost') return void time.after(50, fail);
        time.after(1 + random.below(60), () => answer(spoil(wire, fault, random), fault));
      });
    });

  const cable: Cable = {
    fetch: (input, init = {}) => {
      if (isCut) return new Promise(() => {});
      const url = new URL(String(input));
      if (deps.pageLimit !== null && url.pathname === '/v1/changes') {
        url.searchParams.set('limit', String(deps.pageLimit));
      }
      const request: WireRequest = {
        method: init.method ?? 'GET',
        url: `${url.pathname}${url.search}`,
        headers: Object.fromEntries(new Headers(init.headers)),
        body: typeof init.body === 'string' ? init.body : null,
      };
      cable.onRequest(request);
      const { signal = null } = init;
      if (signal?.aborted) return Promise.reject(new DOMException('given up', 'AbortError'));
      return carry(request, signal);
    },
    arm: (kind) => armed.push(kind),
    calm: () => {
      armed.length = 0;
    },
    cut: () => {
      isCut = true;
      for (const stop of listening) stop();
    },
    busy: () => busy,
    onAnswer: () => {},
    onHeard: () => {},
    quietUntil: 0,
    onRequest: () => {},
  };
  return cable;
};

export const pathOf = ({ url }: WireRequest): string => url.split('?')[0] ?? '';

const fits = (kind: NetFaultKind, request: WireRequest): boolean => {
  if (kind === 'change-dropped') return pathOf(request) === '/v1/changes';
  if (EVIDENCE_ONLY.includes(kind)) return request.headers.range !== undefined;
  return PUSH_ONLY.includes(kind) ? request.method === 'POST' && pathOf(request) === '/v1/events' : true;
};

/** An answer that comes from something between the workbench and the hub, which hears nothing. */
const answerInPlace = (kind: NetFaultKind, random: Stream): WireAnswer | null => {
  const text = (
    status: number,
    type: string,
    body: string,
    more: Record<string, string> = {},
  ): WireAnswer => ({
    status,
    headers: { 'content-type': type, ...more },
    body: new Uint8Array(Buffer.from(body)),
  });
  switch (kind) {
    case 'status-500':
      return text(500, 'text/plain', 'broken');
    case 'status-502':
      return text(502, 'text/html', '<html>bad gateway</html>');
    case 'status-503':
      return text(503, 'text/plain', 'busy', { 'retry-after': String(1 + random.below(60)) });
    case 'status-429':
      return text(429, 'text/plain', 'slower', { 'retry-after': String(5 + random.below(90)) });
    case 'portal':
      return text(200, 'text/html', '<html>Please accept our terms</html>');
    default:
      return null;
  }
};

const spoil = (wire: WireAnswer, kind: NetFaultKind | null, random: Stream): WireAnswer => {
  switch (kind) {
    case 'altered': {
      const body = Uint8Array.from(wire.body);
      const at = random.below(Math.max(1, body.length));
      body[at] = (body[at] ?? 0) ^ 0x40;
      return { ...wire, body };
    }
    case 'other-etag':
      return { ...wire, headers: { ...wire.headers, etag: `"other-${random.u32()}"` } };
    case 'short-body':
      return { ...wire, body: wire.body.subarray(0, random.below(Math.max(1, wire.body.length))) };
    case 'change-dropped':
      return withoutOneChange(wire, random);
    default:
      return wire;
  }
};

/** A page from which one change is missing: only the digest can tell. */
const withoutOneChange = (wire: WireAnswer, random: Stream): WireAnswer => {
  const page = JSON.parse(Buffer.from(wire.body).toString('utf8')) as { changes?: unknown[] };
  if (page.changes === undefined || page.changes.length === 0) return wire;
  page.changes.splice(random.below(page.changes.length), 1);
  const headers = { ...wire.headers };
  delete headers['content-length'];
  return { ...wire, headers, body: new Uint8Array(Buffer.from(JSON.stringify(page))) };
};

const NO_BODY = [204, 304];

/** Does something when a request is given up, until the returned function is called. */
type OnAbort = (signal: AbortSignal | null, work: (reason: DOMException) => void) => () => void;

type Delivery = {
  readonly how: NetFaultKind | null;
  readonly time: VirtualTime;
  readonly signal: AbortSignal | null;
  readonly onAbort: OnAbort;
  readonly heard: () => void;
};

const responseOf = (
  { status, headers, body }: WireAnswer,
  { how, time, signal, onAbort, heard }: Delivery,
): Response => {
  if (NO_BODY.includes(status)) return new Response(null, { status, headers });
  const pieces = how === 'slow-drip' ? 7 : 1;
  const size = Math.max(1, Math.ceil(body.length / pieces));
  let at = 0;
  let stopListening = (): void => {};
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      stopListening = onAbort(signal, (reason) => controller.error(reason));
    },
    cancel: () => stopListening(),
    pull: (controller) => {
      const next = (): void => {
        if (signal?.aborted) return;
        if (at < body.length) controller.enqueue(new Uint8Array(body.subarray(at, at + size)));
        at += size;
        if (at < body.length) return;
        stopListening();
        // Cut off: the connection broke before the length that was announced.
        if (how === 'short-body') {
          controller.error(new TypeError('terminated'));
          return;
        }
        controller.close();
        heard();
      };
      if (how !== 'slow-drip') return next();
      return new Promise<void>((resolve) => {
        time.after(4000, () => {
          next();
          resolve();
        });
      });
    },
  });
  return new Response(stream, { status, headers });
};
