import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createHub } from '../../hub/app.ts';
import { deviceCode } from '../../hub/core/device-code.ts';
import type { RouteName } from '../../shared/hub-api/routes.ts';
import {
  accounts,
  everyone,
  type SignedIn,
  type Stage,
  setStage,
  type Who,
} from '../helpers/hub/access-stage.ts';
import {
  type OpenApi,
  type Operation,
  operationsOf,
  routesInTree,
} from '../helpers/hub/openapi-operations.ts';
import { removeScratchFolders } from '../helpers/hub/program-copy.ts';
import { reviewEvent, type TestDevice } from '../helpers/hub/test-device.ts';

/*
 * Every request that the OpenAPI document describes, by everybody, on somebody else's things. The document decides what
 * is tried: a route, a parameter or a field that nothing is said about here fails. Events, whose ids stand in their
 * bodies, are tried in access-events.test.ts.
 */

const stage: Stage = await setStage();
/** A device that nobody else needs: the issuer's request has an effect. */
const spare = await stage.hub.signIn('rosa.lind');
const codeOf = ({ session, deviceId }: TestDevice) => deviceCode(session.account.id, deviceId);
const document = (await (await fetch(`${stage.url}/openapi.json`)).json()) as OpenApi;

afterAll(() => stage.hub.close());
removeScratchFolders();

type Case = {
  /** What everybody gets when they ask for Rosa's. */
  readonly expected: Readonly<Record<Who, number>>;
  readonly body?: (stage: Stage, who: Who) => unknown;
  /** Ids in place of Rosa's, for somebody whose request has an effect. */
  readonly ids?: (who: Who) => Readonly<Record<string, string>>;
};

const everybody = (status: number): Record<Who, number> =>
  Object.fromEntries(everyone.map((who) => [who, status])) as Record<Who, number>;
const signedIn = { ...everybody(200), nobody: 401 };
const reviewersOnly = { ...signedIn, 'calibration-lead': 403, issuer: 403 };
const deskOnly = { ...signedIn, owner: 403, stranger: 403, former: 403 };
const ownOrDesk = { ...signedIn, stranger: 404, former: 404 };

/** One case for every route of the contract: the type refuses a route that has none. */
const cases: Readonly<Record<RouteName, Case>> = {
  describeHub: { expected: everybody(200) },
  signIn: {
    body: () => ({ account: `nobody.${randomUUID()}`, password: 'guessed', device: { id: 'd', name: 'd' } }),
    expected: everybody(401),
  },
  signInWithIdentity: {
    body: () => ({
      idToken: 'not.a.token.of.anybody',
      proof: { kind: 'nonce', secret: 'a'.repeat(43) },
      device: { id: 'd', name: 'd' },
    }),
    expected: everybody(401),
  },
  signOut: { expected: { ...everybody(204), nobody: 401 } },
  getAccount: { expected: signedIn },
  listChanges: { expected: reviewersOnly },
  getEvidenceManifest: { expected: ownOrDesk },
  getEvidence: { expected: ownOrDesk },
  pushEvents: {
    body: ({ devices, work }, who) => {
      const { deviceId } = devices[who === 'nobody' ? 'owner' : who];
      const opened = { type: 'assignment.opened' as const, payload: {} };
      return { events: [reviewEvent(work, opened, { deviceId: deviceId as never, deviceSeq: 1 })] };
    },
    expected: reviewersOnly,
  },
  getReview: { expected: ownOrDesk },
  listReviews: { expected: deskOnly },
  listAssignments: { expected: deskOnly },
  listAlerts: { expected: deskOnly },
  listErasures: { expected: deskOnly },
  eraseSubmission: {
    expected: { ...everybody(403), nobody: 401, issuer: 200 },
    ids: (who) => (who === 'issuer' ? { submissionId: 'sub-FBK-1' } : {}),
  },
  listOwnDevices: { expected: signedIn },
  listDevices: { expected: { ...everybody(403), nobody: 401, issuer: 200 } },
  revokeDevice: {
    expected: { ...everybody(403), nobody: 401, issuer: 200 },
    ids: (who) => (who === 'issuer' ? { deviceCode: codeOf(spare) } : {}),
  },
  askStanding: {
    body: ({ devices }) => ({
      accountId: devices.owner.session.account.id,
      deviceId: devices.owner.deviceId,
      ask: 'a'.repeat(64),
    }),
    expected: everybody(404),
  },
};

