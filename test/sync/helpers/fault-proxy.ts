import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a proxy does to one request, or to the hub's answer on its way. */
export type Fault =
  /** Answers in place of the hub, which hears nothing. */
  | {
      readonly kind: 'instead';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** Cuts the connection; the hub hears nothing. */
  | { readonly kind: 'cut' }
  /** The hub hears it only then, even where nobody waits for the answer any more. */
  | { readonly kind: 'late'; readonly until: Promise<void> }
  /** The hub hears it so many times, one after the other; the last answer comes back. */
  | { readonly kind: 'again'; readonly times: number }
  /** The hub has heard it; its answer never comes, the connection is cut. */
  | { readonly kind: 'answer-lost' }
  /** Sends half of the body and then ends its side of the connection in good order. */
  | { readonly kind: 'half-close' }
  /** Sends the body in so many pieces with a pause before each. */
  | { readonly kind: 'drip'; readonly pieces: number; readonly pauseMs: number }
  /** Sends this share of the body, then cuts the connection. */
  | { readonly kind: 'truncate'; readonly share: number }
  /** Flips one byte in the middle. */
  | { readonly kind: 'alter' }
  /** Says nothing about the length, and goes on sending after the body. */
  | { readonly kind: 'endless' }
  /** Sends the head and then nothing more. */
  | { readonly kind: 'silent' }
  /** Sends everything, but only then. */
  | { readonly kind: 'hold'; readonly until: Promise<void> }
  /** Another ETag than the hub's. */
  | { readonly kind: 'etag'; readonly value: string }
  /** A 206 for another range than asked for. */
  | { readonly kind: 'shift-range' };

export type FaultProxy = {
  readonly url: string;
  /** Decides for each request whether something happens to its answer. */
  fault: (request: {
    readonly method: string;
    readonly path: string;
    readonly range: string | null;
  }) => Fault | undefined;
  /** Resolves when the hub has answered every request under way, whether anybody waits for it or not. */
  idle(): Promise<void>;
  close(): Promise<void>;
};

/** A real HTTP server on the loopback between a workbench and its hub. */
export const startFaultProxy = async (target: string): Promise<FaultProxy> => {
  const running = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const relayed = relay(proxy, target, request, response).catch(() => void response.destroy());
    running.add(relayed);
    void relayed.finally(() => running.delete(relayed));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${port}`,
    fault: () => undefined,
    idle: async () => void (await Promise.all(running)),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
};

const relay = async (
  proxy: FaultProxy,
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const path = request.url ?? '/';
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (!['host', 'connection', 'content-length', 'transfer-encoding'].includes(name)) {
      headers.set(name, String(value));
    }
  }
  const method = request.method ?? 'GET';
  const body = chunks.length === 0 ? undefined : Buffer.concat(chunks);
  const range = request.headers.range ?? null;
  const fault = proxy.fault({ method, path, range });
  if (fault?.kind === 'cut') return void response.destroy();
  if (fault?.kind === 'instead') {
    response.writeHead(fault.status, { ...fault.headers }).end(fault.body ?? '');
    return;
  }
  if (fault?.kind === 'late') await fault.until;
  const forward = () =>
    fetch(`${target}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  for (let more = fault?.kind === 'again' ? fault.times - 1 : 0; more > 0; more -= 1) {
    await (await forward()).arrayBuffer();
  }
  const answer = await forward();
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (fault?.kind === 'answer-lost') return void response.destroy();
  send(response, answer, bytes, fault);
};

const drip = async (
  response: ServerResponse,
  bytes: Buffer,
  pieces: number,
  pauseMs: number,
): Promise<void> => {
  const size = Math.ceil(bytes.length / pieces);
  for (let at = 0; at < bytes.length && !response.destroyed; at += size) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    response.write(bytes.subarray(at, at + size));
  }
  response.end();
};

type Passing =
  | Exclude<Fault, { kind: 'instead' | 'cut' | 'late' | 'again' | 'answer-lost' }>
  | { readonly kind: 'late' | 'again' };

const send = (
  response: ServerResponse,
  answer: Response,
  bytes: Buffer,
  fault: Passing | undefined,
): void => {
  const headers = Object.fromEntries(answer.headers);
  delete headers['transfer-encoding'];
  delete headers.connection;
  const length = { 'content-length': String(bytes.length) };
  switch (fault?.kind) {
    case undefined:
    case 'late':
    case 'again':
      response.writeHead(answer.status, { ...headers, ...length }).end(bytes);
      return;
    case 'truncate':
      response.writeHead(answer.status, { ...headers, ...length });
      response.write(bytes.subarray(0, Math.floor(bytes.length * fault.share)), () => response.destroy());
      return;
    case 'alter': {
      const altered = Buffer.from(bytes);
      const middle = Math.floor(altered.length / 2);
      altered[middle] = (altered[middle] ?? 0) ^ 0x01;
      response.writeHead(answer.status, { ...headers, ...length }).end(altered);
      return;
    }
    case 'endless': {
      delete headers['content-length'];
      response.writeHead(answer.status, headers);
      response.write(bytes);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 0x20)));
      };
      response.on('drain', more);
      more();
      return;
    }
    case 'half-close':
      response.writeHead(answer.status, { ...headers, ...length });
      response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.end());
      return;
    case 'drip':
      response.writeHead(answer.status, { ...headers, ...length });
      void drip(response, bytes, fault.pieces, fault.pauseMs);
      return;
    case 'silent':
      response.writeHead(answer.status, { ...headers, ...length }).flushHeaders();
      return;
    case 'hold':
      void fault.until.then(() => response.writeHead(answer.status, { ...headers, ...length }).end(bytes));
      return;
    case 'etag':
      response.writeHead(answer.status, { ...headers, ...length, etag: fault.value }).end(bytes);
      return;
    case 'shift-range':
      response.writeHead(answer.status, { ...headers, ...length, 'content-range': 'bytes 1-2/3' }).end(bytes);
      return;
  }
};
