import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a proxy does to one answer of the hub on its way. */
export type Fault =
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
  close(): Promise<void>;
};

/** A real HTTP server on the loopback between a workbench and its hub. */
export const startFaultProxy = async (target: string): Promise<FaultProxy> => {
  const server = createServer((request, response) => {
    relay(proxy, target, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${port}`,
    fault: () => undefined,
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
  const answer = await fetch(`${target}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const range = request.headers.range ?? null;
  send(response, answer, bytes, proxy.fault({ method, path, range }));
};

const send = (response: ServerResponse, answer: Response, bytes: Buffer, fault: Fault | undefined): void => {
  const headers = Object.fromEntries(answer.headers);
  delete headers['transfer-encoding'];
  delete headers.connection;
  const length = { 'content-length': String(bytes.length) };
  switch (fault?.kind) {
    case undefined:
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
