import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonHash } from '../../hub/core/hashing.ts';
import { eraseSubmission } from '../../hub/services/erase-submission.ts';
import { nextStamp } from '../../shared/domain/hybrid-clock.ts';
import type { Happening, ReviewEvent } from '../../shared/hub-api/events.ts';
import { type Stage, setStage } from '../helpers/hub/access-stage.ts';
import { eventFieldsOf, eventTypesOf, type OpenApi } from '../helpers/hub/openapi-operations.ts';
import { removeScratchFolders } from '../helpers/hub/program-copy.ts';
import type { AssignedWork, TestDevice } from '../helpers/hub/test-device.ts';

/*
 * Ids in the bodies of events. The OpenAPI document says which types there are and which of their fields name something;
 * each has its case: somebody else's is refused exactly as one that nobody has.
 */

const stage: Stage = await setStage();
const document = (await (await fetch(`${stage.url}/openapi.json`)).json()) as OpenApi;

afterAll(() => stage.hub.close());
removeScratchFolders();

const nobodys = 'nobody-has-this';

const edited = (device: TestDevice, operation: unknown): Happening => ({
  type: 'review.edited',
  payload: { stamp: nextStamp(null, Date.now(), device.deviceId), operation } as never,
});

const annotation = (artifactId: string, criterionIds: readonly string[] = []) => ({
  op: 'annotation.put',
  annotation: {
    id: randomUUID(),
    artifactId,
    artifactSha256: stage.sha256,
    locator: { kind: 'whole' },
    text: 'Here.',
    criterionIds,
    createdAt: new Date().toISOString(),
  },
});

const emptyContent = {
  criteria: [],
  overall: { strength: '', gap: '', nextStep: '' },
  conditions: [],
  annotations: [],
};

/** One of each type, as its owner could send it. */
const happenings: Readonly<Record<Happening['type'], (device: TestDevice) => Happening>> = {
  'assignment.opened': () => ({ type: 'assignment.opened', payload: {} }),
  'review.edited': (device) =>
    edited(device, { op: 'feedback.set', criterionId: null, field: 'gap', text: 'mine now' }),
  'review.submitted': () => ({
    type: 'review.submitted',
    payload: { content: emptyContent, contentHash: jsonHash(emptyContent), activeSeconds: 1 },
  }),
  'review.reopened': () => ({ type: 'review.reopened', payload: {} }),
  'assignment.recused': () => ({
    type: 'assignment.recused',
    payload: { when: 'before-opening', reason: 'other', note: '' },
  }),
  'review.set-aside': () => ({ type: 'review.set-aside', payload: { codes: ['blank'], note: '' } }),
  'alert.child-safety': () => ({
    type: 'alert.child-safety',
    payload: { note: '', procedureReadAt: new Date().toISOString() },
  }),
  'review.supersede-requested': () => ({
    type: 'review.supersede-requested',
    payload: { refusedEventId: uuidv7() as never, reason: 'Please.' },
  }),
  'erasure.carried-out': () => ({
    type: 'erasure.carried-out',
    payload: { erasureId: 'an-erasure' as never, submissionId: stage.work.submission.id },
  }),
};

type Field =
  | { readonly harmless: string }
  | {
      readonly refusedAs: string;
      readonly event: (ben: TestDevice, work: AssignedWork, id: string) => ReviewEvent;
      readonly theirs: () => string;
      /** Ben's own, which is taken: so that it is the id, and nothing else, that is refused. */
      readonly own: ((ben: TestDevice, work: AssignedWork) => string) | null;
      readonly nobodys?: string;
    };

/** Found before the first test. */
const known = {
  artifact: '',
  criterion: '',
  foreignCriterion: '',
  foreignRubric: '',
  erasure: '',
  event: '',
};

const opened = (ben: TestDevice) => happenings['assignment.opened'](ben);

const receiptOf = (
  ben: TestDevice,
  work: AssignedWork,
  ids: { readonly erasureId: string; readonly submissionId: string },
): ReviewEvent =>
  ben.event(
    work,
    { type: 'erasure.carried-out', payload: ids as never },
    { assignmentId: ids.erasureId as never },
  );