/** What a path can name: Rosa's, and one that nobody has. */
const pathIds: Readonly<
  Record<string, { readonly theirs: (stage: Stage) => string; readonly nobodys: string }>
> = {
  sha256: { theirs: ({ sha256 }) => sha256, nobodys: 'e'.repeat(64) },
  assignmentId: { theirs: ({ work }) => work.assignment.id, nobodys: 'asg-nobody' },
  submissionId: { theirs: ({ work }) => work.submission.id, nobodys: 'sub-nobody' },
  deviceCode: { theirs: ({ devices }) => codeOf(devices.owner), nobodys: 'AAAA-AAAA-AAAA' },
};

/** Why a parameter of a query leads to nothing of somebody else's. */
const queries: Readonly<Record<string, string>> = {
  cursor: "signed for one reader; another's is refused (below)",
  limit: 'a number',
  also: 'a kind of thing, in the own feed',
  after: 'a place in a list that only those who see all of it may ask for',
  disclosures: 'a choice',
};

/** Why a field of a body, other than an event's, leads to nothing of somebody else's. */
const bodyIds: Readonly<Record<string, string>> = {
  'signIn device.id': 'a device belongs to the account that signs in on it (below)',
  'askStanding accountId': 'needs the proof of the device itself (devices.test.ts)',
  'askStanding deviceId': 'needs the proof of the device itself (devices.test.ts)',
  'signInWithIdentity device.id': 'the same; and it proves itself by its secret (identity.test.ts)',
  'signInWithIdentity idToken':
    'signed by the provider for one person, and worthless without its proof (identity.test.ts)',
};

const caseOf = (name: string): Case | undefined => (cases as Readonly<Record<string, Case>>)[name];

/** These two are asked by somebody who has no session yet. */
const signsIn = (name: string): boolean => name === 'signIn' || name === 'signInWithIdentity';

/** What is registered and has no business in the document: the sign-in speaks OpenID Connect, which describes itself. */
const undocumented = (route: string): boolean =>
  route.startsWith('HEAD ') ||
  route.startsWith('GET /docs') ||
  route === 'GET /openapi.json' ||
  identityRoutes.has(route);

const identityRoutes: ReadonlySet<string> = new Set([
  'GET /oidc/.well-known/openid-configuration',
  'GET /oidc/jwks',
  'GET /oidc/auth',
  'GET /oidc/auth/:uid',
  'GET /oidc/sign-in/:uid',
  'POST /oidc/sign-in/:uid',
  'POST /oidc/token',
  'POST /oidc/token/revocation',
]);

/** Everything in a document, and among the routes of its server, that no case speaks of. */
const unspokenOf = (described: OpenApi, tree: string): string[] => {
  const operations = operationsOf(described);
  const documented = new Set(
    operations.map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  );
  return [
    ...operations.flatMap(({ name, isPublic, pathIds: ids, query, bodyIds: fields }) => [
      ...(caseOf(name) === undefined ? [`${name} has no case`] : []),
      ...(isPublic && caseOf(name)?.expected.nobody === 401 && !signsIn(name)
        ? [`${name} is not said to need a session`]
        : []),
      ...ids.filter((id) => !Object.hasOwn(pathIds, id)).map((id) => `${name}: {${id}} in the path`),
      ...query.filter((one) => !Object.hasOwn(queries, one)).map((one) => `${name}: ?${one}`),
      ...fields
        .filter((field) => !Object.hasOwn(bodyIds, `${name} ${field}`))
        .map((field) => `${name}: ${field} in the body`),
    ]),
    ...routesInTree(tree)
      .filter((route) => !undocumented(route) && !documented.has(route))
      .map((route) => `${route} is not in the document`),
  ];
};

