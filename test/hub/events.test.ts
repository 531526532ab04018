import { expect, it } from 'vitest';
import { jsonHash } from '../../hub/core/hashing.ts';
import { withdrawAssignment } from '../../hub/services/withdraw-assignment.ts';
import type { CriterionId } from '../../shared/domain/ids.ts';
import type { ReviewOperation } from '../../shared/domain/review-operation.ts';
import type { HubAlert, HubReview } from '../../shared/hub-api/results.ts';
import { onBothDatabases } from '../helpers/hub/on-both-databases.ts';
import { fullEdits, reviewDesk } from '../helpers/hub/review-work.ts';
import type { TestHub } from '../helpers/hub/start-test-hub.ts';
import type { AssignedWork, TestDevice } from '../helpers/hub/test-device.ts';

const minute = 60_000;

const score = (criterionId: string, value: number | null): ReviewOperation => ({
  op: 'score.set',
  criterionId: criterionId as CriterionId,
  score: value,
});

const _recusal = {
  type: 'assignment.recused' as const,
  payload: {
    when: 'after-opening' as const,
    reason: 'know-the-earner' as const,
    note: 'We taught together.',
  },
};

const review = async (device: TestDevice, work: AssignedWork): Promise<HubReview> =>
  (await (await device.request(`/v1/assignments/${work.assignment.id}/review`)).json()) as HubReview;

const reviews = (hub: TestHub) =>
  hub.deps.database.kysely.selectFrom('reviews').selectAll().orderBy('revision').execute();

const _alerts = async (hub: TestHub): Promise<HubAlert[]> => {
  const lead = await hub.signIn('lea.stone');
  return ((await (await lead.request('/v1/alerts')).json()) as { items: HubAlert[] }).items;
};

