import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { z } from 'zod';
import { type Route, type RouteName, routes } from '../../shared/hub-api/routes.ts';
import { wireProblemSchema } from '../../shared/hub-api/wire-problem.ts';
import { problem } from '../../shared/lib/problem.ts';
import type { Result } from '../../shared/lib/result.ts';
import { type AccessDeps, accessFor, refusal } from '../auth/access.ts';
import { authenticate } from '../auth/authenticate.ts';
import type { Actor } from '../core/actor.ts';
import type { EvidenceFile } from '../core/evidence-file.ts';
import { isReadyJson } from '../core/ready-json.ts';
import { anyNul } from '../core/storable-text.ts';
import { sendEvidence } from './evidence-response.ts';
import { sendProblem } from './send-problem.ts';

declare module 'fastify' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: adding a field to Fastify's own type takes an interface.
  interface FastifyRequest {
    actor: Actor | null;
  }
  // biome-ignore lint/style/useConsistentTypeDefinitions: adding a field to Fastify's own type takes an interface.
  interface FastifyReply {
    problemCode: string | null;
  }
}

/** Every route of the contract, from its table alone: path, schemas, documentation, and the guarded method behind it. `current`: the hub to ask. */
export const registerRoutes = (app: FastifyInstance, current: () => AccessDeps): void => {
  app.decorateRequest('actor', null);
  app.decorateReply('problemCode', null);
  for (const name of Object.keys(routes) as RouteName[]) registerRoute(app, current, name);
};

const registerRoute = (app: FastifyInstance, current: () => AccessDeps, name: RouteName): void => {
  const route: Route = routes[name];
  addRoute(app, current, name, route.method, schemaOf(name, route));
  // Of its own, since Fastify's own HEAD answers a length of 0 for evidence.
  if (route.method === 'GET') addRoute(app, current, name, 'HEAD', { ...schemaOf(name, route), hide: true });
};

const addRoute = (
  app: FastifyInstance,
  current: () => AccessDeps,
  name: RouteName,
  method: Route['method'] | 'HEAD',
  schema: FastifySchema,
): void => {
  const route: Route = routes[name];
  app.route({
    method,
    url: route.path,
    schema,
    // Before the body is read: a stranger's megabyte is not parsed.
    onRequest: async (request, reply) => {
      if (route.access === 'public') return;
      const actor = await authenticate(request.headers.authorization, current());
      if (!actor.ok) return sendProblem(reply, actor.problem);
      request.actor = actor.value;
      const refused = refusal(name, actor.value);
      if (refused !== null) return sendProblem(reply, refused);
    },
    handler: (request, reply) => answer(current(), name, route, request, reply),
  });
};

type AnyInput = { readonly params: unknown; readonly query: unknown; readonly body: unknown };

const answer = async (
  deps: AccessDeps,
  name: RouteName,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const { params, query, body } = request;
  if (anyNul(params) || anyNul(query) || (route.access === 'public' && anyNul(body))) {
    return sendProblem(reply, problem('bad-request', { detail: 'a text holds a character that no id has' }));
  }
  // The validator has parsed the parts with this route's own schemas, which is what the method's input type says.
  const method = accessFor(request.actor, deps)[name] as (input: AnyInput) => Promise<Result<unknown>>;
  const result = await method({ params, query, body });
  if (!result.ok) return sendProblem(reply, result.problem);
  if (route.answer === 'binary') return sendEvidence(request, reply, result.value as EvidenceFile);
  reply.header('cache-control', 'no-store');
  if (isReadyJson(result.value)) {
    return reply.code(200).type('application/json; charset=utf-8').send(result.value.readyJson);
  }
  return route.answer === 'nothing' ? reply.code(204).send() : reply.code(200).send(result.value);
};

const schemaOf = (name: RouteName, route: Route): FastifySchema & Record<string, unknown> => ({
  operationId: name,
  summary: route.summary,
  tags: [route.access === 'public' ? 'public' : 'signed in'],
  ...(route.access === 'public' ? {} : { security: [{ session: [] }] }),
  ...(route.params === undefined ? {} : { params: route.params }),
  ...(route.query === undefined ? {} : { querystring: route.query }),
  ...(route.body === undefined ? {} : { body: route.body }),
  ...(route.answer === 'binary'
    ? {}
    : {
        response: {
          ...(route.answer === 'nothing' ? { 204: z.null() } : { 200: route.answer }),
          default: wireProblemSchema,
        },
      }),
});
