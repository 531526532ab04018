import fastifyCookie from '@fastify/cookie';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { problem } from '../../shared/lib/problem.ts';
import { fail } from '../../shared/lib/result.ts';
import type { Logger, RandomBytes } from '../core/ports.ts';
import type { Workbench } from '../core/workbench-types.ts';
import { appHeaders } from '../host/content-policy.ts';
import { evidenceResponse } from '../host/evidence-response.ts';
import { listRendererFiles, type RendererFile, readRendererText } from '../host/renderer-files.ts';
import { type AccessGate, cookieName, createAccessGate, newSecret } from './access-gate.ts';
import { attachment, type Downloads } from './downloads.ts';
import { createNoticeStreams } from './notice-streams.ts';

export type WebHostOptions = {
  readonly workbench: Workbench;
  readonly downloads: Downloads;
  /** The folder of the built app. */
  readonly rendererFolder: string;
  /** The built script that puts `window.assay` into the page. */
  readonly bridgeScript: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly random: RandomBytes;
  readonly log: Logger;
};

export type WebHost = {
  /** The address with the one-time token, for the person's browser. */
  readonly url: string;
  readonly origin: string;
  /** The pages that are open commit what is typed first. */
  close(): Promise<void>;
};

/** Bytes of one command: 200 edits of long rationales fit many times over. */
const bodyLimit = 4 * 1024 * 1024;

const headers = appHeaders("'self'");
const sharing = { 'cross-origin-resource-policy': 'same-origin' };

const sentences = {
  place: 'Open Assay at the address it printed. Requests from other pages and other addresses are refused.',
  token: 'This address has been used already. Go back to the window that it opened, or start Assay again.',
  session: 'Start Assay and open the address it prints. This browser has not been let in.',
};

const refuse = (reply: FastifyReply, sentence: string): FastifyReply =>
  reply.code(403).headers(headers).type('text/plain; charset=utf-8').send(sentence);

const header = (request: FastifyRequest, name: string): string | null => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
};

const addressOf = (request: FastifyRequest): URL => new URL(request.url, 'http://127.0.0.1');

/** Turns everyone away who is not this run's own page. The printed address's token is exchanged for the cookie here. */
const guard = (app: FastifyInstance, gate: AccessGate): void => {
  app.addHook('onRequest', async (request, reply) => {
    const port = request.socket.localPort;
    const session = request.cookies[cookieName(port)];
    const { host, origin } = request.headers;
    const site = header(request, 'sec-fetch-site') ?? undefined;
    if (!gate.rightPlace({ port, method: request.method, host, origin, site })) {
      return refuse(reply, sentences.place);
    }
    const { pathname, searchParams } = addressOf(request);
    const token = pathname === '/' ? searchParams.get('token') : null;
    if (token === null) return gate.signedIn(session) ? undefined : refuse(reply, sentences.session);
    const granted = gate.redeem(token);
    if (granted === null && !gate.signedIn(session)) return refuse(reply, sentences.token);
    if (granted !== null) {
      reply.setCookie(cookieName(port), granted, { httpOnly: true, sameSite: 'strict', path: '/' });
    }
    return reply.headers(headers).header('cache-control', 'no-store').redirect('/', 303);
  });
};

const addCommands = (app: FastifyInstance, { workbench, log }: WebHostOptions): void => {
  // A form of another page can send text/plain without asking first; JSON it cannot.
  app.removeContentTypeParser('text/plain');
  app.post<{ Params: { command: string } }>('/api/:command', async (request, reply) => {
    reply.headers(headers).header('cache-control', 'no-store');
    return workbench.handle(request.params.command, request.body);
  });
  app.setErrorHandler<Error & { code?: string; statusCode?: number }>(async (error, _request, reply) => {
    const status = error.statusCode ?? 500;
    reply.code(status).headers(headers).type('application/json; charset=utf-8');
    if (status === 413) return fail(problem('too-large', { limit: '4 MiB' }));
    if (status < 500) return fail(problem('bad-request', { detail: error.message }));
    log('error', 'web.request-failed', { code: error.code ?? error.name });
    return fail(problem('internal', { detail: error.code ?? error.name }));
  });
};

