import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { jsonHash } from '../../../hub/core/hashing.ts';
import type { Assignment } from '../../../shared/domain/assignment.ts';
import type { DeviceId, EventId } from '../../../shared/domain/ids.ts';
import type { MicroCredential } from '../../../shared/domain/micro-credential.ts';
import type { Submission } from '../../../shared/domain/submission.ts';
import { type Change, type ChangesPage, changesPageSchema } from '../../../shared/hub-api/changes.ts';
import {
  type EventResult,
  type Happening,
  pushResponseSchema,
  type ReviewEvent,
} from '../../../shared/hub-api/events.ts';
import { type Session, sessionSchema } from '../../../shared/hub-api/session.ts';

/** What a device has pulled: the live state of everything its reader may see. */
export type Pulled = {
  readonly changes: readonly Change[];
  readonly pages: readonly ChangesPage[];
  readonly live: ReadonlyMap<string, Extract<Change, { change: 'state' }>>;
  readonly last: ChangesPage;
};

type PullOptions = {
  readonly limit?: number;
  readonly cursor?: string;
  readonly also?: 'review-register' | null;
};

/** One signed-in workbench, spoken for by a test: raw requests, a pull, and events with the right numbers. */
export type TestDevice = {
  readonly url: string;
  readonly session: Session;
  readonly deviceId: string;
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
  /** `also` null: as a workbench of protocol 1.0 asks. */
  readonly pull: (options?: PullOptions) => Promise<Pulled>;
  readonly assignment: (submissionCode: string) => Promise<AssignedWork>;
  /** The next event of this device. It takes the next number, whether or not it is sent. */
  readonly event: (work: AssignedWork, happening: Happening, over?: Partial<ReviewEvent>) => ReviewEvent;
  readonly push: (events: readonly unknown[]) => Promise<EventResult[]>;
};

export type AssignedWork = {
  readonly assignment: Assignment;
  readonly version: number;
  readonly submission: Submission;
  readonly microCredential: MicroCredential;
};

export const signInRequest = (
  url: string,
  account: string,
  password: string,
  deviceId: string,
): Promise<Response> =>
  fetch(`${url}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, password, device: { id: deviceId, name: 'test device' } }),
  });

export const signInDevice = async (
  url: string,
  account: string,
  password: string,
  deviceId: string = randomUUID(),
): Promise<TestDevice> => {
  const answer = await signInRequest(url, account, password, deviceId);
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${await answer.text()}`);
  const session = sessionSchema.parse(await answer.json());
  const request: TestDevice['request'] = (path, init = {}) =>
    fetch(`${url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${session.token}`, ...(init.headers as Record<string, string>) },
    });
  let deviceSeq = 0;
  const pull: TestDevice['pull'] = (options = {}) => pullAll(request, options);
  return {
    url,
    session,
    deviceId,
    request,
    pull,
    assignment: async (submissionCode) => findWork(await pull(), submissionCode),
    event: (work, happening, over = {}) => {
      deviceSeq += 1;
      return reviewEvent(work, happening, { deviceId: deviceId as DeviceId, deviceSeq, ...over });
    },
    push: async (events) => {
      const response = await request('/v1/events', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ events }),
      });
      if (response.status !== 200)
        throw new Error(`push answered ${response.status}: ${await response.text()}`);
      return pushResponseSchema.parse(await response.json()).results;
    },
  };
};

const pullAll = async (
  request: TestDevice['request'],
  { limit = 200, cursor, also = 'review-register' }: PullOptions,
): Promise<Pulled> => {
  const pages: ChangesPage[] = [];
  let at = cursor;
  do {
    const query = new URLSearchParams({
      limit: String(limit),
      ...(also === null ? {} : { also }),
      ...(at === undefined ? {} : { cursor: at }),
    });
    const response = await request(`/v1/changes?${query}`);
    if (response.status !== 200)
      throw new Error(`pull answered ${response.status}: ${await response.text()}`);
    const page = changesPageSchema.parse(await response.json());
    pages.push(page);
    at = page.cursor;
  } while (pages.at(-1)?.more === true);
  const changes = pages.flatMap((page) => page.changes);
  const live = new Map<string, Extract<Change, { change: 'state' }>>();
  for (const change of changes) {
    if (change.change === 'state') live.set(`${change.kind}:${change.id}`, change);
    else live.delete(`${change.kind}:${change.id}`);
  }
  return { changes, pages, live, last: pages[pages.length - 1] as ChangesPage };
};

const findWork = ({ live }: Pulled, submissionCode: string): AssignedWork => {
  const all = [...live.values()];
  const submission = all.find((one) => one.kind === 'submission' && one.state.code === submissionCode);
  const assignment = all.find(
    (one) => one.kind === 'assignment' && one.state.submissionId === submission?.id,
  );
  if (submission?.kind !== 'submission' || assignment?.kind !== 'assignment') {
    throw new Error(`${submissionCode} is not in the feed`);
  }
  const microCredential = live.get(`micro-credential:${submission.state.microCredentialId}`);
  if (microCredential?.kind !== 'micro-credential')
    throw new Error('its micro-credential is not in the feed');
  return {
    assignment: assignment.state,
    version: assignment.version,
    submission: submission.state,
    microCredential: microCredential.state,
  };
};

export const reviewEvent = (
  { assignment, version }: AssignedWork,
  happening: Happening,
  over: Partial<ReviewEvent> & Pick<ReviewEvent, 'deviceId' | 'deviceSeq'>,
): ReviewEvent => {
  const made = {
    eventId: uuidv7() as EventId,
    assignmentId: assignment.id,
    assignmentVersion: version,
    rubricHash: assignment.rubricHash,
    occurredAt: new Date().toISOString(),
    payloadHash: jsonHash(happening.payload),
    ...happening,
    ...over,
  };
  return made as ReviewEvent;
};