type Asking = {
  readonly on: Pick<Stage, 'url'>;
  readonly operation: Operation;
  readonly who: Who;
  readonly ids: Readonly<Record<string, string>>;
  readonly method?: string;
};

const ask = async ({ on, operation, who, ids, method = operation.method }: Asking): Promise<Response> => {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'x');
  const body = caseOf(operation.name)?.body?.(stage, who);
  const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  if (who !== 'nobody') {
    // Signing out ends the session it is asked on: that route gets one of its own.
    const device = operation.name === 'signOut' ? await stage.hub.signIn(accounts[who]) : stage.devices[who];
    headers.authorization = `Bearer ${device.session.token}`;
  }
  return fetch(`${on.url}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
};

const idsFor = ({ pathIds: names }: Operation, which: 'theirs' | 'nobodys'): Record<string, string> =>
  Object.fromEntries(
    names.map((name) => {
      const known = pathIds[name];
      return [name, which === 'theirs' ? (known?.theirs(stage) ?? 'x') : (known?.nobodys ?? 'x')];
    }),
  );

/** What is wrong with how a reviewer who has no business with it is answered: nothing, or sentences. */
const leaksOf = async (on: Pick<Stage, 'url'>, operation: Operation, who: SignedIn): Promise<string[]> => {
  const leaks: string[] = [];
  for (const method of operation.method === 'GET' ? ['GET', 'HEAD'] : [operation.method]) {
    const theirs = await ask({ on, operation, who, ids: idsFor(operation, 'theirs'), method });
    const nobodys = await ask({ on, operation, who, ids: idsFor(operation, 'nobodys'), method });
    const [one, other] = [await theirs.text(), await nobodys.text()];
    const refusesRole = caseOf(operation.name)?.expected[who] === 403;
    if (theirs.status !== (refusesRole ? 403 : 404)) leaks.push(`${method} answers ${theirs.status}`);
    if (theirs.status !== nobodys.status || one !== other) leaks.push(`${method} tells theirs from nobody's`);
    if (one.includes('QST-2')) leaks.push(`${method} names it`);
  }
  return leaks;
};

describe('everything the OpenAPI document describes', () => {
  const operations = operationsOf(document);

  it('is spoken of here, and there is nothing the document does not describe', async () => {
    const app = await createHub(stage.hub.deps);
    await app.ready();
    expect(unspokenOf(document, app.printRoutes({ commonPrefix: false }))).toEqual([]);
    await app.close();
    expect(operations.map(({ name }) => name).sort()).toEqual(Object.keys(cases).sort());
  });

  for (const operation of operations) {
    for (const who of everyone) {
      const expected = caseOf(operation.name)?.expected[who];
      it(`${operation.name} as ${who} answers ${expected}`, async () => {
        const ids = { ...idsFor(operation, 'theirs'), ...caseOf(operation.name)?.ids?.(who) };
        const response = await ask({ on: stage, operation, who, ids });
        expect(response.status).toBe(expected);
        if (response.status < 400) return;
        expect(response.headers.get('content-type')).toContain('application/problem+json');
        expect(await response.text()).not.toContain('QST-2');
      });
    }
    if (operation.pathIds.length === 0) continue;
    for (const who of ['stranger', 'former'] as const) {
      it(`${operation.name}: somebody else's id and one that nobody has are the same to a ${who}`, async () => {
        expect(await leaksOf(stage, operation, who)).toEqual([]);
      });
    }
  }

  it('refuses a made-up token before it reads the body, unless it is public', async () => {
    for (const operation of operations) {
      if (caseOf(operation.name)?.expected.nobody !== 401 || signsIn(operation.name)) continue;
      const response = await fetch(`${stage.url}${operation.path.replace(/\{\w+\}/g, 'x')}`, {
        method: operation.method,
        headers: { authorization: `Bearer ${'a'.repeat(43)}`, 'content-type': 'application/json' },
        ...(operation.method === 'POST' ? { body: 'this is not JSON' } : {}),
      });
      expect([operation.name, response.status]).toEqual([operation.name, 401]);
      expect((await response.json()).code).toBe('session-expired');
    }
  });

  it('a former reviewer gets nothing by the ids that were their own either', async () => {
    const { devices, formerWork } = stage;
    const review = await devices.former.request(`/v1/assignments/${formerWork.assignment.id}/review`);
    expect(review.status).toBe(404);
  });
});

