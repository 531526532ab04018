import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { describeProblem } from '../../shared/lib/problem.ts';
import type { CheckPassword } from '../auth/check-password.ts';
import type { HubDeps } from '../context/deps.ts';
import { errorFields } from '../core/error-fields.ts';
import { type OwnProvider, ownProviderPath } from './own-provider.ts';
import { messagePage, type Page, signInPage } from './pages.ts';

export type MountDeps = HubDeps & {
  readonly checkPassword: CheckPassword;
  /** Null while the hub does not know its own address, or has another provider. */
  readonly ownProvider: () => OwnProvider | null;
};

/** All that a workbench and its browser ask of the provider; whatever else it could answer is not there. */
const providerRoutes = [
  { method: 'GET', path: '/.well-known/openid-configuration' },
  { method: 'GET', path: '/jwks' },
  { method: 'GET', path: '/auth' },
  { method: 'GET', path: '/auth/:uid' },
  { method: 'POST', path: '/token' },
  { method: 'POST', path: '/token/revocation' },
] as const;

const formLimit = 16_384;

/** Serves the hub's own provider, and the one page of it that people see. `current`: the hub to ask. */
export const mountProvider = async (app: FastifyInstance, current: () => MountDeps): Promise<void> => {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: formLimit },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    const schema = { hide: true };
    scope.get(`${ownProviderPath}/sign-in/:uid`, { schema }, (request, reply) =>
      ask(current(), request, reply),
    );
    scope.post(`${ownProviderPath}/sign-in/:uid`, { schema }, (request, reply) =>
      answer(current(), request, reply),
    );
  });
  await app.register(async (scope) => {
    // The provider reads bodies itself.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _body, done) => done(null));
    for (const { method, path } of providerRoutes) {
      scope.route({
        method,
        url: `${ownProviderPath}${path}`,
        schema: { hide: true },
        handler: async (request, reply) => {
          const own = current().ownProvider();
          if (own === null) return reply.callNotFound();
          reply.hijack();
          reply.raw.setHeader('x-content-type-options', 'nosniff');
          reply.raw.setHeader('referrer-policy', 'no-referrer');
          await own.provider.callback()(asSeenByPeople(request.raw, own.issuer), reply.raw);
          return reply;
        },
      });
    }
  });
};

/**
 * The request as the provider is to see it: at the hub's own address, whatever Host header or proxy brought it, so that no
 * address it hands out can be somebody else's; and under its own root.
 */
const asSeenByPeople = (raw: IncomingMessage, issuer: string): IncomingMessage => {
  const { host, protocol } = new URL(issuer);
  const headers = raw.headers;
  headers.host = host;
  headers['x-forwarded-proto'] = protocol.slice(0, -1);
  for (const name of ['x-forwarded-host', 'x-forwarded-for', 'forwarded']) delete headers[name];
  const url = raw.url ?? '/';
  if (url.startsWith(`${ownProviderPath}/`)) {
    Object.assign(raw, { originalUrl: url, url: url.slice(ownProviderPath.length) });
  }
  return raw;
};

const formSchema = z.object({
  account: z.string().max(120).default(''),
  password: z.string().max(1000).default(''),
  choice: z.enum(['sign-in', 'cancel']).default('sign-in'),
});

type Interaction = { readonly loginHint: string; readonly workbench: string };

/** What is being asked for, by the cookie that only this browser has; null when it is over. */
const interactionOf = async (
  deps: MountDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Interaction | null> => {
  const own = deps.ownProvider();
  if (own === null) return null;
  try {
    const raw = asSeenByPeople(request.raw, own.issuer);
    const { params, uid } = await own.provider.interactionDetails(raw, reply.raw);
    if (uid !== (request.params as { uid: string }).uid) return null;
    const hint = params.login_hint;
    return {
      loginHint: typeof hint === 'string' ? hint.slice(0, 120) : '',
      workbench: new URL(String(params.redirect_uri)).origin,
    };
  } catch (error) {
    deps.log('info', 'sign-in-over', errorFields(error));
    return null;
  }
};

const ask = async (deps: MountDeps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const interaction = await interactionOf(deps, request, reply);
  if (interaction === null) return send(reply, 400, overPage(deps));
  return send(reply, 200, pageFor(deps, interaction, interaction.loginHint, null));
};

const answer = async (
  deps: MountDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const own = deps.ownProvider();
  const interaction = await interactionOf(deps, request, reply);
  const form = formSchema.safeParse(request.body);
  const { origin } = request.headers;
  const foreign = origin !== undefined && own !== null && origin !== new URL(own.issuer).origin;
  if (own === null || interaction === null || !form.success || foreign) {
    return send(reply, 400, overPage(deps));
  }
  const { account, password, choice } = form.data;
  if (choice === 'cancel') return finish(own, request, reply, { error: 'access_denied' });
  const checked = await deps.checkPassword({ account, password });
  if (checked.ok) return finish(own, request, reply, { login: { accountId: checked.value.id } });
  const wait = checked.problem.code === 'rate-limited';
  const sentence = wait
    ? `Too many tries. Wait ${checked.problem.params?.seconds} seconds, then try again.`
    : describeProblem(checked.problem);
  return send(reply, wait ? 429 : 401, pageFor(deps, interaction, account, sentence));
};

const finish = async (
  { provider, issuer }: OwnProvider,
  request: FastifyRequest,
  reply: FastifyReply,
  result: { readonly error: string } | { readonly login: { readonly accountId: string } },
): Promise<FastifyReply> => {
  const next = await provider.interactionResult(asSeenByPeople(request.raw, issuer), reply.raw, result, {
    mergeWithLastSubmission: false,
  });
  return reply.code(303).header('cache-control', 'no-store').header('location', next).send();
};

const pageFor = (
  { identity }: MountDeps,
  { workbench }: Interaction,
  account: string,
  problem: string | null,
): Page => {
  const known = identity.sample?.accounts.some((one) => one.account === account) === true;
  return signInPage({
    hub: identity.name,
    account,
    password: known && problem === null ? (identity.sample?.password ?? '') : '',
    problem,
    isSample: identity.sample !== null,
    workbench,
  });
};

const overPage = ({ identity }: MountDeps): Page =>
  messagePage({
    hub: identity.name,
    title: 'This sign-in is over',
    text: 'It has expired or was finished already. Go back to Assay and start it again.',
  });

const send = (reply: FastifyReply, status: number, { html, headers }: Page): FastifyReply =>
  reply.code(status).headers(headers).type('text/html; charset=utf-8').send(html);
