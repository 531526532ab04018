import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import type { CustomScheme } from 'electron';
import {
  appOrigin,
  appScheme,
  evidenceOrigin,
  evidenceScheme,
} from '../../../main/host/electron-addresses.ts';
import type { Origins } from './link.ts';

type Handler = (request: Request) => Response | Promise<Response>;
type RequestFilter = (url: string) => Promise<boolean>;

export const privileges = new Map<string, NonNullable<CustomScheme['privileges']>>();
export const handlers = new Map<string, Handler>();

let origins: Origins = { app: '', evidence: '' };

/** Custom addresses in a text, as the loopback addresses that stand for them. */
export const toLoopback = (text: string): string =>
  text
    .replaceAll(evidenceOrigin, origins.evidence)
    .replaceAll(`${evidenceScheme}:`, origins.evidence)
    .replaceAll(appOrigin, origins.app);

const fromLoopback = (origin: string): string => {
  if (origin === origins.app) return appOrigin;
  return origin === origins.evidence ? evidenceOrigin : origin;
};

/** Refuses what Chromium refuses of a custom scheme that lacks the privilege. */
const lacksPrivilege = (scheme: string, { headers }: IncomingMessage): boolean => {
  const { supportFetchAPI, corsEnabled, stream, standard } = privileges.get(scheme) ?? {};
  if (!standard) return true;
  if (headers['sec-fetch-dest'] === 'empty' && !supportFetchAPI) return true;
  if ((headers['sec-fetch-dest'] === 'video' || headers['sec-fetch-dest'] === 'audio') && !stream)
    return true;
  const crossOrigin = ['same-site', 'cross-site'].includes(String(headers['sec-fetch-site']));
  return headers['sec-fetch-mode'] === 'cors' && crossOrigin && !corsEnabled;
};

const requestFor = (
  customOrigin: string,
  { url = '/', method = 'GET', headers }: IncomingMessage,
): Request => {
  const passed = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' && name !== 'host' && name !== 'connection') passed.set(name, value);
  }
  const request = new Request(`${customOrigin}${url}`, { method, headers: passed });
  const initiatorOrigin =
    headers.origin === undefined
      ? headers['sec-fetch-site'] === 'none'
        ? undefined
        : appOrigin
      : fromLoopback(headers.origin);
  return Object.assign(request, { initiatorOrigin });
};

const answer = async (from: Response, to: ServerResponse): Promise<void> => {
  to.statusCode = from.status;
  for (const [name, value] of from.headers) to.setHeader(name, toLoopback(value));
  if (from.body === null) return void to.end();
  // A broken body breaks the connection, as it does in Electron; a reader that went away cancels the body.
  await pipeline(Readable.fromWeb(from.body as NodeReadableStream), to).catch(() => to.destroy());
};

const serve =
  (scheme: string, customOrigin: string, allowed: RequestFilter) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const handler = handlers.get(scheme);
    const url = `${customOrigin}${request.url ?? '/'}`;
    if (handler === undefined || lacksPrivilege(scheme, request) || !(await allowed(url))) {
      response.destroy();
      return;
    }
    await answer(await handler(requestFor(customOrigin, request)), response);
  };

const listen = (server: Server): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return reject(new Error('no port'));
      resolve(`http://127.0.0.1:${address.port}`);
    });
  });

/** Serves both schemes on loopback ports. `allowed` is what the session's request listener says. */
export const startSchemeServers = async (allowed: RequestFilter): Promise<Origins> => {
  const onFailure = (error: unknown): void =>
    void process.stderr.write(`a protocol handler threw: ${String(error)}\n`);
  const serverFor = (scheme: string, origin: string): Server =>
    createServer((request, response) => {
      serve(
        scheme,
        origin,
        allowed,
      )(request, response).catch((error: unknown) => {
        onFailure(error);
        response.destroy();
      });
    });
  origins = {
    app: await listen(serverFor(appScheme, appOrigin)),
    evidence: await listen(serverFor(evidenceScheme, evidenceOrigin)),
  };
  return origins;
};

export const currentOrigins = (): Origins => origins;
export const customOriginOf = fromLoopback;
