import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fastify, { type FastifyInstance } from 'fastify';
import {
  createJsonSchemaTransformObject,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { z } from 'zod';
import { reviewEventSchema } from '../shared/hub-api/events.ts';
import { protocolVersion, wireLimits } from '../shared/hub-api/protocol-version.ts';
import { sealedContentSchema, sealedWorkSchema } from '../shared/hub-api/sealed-work.ts';
import { problem } from '../shared/lib/problem.ts';
import type { AccessDeps } from './auth/access.ts';
import { passwordCheck } from './auth/check-password.ts';
import { identitySignIn } from './auth/identity-sign-in.ts';
import { passwordSignIn } from './auth/sign-in.ts';
import type { HubDeps } from './context/deps.ts';
import { errorFields } from './core/error-fields.ts';
import { httpAddress, isAnyAddress } from './core/http-address.ts';
import type { Logger } from './core/ports.ts';
import { type MountDeps, mountProvider } from './identity/mount-provider.ts';
import { signInPlaces } from './identity/sign-in-places.ts';
import { problemOfError } from './routes/problem-of-error.ts';
import { registerRoutes } from './routes/register-routes.ts';
import { sendProblem } from './routes/send-problem.ts';

/** Timeouts in milliseconds: a request that arrives slowly, a socket with nothing on it, an idle kept connection. */
const timeouts = { requestTimeout: 60_000, connectionTimeout: 120_000, keepAliveTimeout: 30_000 } as const;

/** A hub as its server asks it: its data, and the ways to sign in. */
export type HubParts = AccessDeps & MountDeps;

/** The hub as a server that does not listen yet. The caller closes it, then the database. */
export const createHub = async (deps: HubDeps): Promise<FastifyInstance> => {
  let app: FastifyInstance | null = null;
  const parts = hubParts(deps, () => (app === null ? null : listeningAt(app)));
  app = await createHubServer(() => parts);
  return app;
};

/** `listening`: the address the hub itself listens on; null while it does not. */
export const hubParts = (deps: HubDeps, listening: () => string | null): HubParts => {
  const checkPassword = passwordCheck(deps);
  const places = signInPlaces(deps, () => deps.signInWays.publicUrl ?? listening());
  return {
    ...deps,
    checkPassword,
    ownProvider: places.own,
    signIn: passwordSignIn(deps, checkPassword),
    signInWithIdentity: identitySignIn(deps, places.current),
    signInPlace: places.describe,
  };
};

/**
 * The same over the hub that is open when a request comes: whoever opens one after the other, as the simulation does,
 * compiles the routes once.
 */
export const createHubServer = async (current: () => HubParts): Promise<FastifyInstance> => {
  const app = fastify({
    logger: false,
    bodyLimit: wireLimits.pushBytes,
    routerOptions: { maxParamLength: 400 },
    exposeHeadRoutes: false,
    frameworkErrors: (error, _request, reply) => sendProblem(reply, problemOfError(error)),
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    ...timeouts,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain');
  const log: Logger = (...line) => current().log(...line);
  answerProblems(app, log);
  logRequests(app, log);
  await documentApi(app);
  registerRoutes(app, current);
  await mountProvider(app, current);
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  return app;
};

/** The address the hub itself listens on; null while it does not, and where it listens on every address there is. */
const listeningAt = ({ server }: FastifyInstance): string | null => {
  const address = server.address();
  if (address === null || typeof address === 'string') return null;
  return isAnyAddress(address.address) ? null : httpAddress(address.address, address.port);
};

const answerProblems = (app: FastifyInstance, log: Logger): void => {
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, problem('not-found')));
  app.setErrorHandler((error, request, reply) => {
    const shown = problemOfError(error);
    if (shown.code === 'internal' || shown.code === 'hub-storage-full' || shown.code === 'hub-busy') {
      log('error', 'request-failed', {
        ...errorFields(error),
        route: request.routeOptions.url ?? 'unknown',
        requestId: request.id,
      });
    }
    return sendProblem(reply, shown);
  });
};

/** One line for each request: the route's pattern, never the address itself. */
const logRequests = (app: FastifyInstance, log: Logger): void => {
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  });
  app.addHook('onResponse', async (request, reply) => {
    log('info', 'request', {
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      requestId: request.id,
      ...(reply.problemCode === null ? {} : { code: reply.problemCode }),
    });
  });
};

const documentApi = async (app: FastifyInstance): Promise<void> => {
  const components = z.registry<{ id: string }>();
  components.add(reviewEventSchema, { id: 'ReviewEvent' });
  components.add(sealedWorkSchema, { id: 'SealedWork' });
  components.add(sealedContentSchema, { id: 'SealedContent' });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Assay hub',
        version: `${protocolVersion.major}.${protocolVersion.minor}`,
        description:
          'How a workbench talks to a hub. Problems are RFC 9457; each event of a push is one ReviewEvent.',
      },
      components: { securitySchemes: { session: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
    transformObject: createJsonSchemaTransformObject({ schemaRegistry: components }),
  });
  await app.register(swaggerUi, { routePrefix: '/docs' });
};