/** Every field of an event that names something. Ben sends it on QST-1, which is his; FBK-2, erased, was Rosa's. */
const fields: Readonly<Record<string, Field>> = {
  assignmentId: {
    refusedAs: 'not-found',
    event: (ben, work, id) => ben.event(work, opened(ben), { assignmentId: id as never }),
    theirs: () => stage.work.assignment.id,
    own: (_ben, work) => work.assignment.id,
  },
  deviceId: {
    refusedAs: 'forbidden',
    event: (ben, work, id) => ben.event(work, opened(ben), { deviceId: id as never }),
    theirs: () => stage.devices.owner.deviceId,
    own: (ben) => ben.deviceId,
  },
  rubricHash: {
    refusedAs: 'rubric-version-conflict',
    event: (ben, work, rubricHash) => ben.event(work, happenings['review.edited'](ben), { rubricHash }),
    theirs: () => known.foreignRubric,
    own: (_ben, work) => work.assignment.rubricHash,
    nobodys: 'e'.repeat(64),
  },
  'payload.operation.criterionId': {
    refusedAs: 'bad-request',
    event: (ben, work, criterionId) =>
      ben.event(work, edited(ben, { op: 'score.set', criterionId, score: 2 })),
    theirs: () => known.foreignCriterion,
    own: () => known.criterion,
  },
  'payload.operation.annotation.criterionIds': {
    refusedAs: 'bad-request',
    event: (ben, work, id) => ben.event(work, edited(ben, annotation(known.artifact, [id]))),
    theirs: () => known.foreignCriterion,
    own: () => known.criterion,
  },
  'payload.operation.annotation.artifactId': {
    refusedAs: 'bad-request',
    event: (ben, work, id) => ben.event(work, edited(ben, annotation(id))),
    theirs: () => stage.artifactId,
    own: () => known.artifact,
  },
  'payload.erasureId': {
    refusedAs: 'not-found',
    event: (ben, work, erasureId) => receiptOf(ben, work, { erasureId, submissionId: 'sub-FBK-2' }),
    theirs: () => known.erasure,
    own: null,
  },
  'payload.submissionId': {
    refusedAs: 'not-found',
    event: (ben, work, submissionId) => receiptOf(ben, work, { erasureId: randomUUID(), submissionId }),
    theirs: () => stage.work.submission.id,
    own: (_ben, work) => work.submission.id,
  },
  'payload.refusedEventId': {
    refusedAs: 'not-found',
    event: (ben, work, id) => {
      const payload = { refusedEventId: id as never, reason: 'Please.' };
      return ben.event(work, { type: 'review.supersede-requested', payload });
    },
    theirs: () => known.event,
    // Taken only for a final of one's own that was refused: supersede.test.ts.
    own: null,
    nobodys: uuidv7(),
  },
  eventId: { harmless: 'a number used twice stops the sender alone; tried below' },
  payloadHash: { harmless: 'of the payload beside it' },
  'payload.contentHash': { harmless: 'of the content beside it' },
  'payload.operation.annotation.artifactSha256': {
    harmless: 'kept as it was written; evidence is given by the feed alone',
  },
  'payload.content.annotations.artifactSha256': { harmless: 'compared with what the sender has written' },
  'payload.operation.annotation.id': { harmless: "a key within one's own review" },
  'payload.operation.annotationId': { harmless: "a key within one's own review" },
  'payload.operation.code': { harmless: 'a condition, from a public list' },
  'payload.content.conditions.code': { harmless: 'a condition, from a public list' },
  'payload.content.criteria.conditions.code': { harmless: 'a condition, from a public list' },
  'payload.content.criteria.criterionId': { harmless: 'compared with what the sender has written' },
  'payload.content.annotations.id': { harmless: 'compared with what the sender has written' },
  'payload.content.annotations.artifactId': { harmless: 'compared with what the sender has written' },
  'payload.content.annotations.criterionIds': { harmless: 'compared with what the sender has written' },
};

beforeAll(async () => {
  const ben = await stage.hub.signIn('ben.achebe');
  const { live } = await ben.pull();
  for (const one of live.values()) {
    if (one.kind === 'artifact' && one.state.submissionId === 'sub-QST-1') known.artifact = one.id;
    if (one.kind !== 'micro-credential') continue;
    const criterion = one.state.rubric.criteria[0]?.id ?? '';
    if (one.state.code === 'QST') known.criterion = criterion;
    else Object.assign(known, { foreignCriterion: criterion, foreignRubric: one.state.rubricHash });
  }
  const order = { submissionId: 'sub-FBK-2', by: '', disclosures: 'keep' as const };
  const erased = await eraseSubmission(stage.hub.deps, order);
  if (erased.ok) known.erasure = erased.value.id;
  const event = await stage.hub.deps.database.kysely
    .selectFrom('events')
    .select('event_id')
    .where('account_id', '=', stage.devices.owner.session.account.id)
    .where('type', '=', 'review.submitted')
    .executeTakeFirst();
  known.event = event?.event_id ?? '';
  expect(Object.values(known)).not.toContain('');
});