onBothDatabases('events: numbers, conflicts, amending', (startHub) => {
  const stage = async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const work = await rosa.assignment('QST-1');
    return { hub, rosa, work, desk: reviewDesk(rosa, work) };
  };

  it('opening, editing and submitting move the assignment, and the feed says so', async () => {
    const { rosa, work, desk, hub } = await stage();
    await rosa.push([desk.opened()]);
    expect(await rosa.assignment('QST-1')).toMatchObject({ version: 2, assignment: { state: 'opened' } });
    const events = fullEdits(work, 3).map((operation) => desk.edit(operation));
    await rosa.push(events);
    const [result] = await rosa.push([desk.submit(1234)]);
    const receivedAt = new Date(hub.clock.now()).toISOString();
    const amendableUntil = new Date(hub.clock.now() + 60 * minute).toISOString();
    expect(result).toMatchObject({ result: 'accepted', receipt: { receivedAt, amendableUntil } });
    expect(await rosa.assignment('QST-1')).toMatchObject({
      version: 3,
      assignment: { state: 'submitted', submittedAt: receivedAt, amendableUntil },
    });
    const kept = await review(rosa, work);
    expect(kept).toMatchObject({ activeSeconds: 1234, decision: 'met', counted: true, revision: 1 });
    expect(jsonHash(kept.content)).toBe(kept.contentHash);
  });

  it('a pushed event that comes again changes nothing, and gets the same receipt', async () => {
    const { rosa, desk, hub } = await stage();
    const events = desk.whole();
    const first = await rosa.push(events);
    hub.clock.advance(5 * minute);
    const again = await rosa.push(events);
    expect(again.map(({ result }) => result)).toEqual(events.map(() => 'duplicate'));
    expect(again.at(-1)?.receipt).toEqual(first.at(-1)?.receipt);
    expect(await reviews(hub)).toHaveLength(1);
  });

  it('a restored workspace sends its log again as a new device, and numbers alone for what was erased', async () => {
    const { rosa, work, desk, hub } = await stage();
    const opened = desk.opened();
    const edited = desk.edit(score('planning', 1));
    await rosa.push([opened, edited]);
    const restored = await hub.signIn('rosa.lind');
    const alone = ({ eventId, assignmentId }: typeof edited, deviceSeq: number, deviceId: string) => ({
      ...{ eventId, assignmentId, deviceSeq, deviceId },
      type: 'withdrawn',
      payload: null,
    });
    const next = restored.event(work, desk.edit(score('planning', 2)), { deviceSeq: 3 });
    const sent = [
      { ...opened, deviceId: restored.deviceId, deviceSeq: 1 },
      alone(edited, 2, restored.deviceId),
      next,
    ];
    expect((await restored.push(sent)).map(({ result }) => result)).toEqual([
      'duplicate',
      'duplicate',
      'accepted',
    ]);
    // Somebody else's change is not known that way.
    const ben = await hub.signIn('ben.achebe');
    const [guess] = await ben.push([alone(edited, 1, ben.deviceId)]);
    expect(guess).toMatchObject({ result: 'rejected', problem: { code: 'event-id-reuse' } });
  });

  it('one number for two different changes stops the device, and no other', async () => {
    const { rosa, work, desk, hub } = await stage();
    const first = desk.opened();
    await rosa.push([first]);
    const reused = rosa.event(
      work,
      {
        type: 'review.edited',
        payload: { stamp: `${'0'.repeat(15)}-00000-x`, operation: score('planning', 1) },
      },
      { eventId: first.eventId },
    );
    const later = desk.opened();
    expect((await rosa.push([reused, later])).map(({ result, problem }) => [result, problem?.code])).toEqual([
      ['rejected', 'event-id-reuse'],
      ['deferred', 'device-blocked'],
    ]);
    const next = await rosa.request('/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ events: [later] }),
    });
    expect([next.status, (await next.json()).code]).toEqual([403, 'device-blocked']);
    const other = await hub.signIn('rosa.lind');
    const [result] = await other.push([reviewDesk(other, await other.assignment('QST-2')).opened()]);
    expect(result?.result).toBe('accepted');
  });

  it('a gap in the numbers is waited for', async () => {
    const { rosa, desk } = await stage();
    const [one, two, three] = [desk.opened(), desk.opened(), desk.opened()];
    expect((await rosa.push([one, three])).map(({ result, problem }) => [result, problem?.code])).toEqual([
      ['accepted', undefined],
      ['deferred', 'device-sequence-gap'],
    ]);
    expect((await rosa.push([two, three])).map(({ result }) => result)).toEqual(['accepted', 'accepted']);
  });

  it('a copied workspace that uses a number again is told so, and can go on as a new device', async () => {
    const { rosa, work, desk, hub } = await stage();
    await rosa.push([desk.opened()]);
    const copied = rosa.event(work, { type: 'assignment.opened', payload: {} }, { deviceSeq: 1 });
    expect((await rosa.push([copied]))[0]).toMatchObject({
      result: 'rejected',
      problem: { code: 'device-forked', class: 'conflict' },
    });
    const fresh = await hub.signIn('rosa.lind');
    const resent = { ...copied, deviceId: fresh.deviceId, deviceSeq: 1 };
    expect((await fresh.push([resent]))[0]?.result).toBe('accepted');
  });

  it('a new device may send again what the old one had sent, and goes on from there', async () => {
    const { rosa, work, desk, hub } = await stage();
    const first = desk.opened();
    await rosa.push([first]);
    const fresh = await hub.signIn('rosa.lind');
    const resent = { ...first, deviceId: fresh.deviceId, deviceSeq: 1 };
    const next = fresh.event(work, { type: 'assignment.opened', payload: {} }, { deviceSeq: 2 });
    expect((await fresh.push([resent, next])).map(({ result }) => result)).toEqual(['duplicate', 'accepted']);
  });

  it('a changed rubric refuses scores made on the old one, keeps them, and holds nothing up behind them', async () => {
    const { rosa, work, desk, hub } = await stage();
    const other = await rosa.assignment('QST-2');
    const stale = { rubricHash: 'a'.repeat(64) };
    const payload = { stamp: `${'0'.repeat(15)}-00000-x`, operation: score('planning', 2) };
    const events = [
      rosa.event(work, { type: 'review.edited', payload }, stale),
      rosa.event(work, { type: 'review.edited', payload }, stale),
      desk.opened(),
      rosa.event(other, { type: 'assignment.opened', payload: {} }),
    ];
    expect((await rosa.push(events)).map(({ result, problem }) => [result, problem?.code])).toEqual([
      ['rejected', 'rubric-version-conflict'],
      ['rejected', 'rubric-version-conflict'],
      ['accepted', undefined],
      ['accepted', undefined],
    ]);
    const row = await hub.deps.database.kysely
      .selectFrom('events')
      .select(['payload', 'counted'])
      .where('event_id', '=', events[0]?.eventId ?? '')
      .executeTakeFirstOrThrow();
    expect([JSON.parse(row.payload), row.counted]).toEqual([payload, 0]);
    expect((await rosa.push(events)).map(({ result }) => result)).toEqual([
      'rejected',
      'rejected',
      'duplicate',
      'duplicate',
    ]);
  });

  it('a change nothing can save is refused at once, also behind a refused one', async () => {
    const { rosa, work, desk } = await stage();
    const payload = { stamp: `${'0'.repeat(15)}-00000-x`, operation: score('planning', 2) };
    const stale = () => rosa.event(work, { type: 'review.edited', payload }, { rubricHash: 'a'.repeat(64) });
    const stranger = { ...score('planning', 2), criterionId: 'not-in-the-rubric' as never };
    const results = await rosa.push([desk.opened(), desk.edit(stranger), stale(), stale(), stale()]);
    expect(results.map(({ problem }) => problem?.code).slice(2)).toEqual(
      Array.from({ length: 3 }, () => 'rubric-version-conflict'),
    );
    expect(results[1]).toMatchObject({ result: 'rejected', problem: { code: 'bad-request' } });
  });

  it('a refused change puts off what comes behind it on the same review alone, until it comes again', async () => {
    const { rosa, desk } = await stage();
    const other = await rosa.assignment('QST-2');
    const stranger = { ...score('planning', 2), criterionId: 'not-in-the-rubric' as never };
    const events = [
      desk.edit(stranger),
      desk.edit(score('planning', 2)),
      rosa.event(other, { type: 'assignment.opened', payload: {} }),
    ];
    expect((await rosa.push(events)).map(({ result, problem }) => [result, problem?.code])).toEqual([
      ['rejected', 'bad-request'],
      ['deferred', 'earlier-change-refused'],
      ['accepted', undefined],
    ]);
    // What was put off is judged on its own merits when it comes again; what was refused stays refused.
    expect((await rosa.push(events)).map(({ result }) => result)).toEqual([
      'rejected',
      'deferred',
      'duplicate',
    ]);
    expect((await rosa.push([events[1]]))[0]?.result).toBe('accepted');
  });

  it('work on a withdrawn assignment is kept and not counted', async () => {
    const { rosa, work, desk, hub } = await stage();
    await rosa.push([desk.opened()]);
    await hub.deps.database.write((db) => withdrawAssignment(db, work.assignment.id));
    const late = desk.edit(score('planning', 2));
    expect((await rosa.push([late]))[0]).toMatchObject({
      result: 'rejected',
      problem: { code: 'assignment-withdrawn', class: 'gone' },
    });
    const registers = await hub.deps.database.kysely.selectFrom('review_registers').selectAll().execute();
    expect(registers).toEqual([]);
    const row = await hub.deps.database.kysely
      .selectFrom('events')
      .selectAll()
      .where('event_id', '=', late.eventId)
      .executeTakeFirstOrThrow();
    expect([row.counted, JSON.parse(row.payload)]).toEqual([0, late.payload]);
  });

  it('a second final within the window replaces the first; both are kept, the window stays', async () => {
    const { rosa, work, desk, hub } = await stage();
    const first = (await rosa.push(desk.whole(2))).at(-1)?.receipt;
    hub.clock.advance(30 * minute);
    const reopened = rosa.event(work, { type: 'review.reopened', payload: {} });
    const [, , second] = await rosa.push([reopened, desk.edit(score('planning', 1)), desk.submit()]);
    expect(second?.result).toBe('accepted');
    expect(second?.receipt?.amendableUntil).toBe(first?.amendableUntil);
    expect(
      (await reviews(hub)).map(({ revision, counted, decision }) => [revision, counted, decision]),
    ).toEqual([
      [1, 0, 'met'],
      [2, 1, 'not-met'],
    ]);
    expect(await review(rosa, work)).toMatchObject({ revision: 2, counted: true, decision: 'not-met' });
  });

  it('after the window a changed review is refused, with the receipt of the one that counts', async () => {
    const { rosa, desk, hub, work } = await stage();
    const winner = (await rosa.push(desk.whole(2))).at(-1)?.receipt;
    const other = await hub.signIn('rosa.lind');
    const rival = reviewDesk(other, work);
    const [, rivalEdit] = [0, rival.edit(score('planning', 3))];
    hub.clock.advance(61 * minute);
    expect((await other.push([rivalEdit]))[0]?.problem).toMatchObject({
      code: 'amend-window-closed',
      params: { until: winner?.amendableUntil },
    });
    expect((await other.push([rival.submit()]))[0]).toMatchObject({
      result: 'rejected',
      problem: { code: 'already-finalised' },
      receipt: winner,
    });
    const reopened = rosa.event(work, { type: 'review.reopened', payload: {} });
    expect((await rosa.push([reopened]))[0]?.problem?.code).toBe('amend-window-closed');
    expect(await reviews(hub)).toHaveLength(1);
  });

  it('the same final under another event is a duplicate, however late', async () => {
    const { rosa, desk, hub } = await stage();
    const winner = (await rosa.push(desk.whole())).at(-1)?.receipt;
    hub.clock.advance(600 * minute);
    expect((await rosa.push([desk.submit()]))[0]).toMatchObject({ result: 'duplicate', receipt: winner });
    expect(await reviews(hub)).toHaveLength(1);
  });
});