describe('a route that somebody adds and forgets here', () => {
  /** The hub with one more route, which gives everybody the review that they name. */
  const planted = async (hide: boolean) => {
    const app = await createHub(stage.hub.deps);
    const schema = {
      params: z.object({ assignmentId: z.string(), noteId: z.string() }),
      querystring: z.object({ as: z.string().optional() }),
      hide,
    };
    app.get('/v1/planted/:assignmentId/:noteId', { schema }, async (request) => ({
      review: (request.params as { assignmentId: string }).assignmentId,
    }));
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    return {
      url,
      described: (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi,
      tree: app.printRoutes({ commonPrefix: false }),
      close: () => app.close(),
    };
  };

  it('is found, with each of its ids; and what it leaks is found too', async () => {
    const hub = await planted(false);
    const name = 'GET /v1/planted/{assignmentId}/{noteId}';
    expect(unspokenOf(hub.described, hub.tree)).toEqual([
      `${name} has no case`,
      `${name}: {noteId} in the path`,
      `${name}: ?as`,
    ]);
    const operation = operationsOf(hub.described).find((one) => one.name === name);
    if (operation === undefined) throw new Error('the planted route is not in the document');
    expect(await leaksOf(hub, operation, 'stranger')).toContain('GET answers 200');
    await hub.close();
  });

  it('is found where it hides from the document', async () => {
    const hub = await planted(true);
    expect(unspokenOf(hub.described, hub.tree)).toEqual([
      'GET /v1/planted/:assignmentId/:noteId is not in the document',
    ]);
    await hub.close();
  });

  it('an id that is added to a path, a query or a body of a known route is found', () => {
    const described = structuredClone(document);
    const review = described.paths['/v1/assignments/{assignmentId}/review']?.get;
    Object.assign(review ?? {}, {
      parameters: [
        { name: 'assignmentId', in: 'path' },
        { name: 'readerId', in: 'path' },
        { name: 'of', in: 'query' },
      ],
    });
    const signIn = described.paths['/v1/sessions']?.post?.requestBody?.content['application/json'];
    Object.assign(signIn?.schema.properties ?? {}, {
      behalf: { type: 'array', items: { type: 'object', properties: { accountId: { type: 'string' } } } },
    });
    expect(unspokenOf(described, '')).toEqual([
      'signIn: behalf.accountId in the body',
      'getReview: {readerId} in the path',
      'getReview: ?of',
    ]);
  });
});

describe('what names things without being an id', () => {
  it("another reader's cursor is refused", async () => {
    const own = await stage.devices.owner.pull();
    const response = await stage.devices.stranger.request(`/v1/changes?cursor=${own.last.cursor}`);
    expect(response.status).toBe(400);
  });

  it("signing in under the id of somebody else's device gives neither its secret nor its numbers", async () => {
    const { owner } = stage.devices;
    const ben = await stage.hub.signIn('ben.achebe', owner.deviceId);
    expect(ben.session.deviceSecret).not.toBe(owner.session.deviceSecret);
    expect((await ben.pull()).last.deviceSeq).toBe(0);
    expect((await owner.request('/v1/account')).status).toBe(200);
  });
});