/** What Rosa has at the hub, which nobody else's events may change. */
const rosas = async (): Promise<string> => {
  const { kysely } = stage.hub.deps.database;
  const { id } = stage.work.assignment;
  const of = (table: 'reviews' | 'review_registers' | 'alerts' | 'events') =>
    kysely.selectFrom(table).selectAll().where('assignment_id', '=', id).execute();
  const rows = [await of('reviews'), await of('review_registers'), await of('alerts')];
  const events = await kysely
    .selectFrom('events')
    .selectAll()
    .where('account_id', '=', stage.devices.owner.session.account.id)
    .orderBy('event_id')
    .execute();
  const assignment = await kysely.selectFrom('assignments').selectAll().where('id', '=', id).execute();
  const receipts = await kysely.selectFrom('erasure_receipts').selectAll().execute();
  return JSON.stringify([...rows, events, assignment, receipts]);
};

describe('an event on what is not the sender’s', () => {
  it('has a case for every type and every field that the document describes', () => {
    expect(eventTypesOf(document).sort()).toEqual(Object.keys(happenings).sort());
    expect(eventFieldsOf(document).sort()).toEqual(Object.keys(fields).sort());
  });

  for (const type of eventTypesOf(document) as Happening['type'][]) {
    for (const who of ['stranger', 'former'] as const) {
      it(`${type} on somebody else's assignment, by a ${who}`, async () => {
        const before = await rosas();
        const device = await stage.hub.signIn(stage.devices[who].session.account.account);
        const happening = happenings[type](device);
        const send = (id: string) => device.event(stage.work, happening, { assignmentId: id as never });
        const [theirs, unknown] = await device.push([send(stage.work.assignment.id), send(nobodys)]);
        expect([theirs?.result, unknown?.result]).toEqual(['rejected', 'rejected']);
        // A receipt is about no assignment: one that names any is not in the agreed form.
        const code = type === 'erasure.carried-out' ? 'bad-request' : 'not-found';
        expect(theirs?.problem?.code).toBe(code);
        expect(theirs?.problem).toEqual(unknown?.problem);
        expect(await rosas()).toBe(before);
      });
    }
  }

  for (const [name, field] of Object.entries(fields)) {
    if ('harmless' in field) continue;
    it(`${name}: somebody else's is refused like one that nobody has`, async () => {
      const before = await rosas();
      const answer = async (idOf: (ben: TestDevice, work: AssignedWork) => string) => {
        const ben = await stage.hub.signIn('ben.achebe');
        const work = await ben.assignment('QST-1');
        return (await ben.push([field.event(ben, work, idOf(ben, work))]))[0];
      };
      const theirs = await answer(field.theirs);
      const unknown = await answer(() => field.nobodys ?? nobodys);
      expect(theirs).toMatchObject({ result: 'rejected', problem: { code: field.refusedAs } });
      expect({ ...unknown, eventId: '' }).toEqual({ ...theirs, eventId: '' });
      expect(await rosas()).toBe(before);
      if (field.own !== null) expect((await answer(field.own))?.result).toBe('accepted');
    });
  }

  it("under the id of somebody else's event stops the sender, and leaves the other's verdict alone", async () => {
    const before = await rosas();
    const { event_id } = await stage.hub.deps.database.kysely
      .selectFrom('events')
      .select('event_id')
      .where('assignment_id', '=', stage.work.assignment.id)
      .limit(1)
      .executeTakeFirstOrThrow();
    const ben = await stage.hub.signIn('ben.achebe');
    const own = await ben.assignment('QST-1');
    const opened = happenings['assignment.opened'](ben);
    const [result] = await ben.push([ben.event(own, opened, { eventId: event_id as never })]);
    expect(result).toMatchObject({ result: 'rejected', problem: { code: 'event-id-reuse' } });
    expect(result).not.toHaveProperty('receipt');
    expect(await rosas()).toBe(before);
  });

  it('cannot claim another account', async () => {
    const ben = await stage.hub.signIn('ben.achebe');
    const event = ben.event(await ben.assignment('QST-1'), { type: 'assignment.opened', payload: {} });
    const rosa = stage.devices.owner.session.account.id;
    await ben.push([{ ...event, eventId: uuidv7(), reviewerId: rosa, accountId: rosa }]);
    const rows = await stage.hub.deps.database.kysely
      .selectFrom('events')
      .select('account_id')
      .where('device_id', '=', ben.deviceId)
      .execute();
    expect(rows).toEqual([{ account_id: ben.session.account.id }]);
  });
});
