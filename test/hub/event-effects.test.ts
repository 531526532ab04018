import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { jsonHash } from '../../hub/core/hashing.ts';
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

const recusal = {
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

const alerts = async (hub: TestHub): Promise<HubAlert[]> => {
  const lead = await hub.signIn('lea.stone');
  return ((await (await lead.request('/v1/alerts')).json()) as { items: HubAlert[] }).items;
};

onBothDatabases('events: what they do', (startHub) => {
  const stage = async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const work = await rosa.assignment('QST-1');
    return { hub, rosa, work, desk: reviewDesk(rosa, work) };
  };

  it('two devices of one reviewer merge by key, whichever comes first', async () => {
    const { rosa, work, desk, hub } = await stage();
    const laptop = await hub.signIn('rosa.lind');
    const other = reviewDesk(laptop, work);
    const later = other.edit(score('planning', 3), 2_000);
    const earlier = desk.edit(score('planning', 1), 1_000);
    await laptop.push([later]);
    await rosa.push([earlier]);
    const rest = fullEdits(work, 2)
      .filter((operation) => !(operation.op === 'score.set' && operation.criterionId === 'planning'))
      .map((operation) => other.edit(operation, 3_000));
    const results = await laptop.push([...rest, other.submit()]);
    expect(results.at(-1)?.result).toBe('accepted');
    const planning = (await review(rosa, work)).content.criteria.find(
      ({ criterionId }) => criterionId === 'planning',
    );
    expect(planning?.score).toBe(3);
  });

  it('a final that differs from the edits the hub has is refused and kept', async () => {
    const { rosa, work, desk } = await stage();
    const [opened, ...rest] = desk.whole();
    await rosa.push([opened]);
    const withoutOne = rest.filter((_event, at) => at !== 0);
    // The numbers go on without a gap; the edit itself never comes.
    const renumbered = withoutOne.map((event, at) => ({ ...event, deviceSeq: at + 2 }));
    expect((await rosa.push(renumbered)).at(-1)?.problem?.code).toBe('conflict-content-mismatch');
    expect((await rosa.request(`/v1/assignments/${work.assignment.id}/review`)).status).toBe(404);
  });

  it('a final whose content is not what its hash says is refused', async () => {
    const { rosa, work, desk } = await stage();
    const events = desk.whole();
    const last = events.at(-1);
    if (last?.type !== 'review.submitted') throw new Error('the last event submits');
    const payload = { ...last.payload, contentHash: 'b'.repeat(64) };
    const forged = { ...last, payload, payloadHash: jsonHash(payload) };
    expect((await rosa.push([...events.slice(0, -1), forged])).at(-1)?.problem?.code).toBe(
      'conflict-content-mismatch',
    );
    expect((await rosa.request(`/v1/assignments/${work.assignment.id}/review`)).status).toBe(404);
  });

  it('a final with something missing says how much, and a later complete one is taken', async () => {
    const { rosa, work, desk } = await stage();
    const results = await rosa.push([desk.opened(), desk.edit(score('planning', 2)), desk.submit()]);
    expect(results.at(-1)?.problem).toMatchObject({ code: 'review-incomplete', params: { count: 3 } });
    const rest = fullEdits(work, 2).map((operation) => desk.edit(operation));
    expect((await rosa.push([...rest, desk.submit()])).at(-1)?.result).toBe('accepted');
  });

  it('a condition instead of a score leaves the decision open', async () => {
    const { rosa, work, desk } = await stage();
    const edits = fullEdits(work, 2).filter(
      (operation) => !(operation.op === 'score.set' && operation.criterionId === 'waiting'),
    );
    const condition: ReviewOperation = {
      op: 'condition.set',
      criterionId: 'waiting' as CriterionId,
      code: 'no-sound',
      present: true,
      note: 'Silent throughout.',
    };
    await rosa.push([...edits, condition].map((operation) => desk.edit(operation)));
    await rosa.push([desk.submit()]);
    expect((await review(rosa, work)).decision).toBe('undecided');
  });

  it('late work is taken in, and marked late on hub time', async () => {
    const { rosa, desk, hub } = await stage();
    hub.clock.advance(10 * 24 * 60 * minute);
    expect((await rosa.push(desk.whole())).at(-1)?.result).toBe('accepted');
    expect((await reviews(hub)).map(({ late }) => late)).toEqual([1]);
  });

  it('recusal takes the work away: tombstones, no evidence, an alert for the lead', async () => {
    const { rosa, work, desk, hub } = await stage();
    const before = await rosa.pull();
    const artifact = [...before.live.values()].find(
      (one) => one.kind === 'artifact' && one.state.submissionId === work.submission.id,
    );
    const sha256 = artifact?.kind === 'artifact' ? artifact.state.sha256 : '';
    expect((await rosa.request(`/v1/evidence/${sha256}`, { method: 'HEAD' })).status).toBe(200);
    const edit = desk.edit(score('planning', 2));
    await rosa.push([desk.opened(), edit].sort((a, b) => a.deviceSeq - b.deviceSeq));
    expect((await rosa.push([rosa.event(work, recusal)]))[0]?.result).toBe('accepted');
    const after = await rosa.pull({ cursor: before.last.cursor });
    const gone = after.changes.filter((change) => change.change === 'tombstone');
    expect(new Set(gone.map(({ kind }) => kind))).toEqual(
      new Set(['review-register', 'assignment', 'artifact', 'submission']),
    );
    expect(gone.every((change) => change.change === 'tombstone' && change.reason === 'recused')).toBe(true);
    expect((await rosa.pull()).live.has(`assignment:${work.assignment.id}`)).toBe(false);
    expect((await rosa.request(`/v1/evidence/${sha256}`, { method: 'HEAD' })).status).toBe(404);
    expect(await alerts(hub)).toMatchObject([
      {
        kind: 'recused',
        urgent: false,
        codes: ['know-the-earner'],
        note: 'We taught together.',
        submissionCode: 'QST-1',
      },
    ]);
    expect((await rosa.push([desk.opened()]))[0]?.problem).toMatchObject({
      code: 'assignment-closed',
      params: { state: 'recused' },
    });
  });

  it('recusing from the last assignment of a micro-credential takes that away too', async () => {
    const { rosa } = await stage();
    const only = await rosa.assignment('FBK-2');
    await rosa.push([rosa.event(only, recusal)]);
    const { live } = await rosa.pull();
    expect([...live.keys()].filter((key) => key.startsWith('micro-credential:'))).toEqual([
      'micro-credential:mc-qst',
    ]);
  });

  it('setting aside closes the work and tells the lead; a disclosure is urgent and always heard', async () => {
    const { rosa, work, hub } = await stage();
    const aside = {
      type: 'review.set-aside' as const,
      payload: { codes: ['wrong-file'], note: 'Another school.' },
    };
    const disclosure = {
      type: 'alert.child-safety' as const,
      payload: { note: 'Said at 0:41.', procedureReadAt: '2026-03-02T09:00:00.000Z' },
    };
    await rosa.push([rosa.event(work, aside)]);
    hub.clock.advance(minute);
    const results = await rosa.push([rosa.event(work, aside), rosa.event(work, disclosure)]);
    expect(results.map(({ result, problem }) => [result, problem?.code])).toEqual([
      ['rejected', 'assignment-closed'],
      ['accepted', undefined],
    ]);
    expect((await rosa.assignment('QST-1')).assignment.state).toBe('set-aside');
    expect(await alerts(hub)).toMatchObject([
      { kind: 'child-safety', urgent: true, note: 'Said at 0:41.', codes: [] },
      { kind: 'set-aside', urgent: false, codes: ['wrong-file'] },
    ]);
  });

  it('an edit that names what the assignment does not have is refused', async () => {
    const { rosa, work, desk } = await stage();
    const stranger = await rosa.assignment('FBK-2');
    const artifact = [...(await rosa.pull()).live.values()].find(
      (one) => one.kind === 'artifact' && one.state.submissionId === stranger.submission.id,
    );
    if (artifact?.kind !== 'artifact') throw new Error('the fixture has no artifact');
    const annotation: ReviewOperation = {
      op: 'annotation.put',
      annotation: {
        id: randomUUID() as never,
        artifactId: artifact.state.id,
        artifactSha256: artifact.state.sha256,
        locator: { kind: 'whole' },
        text: 'Here.',
        criterionIds: [],
        createdAt: '2026-03-02T09:00:00.000Z',
      },
    };
    expect((await rosa.push([desk.edit(annotation)]))[0]?.problem?.code).toBe('bad-request');
    expect((await rosa.push([desk.edit(score('charm', 2))]))[0]?.problem?.code).toBe('bad-request');
    expect(work.submission.code).toBe('QST-1');
  });

  it('what cannot be understood is refused alone, and the numbers go on', async () => {
    const { rosa, work, desk, hub } = await stage();
    const other = await rosa.assignment('QST-2');
    const happening = { type: 'assignment.opened' as const, payload: {} };
    const poison = { ...rosa.event(other, happening), type: 'review.sung', payload: { melody: 'la \u0000' } };
    const altered = { ...rosa.event(other, happening), payloadHash: 'c'.repeat(64) };
    let deep: unknown = 1;
    for (let level = 0; level < 1_000; level += 1) deep = [deep];
    const events = [
      poison,
      altered,
      desk.opened(),
      'not an event',
      { eventId: 7 },
      { ...poison, eventId: uuidv7(), payload: deep },
    ];
    const results = await rosa.push(events);
    expect(results.map(({ result, problem }) => [result, problem?.code])).toEqual([
      ['rejected', 'bad-request'],
      ['rejected', 'bad-request'],
      ['accepted', undefined],
      ['rejected', 'bad-request'],
      ['rejected', 'bad-request'],
      ['rejected', 'bad-request'],
    ]);
    expect(results[0]?.eventId).toBe(poison.eventId);
    expect((await rosa.push([poison]))[0]?.result).toBe('rejected');
    expect(work.assignment.id).not.toBe(other.assignment.id);
    expect(hub.logs.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('text that a database may not like survives', async () => {
    const { rosa, work, desk } = await stage();
    const words = 'nul \u0000, lone \ud83d, pair 😀, rtl \u202e, quote \' " \\ ; --';
    const edits = fullEdits(work, 2).map((operation) =>
      operation.op === 'rationale.set' ? { ...operation, text: words } : operation,
    );
    const results = await rosa.push([...edits.map((operation) => desk.edit(operation)), desk.submit()]);
    expect(results.map(({ result }) => result)).toEqual(results.map(() => 'accepted'));
    expect((await review(rosa, work)).content.criteria[0]?.rationale).toBe(words);
  });

  it('work refused because the assignment is unknown is judged again once it is there', async () => {
    const { rosa, desk, hub, work } = await stage();
    const db = hub.deps.database.kysely;
    const row = await db
      .selectFrom('assignments')
      .selectAll()
      .where('id', '=', work.assignment.id)
      .executeTakeFirstOrThrow();
    await db.deleteFrom('assignments').where('id', '=', work.assignment.id).execute();
    const event = desk.opened();
    expect((await rosa.push([event]))[0]?.problem?.code).toBe('not-found');
    await db.insertInto('assignments').values(row).execute();
    expect((await rosa.push([event]))[0]?.result).toBe('accepted');
  });

  it('twenty pushes of the same events at once have one effect', async () => {
    const { rosa, desk, hub, work } = await stage();
    const events = desk.whole();
    const answers = await Promise.all(Array.from({ length: 20 }, () => rosa.push(events)));
    const accepted = answers.flat().filter(({ result }) => result === 'accepted');
    expect(new Set(accepted.map(({ eventId }) => eventId)).size).toBe(events.length);
    expect(accepted).toHaveLength(events.length);
    expect(await reviews(hub)).toHaveLength(1);
    expect((await rosa.assignment('QST-1')).version).toBe(3);
    expect(await review(rosa, work)).toMatchObject({ revision: 1 });
  });
});