const addEvidence = (app: FastifyInstance, { workbench, downloads, log }: WebHostOptions): void => {
  app.route<{ Params: { artifactId: string } }>({
    // Named, because the HEAD route that Fastify derives from GET loses the length of a streamed answer.
    method: ['GET', 'HEAD'],
    url: '/evidence/:artifactId',
    handler: (request) =>
      evidenceResponse(
        {
          method: request.method,
          artifactId: request.params.artifactId,
          range: header(request, 'range'),
          ifRange: header(request, 'if-range'),
        },
        { openEvidence: workbench.openEvidence, log, sharing },
      ),
  });
  app.get<{ Params: { id: string } }>('/downloads/:id', async (request, reply) => {
    reply.headers(headers).header('cache-control', 'no-store');
    const download = downloads.take(request.params.id);
    if (download === null) {
      return reply.code(404).type('text/plain; charset=utf-8').send('This file has been fetched already.');
    }
    reply.header('content-disposition', attachment(download.fileName));
    return reply.type('application/octet-stream').send(Buffer.from(download.bytes));
  });
};

/** The page of the app with the bridge as its first script; the same page goes without it in Electron. */
const pageWithBridge = async (page: RendererFile): Promise<string> => {
  const html = await readRendererText(page);
  return html.replace('<head>', '<head><script type="module" src="/bridge.js"></script>');
};

const addApp = async (app: FastifyInstance, options: WebHostOptions): Promise<void> => {
  const files = await listRendererFiles(options.rendererFolder);
  const page = files('/index.html');
  const html = page === null ? '' : await pageWithBridge(page);
  app.get('/bridge.js', (_request, reply) =>
    reply.headers(headers).type('text/javascript; charset=utf-8').send(options.bridgeScript),
  );
  app.get('/*', (request, reply) => {
    reply.headers(headers);
    const { pathname } = addressOf(request);
    const file = files(pathname);
    if (file === null)
      return reply.code(404).type('text/plain; charset=utf-8').send('There is nothing here.');
    reply.type(file.mediaType);
    reply.header('cache-control', file.immutable ? 'private, max-age=31536000, immutable' : 'no-store');
    return file === page ? reply.send(html) : reply.header('content-length', file.size).send(file.open());
  });
};

const listen = async (app: FastifyInstance, port: number): Promise<string> => {
  try {
    return await app.listen({ host: '127.0.0.1', port });
  } catch (error) {
    await app.close();
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw taken
      ? new Error(`Port ${port} is taken. Choose another, or leave --port out for any free one.`)
      : error;
  }
};

/** Serves the app, its commands and its evidence on 127.0.0.1 to one browser, which is let in by the address's token. */
export const startWebHost = async (options: WebHostOptions): Promise<WebHost> => {
  const token = newSecret(options.random);
  const app = fastify({
    bodyLimit,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    requestTimeout: 30_000,
    keepAliveTimeout: 30_000,
    routerOptions: { maxParamLength: 500 },
  });
  await app.register(fastifyCookie);
  guard(app, createAccessGate({ token, random: options.random }));
  const streams = createNoticeStreams();
  app.get('/notices', (_request, reply) => {
    reply.hijack();
    streams.open(reply.raw, headers);
  });
  addCommands(app, options);
  addEvidence(app, options);
  await addApp(app, options);
  const address = await listen(app, options.port);
  const stopHearing = options.workbench.onNotice((notice) => streams.send(notice));
  return {
    url: `${address}/?token=${token}`,
    origin: address,
    close: async () => {
      const unsaved = await options.workbench.settle(streams.count());
      if (unsaved !== null) options.log('error', 'web.not-saved', { code: unsaved.code });
      stopHearing();
      streams.close();
      await app.close();
    },
  };
};
