import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Route, type RouteName, routes } from '../../shared/hub-api/routes.ts';
import { reviewDesk } from '../helpers/hub/review-work.ts';
import { startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import { type AssignedWork, reviewEvent, type TestDevice } from '../helpers/hub/test-device.ts';

type Who = 'nobody' | 'owner' | 'stranger' | 'calibration-lead' | 'issuer';

/** Rosa owns QST-2 alone; Ben is the reviewer who has no business with it. */
type Stage = {
  readonly hub: TestHub;
  readonly devices: Record<Exclude<Who, 'nobody'>, TestDevice>;
  readonly work: AssignedWork;
  readonly sha256: string;
};

type Case = {
  /** The request as one would send it for Rosa's things. `unknown`: the same for an id that nobody has. */
  readonly send: (stage: Stage, who: Who, unknown: boolean) => Request;
  readonly expected: Record<Who, number>;
  /** Null for routes that name nothing of anybody's. */
  readonly unknown: number | null;
};

const everybody = (status: number): Record<Who, number> => ({
  nobody: status,
  owner: status,
  stranger: status,
  'calibration-lead': status,
  issuer: status,
});
const signedIn = { ...everybody(200), nobody: 401 };
const reviewersOnly = { ...signedIn, 'calibration-lead': 403, issuer: 403 };
const deskOnly = { ...signedIn, owner: 403, stranger: 403 };
const ownOrDesk = { ...signedIn, stranger: 404 };

const get =
  (path: (stage: Stage, unknown: boolean) => string): Case['send'] =>
  (stage, _who, unknown) =>
    new Request(`${stage.hub.url}${path(stage, unknown)}`);

const post = (url: string, body: unknown): Request =>
  new Request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const hashOf = (stage: Stage, unknown: boolean) => (unknown ? 'e'.repeat(64) : stage.sha256);
const idOf = (stage: Stage, unknown: boolean) => (unknown ? 'asg-nobody' : stage.work.assignment.id);

/** One case for every route of the contract: the type refuses a route that has none. */
const cases: Record<RouteName, Case> = {
  describeHub: { send: get(() => '/v1/hub'), expected: everybody(200), unknown: null },
  signIn: {
    send: ({ hub }) =>
      post(`${hub.url}/v1/sessions`, {
        account: `nobody.${randomUUID()}`,
        password: 'guessed',
        device: { id: 'd', name: 'd' },
      }),
    expected: everybody(401),
    unknown: null,
  },
  signOut: {
    send: ({ hub }) => new Request(`${hub.url}/v1/sessions/current`, { method: 'DELETE' }),
    expected: { ...everybody(204), nobody: 401 },
    unknown: null,
  },
  getAccount: { send: get(() => '/v1/account'), expected: signedIn, unknown: null },
  listChanges: { send: get(() => '/v1/changes'), expected: reviewersOnly, unknown: null },
  getEvidenceManifest: {
    send: get((stage, unknown) => `/v1/evidence/${hashOf(stage, unknown)}/manifest`),
    expected: ownOrDesk,
    unknown: 404,
  },
  getEvidence: {
    send: get((stage, unknown) => `/v1/evidence/${hashOf(stage, unknown)}`),
    expected: ownOrDesk,
    unknown: 404,
  },
  pushEvents: {
    send: (stage, who, unknown) => {
      const device = stage.devices[who === 'nobody' ? 'owner' : who];
      const happening = { type: 'assignment.opened' as const, payload: {} };
      const over = { deviceId: device.deviceId as never, deviceSeq: 1 };
      const assignmentId = idOf(stage, unknown) as never;
      return post(`${stage.hub.url}/v1/events`, {
        events: [reviewEvent(stage.work, happening, { ...over, assignmentId })],
      });
    },
    expected: reviewersOnly,
    unknown: null,
  },
  getReview: {
    send: get((stage, unknown) => `/v1/assignments/${idOf(stage, unknown)}/review`),
    expected: ownOrDesk,
    unknown: 404,
  },
  listReviews: { send: get(() => '/v1/reviews'), expected: deskOnly, unknown: null },
  listAssignments: { send: get(() => '/v1/assignments'), expected: deskOnly, unknown: null },
  listAlerts: { send: get(() => '/v1/alerts'), expected: deskOnly, unknown: null },
};

describe('who may have what', () => {
  let stage: Stage;

  beforeAll(async () => {
    const hub = await startTestHub();
    const writer = await hub.signIn('rosa.lind');
    const work = await writer.assignment('QST-2');
    await writer.push(reviewDesk(writer, work).whole());
    const artifact = [...(await writer.pull()).live.values()].find(
      (one) => one.kind === 'artifact' && one.state.submissionId === work.submission.id,
    );
    if (artifact?.kind !== 'artifact') throw new Error('the fixture has no artifact');
    const devices = {
      owner: await hub.signIn('rosa.lind'),
      stranger: await hub.signIn('ben.achebe'),
      'calibration-lead': await hub.signIn('lea.stone'),
      issuer: await hub.signIn('ivo.marsh'),
    };
    stage = { hub, devices, work, sha256: artifact.state.sha256 };
  });
  afterAll(() => stage.hub.close());

  const answer = async (name: RouteName, who: Who, unknown = false): Promise<Response> => {
    const request = cases[name].send(stage, who, unknown);
    if (who !== 'nobody') {
      // Signing out ends the session it is asked on: that route gets one of its own.
      const device = name === 'signOut' ? await freshDevice(who) : stage.devices[who];
      request.headers.set('authorization', `Bearer ${device.session.token}`);
    }
    return fetch(request);
  };
  const freshDevice = (who: Exclude<Who, 'nobody'>) =>
    stage.hub.signIn(stage.devices[who].session.account.account);

  it('has a case for every route', () => {
    expect(Object.keys(cases).sort()).toEqual(Object.keys(routes).sort());
  });

  for (const name of Object.keys(routes) as RouteName[]) {
    for (const who of Object.keys(cases[name].expected) as Who[]) {
      it(`${name} as ${who} answers ${cases[name].expected[who]}`, async () => {
        const response = await answer(name, who);
        expect(response.status).toBe(cases[name].expected[who]);
        const body = await response.text();
        if (response.status >= 400) {
          expect(response.headers.get('content-type')).toContain('application/problem+json');
          expect(body).not.toContain('QST-2');
        }
      });
    }
  }

  for (const name of (Object.keys(routes) as RouteName[]).filter((one) => cases[one].unknown !== null)) {
    it(`${name}: somebody else's id answers exactly as one that does not exist`, async () => {
      const foreign = await answer(name, 'stranger');
      const unknown = await answer(name, 'stranger', true);
      expect([unknown.status, await unknown.json()]).toEqual([foreign.status, await foreign.json()]);
    });
  }

  it('every route that is not public refuses a made-up token, before it reads the body', async () => {
    for (const route of Object.values(routes) as Route[]) {
      if (route.access === 'public') continue;
      const path = route.path.replace(':sha256', stage.sha256).replace(':assignmentId', 'x');
      const response = await fetch(`${stage.hub.url}${path}`, {
        method: route.method,
        headers: { authorization: `Bearer ${'a'.repeat(43)}`, 'content-type': 'application/json' },
        ...(route.method === 'POST' ? { body: 'this is not JSON' } : {}),
      });
      expect([route.path, response.status]).toEqual([route.path, 401]);
      expect((await response.json()).code).toBe('session-expired');
    }
  });

  it("an event on somebody else's assignment is refused like one on none, and changes nothing", async () => {
    const ben = await stage.hub.signIn('ben.achebe');
    const happening = {
      type: 'assignment.recused' as const,
      payload: { when: 'before-opening' as const, reason: 'other' as const, note: '' },
    };
    const foreign = ben.event(stage.work, happening);
    const unknown = ben.event(stage.work, happening, { assignmentId: randomUUID() as never });
    const results = await ben.push([foreign, unknown]);
    expect(results.map(({ result, problem }) => [result, problem?.code])).toEqual([
      ['rejected', 'not-found'],
      ['rejected', 'not-found'],
    ]);
    const rosa = await stage.hub.signIn('rosa.lind');
    expect((await rosa.assignment('QST-2')).assignment.state).toBe('submitted');
  });

  it("another reader's cursor is refused", async () => {
    const own = await stage.devices.owner.pull();
    const response = await stage.devices.stranger.request(`/v1/changes?cursor=${own.last.cursor}`);
    expect(response.status).toBe(400);
  });

  it('the body of a push cannot claim another account or device', async () => {
    const ben = await stage.hub.signIn('ben.achebe');
    const work = await ben.assignment('QST-1');
    const event = ben.event(work, { type: 'assignment.opened', payload: {} });
    const forged = {
      ...event,
      reviewerId: stage.devices.owner.session.account.id,
      deviceId: stage.devices.owner.deviceId,
    };
    expect((await ben.push([forged]))[0]).toMatchObject({
      result: 'rejected',
      problem: { code: 'forbidden' },
    });
  });
});
