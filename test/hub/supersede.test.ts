import { expect, it } from 'vitest';
import { listRegisters } from '../../hub/database/tables/review-registers.ts';
import { decideSupersede, openRequests } from '../../hub/services/decide-supersede.ts';
import { eraseSubmission } from '../../hub/services/erase-submission.ts';
import { ratedReviews } from '../../hub/services/ratings.ts';
import { withdrawAssignment } from '../../hub/services/withdraw-assignment.ts';
import { reviewContent } from '../../shared/domain/review.ts';
import type { ReviewOperation } from '../../shared/domain/review-operation.ts';
import { hubAlertsPageSchema, hubReviewSchema } from '../../shared/hub-api/results.ts';
import { digestOf } from '../helpers/hub/live-digest.ts';
import { onBothDatabases } from '../helpers/hub/on-both-databases.ts';
import { fullEdits, reviewDesk } from '../helpers/hub/review-work.ts';
import type { TestHub } from '../helpers/hub/start-test-hub.ts';
import type { AssignedWork, TestDevice } from '../helpers/hub/test-device.ts';

const minute = 60_000;
const reason = 'CANARY: the file only loaded in the evening, and I scored again.';
const answer = 'CANARY: the file was broken.';

const rationale = (text: string): ReviewOperation => ({
  op: 'rationale.set',
  criterionId: 'planning' as never,
  text,
});

onBothDatabases('a request that a refused final count', (startHub) => {
  /** The desk's final counts; the laptop's, made without a connection, comes after the window with the edits it was made of. */
  const stage = async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const laptop = await hub.signIn('rosa.lind');
    const work = await rosa.assignment('QST-1');
    const desk = reviewDesk(rosa, work);
    const winner = await rosa.push(desk.whole(1));
    const other = reviewDesk(laptop, work);
    const edits = [...fullEdits(work, 3), rationale('Seen in the evening.')].map((one) => other.edit(one));
    hub.clock.advance(61 * minute);
    const final = other.submit();
    const results = await laptop.push([...edits, final]);
    const ask = (eventId = final.eventId, device = laptop) =>
      device.event(work, {
        type: 'review.supersede-requested',
        payload: { refusedEventId: eventId, reason },
      });
    return { hub, rosa, laptop, work, winner, final, results, ask, other };
  };

  const alerts = async (hub: TestHub, also = '?also=supersede-request') => {
    const lead = await hub.signIn('lea.stone');
    return hubAlertsPageSchema.parse(await (await lead.request(`/v1/alerts${also}`)).json()).items;
  };
  const counted = async (device: TestDevice, { assignment }: AssignedWork) =>
    hubReviewSchema.parse(await (await device.request(`/v1/assignments/${assignment.id}/review`)).json());
  const requestId = async (hub: TestHub): Promise<string> => (await openRequests(hub.deps))[0]?.id ?? '';
  const decide = async (hub: TestHub, granted: boolean, id?: string) =>
    decideSupersede(hub.deps, {
      requestId: id ?? (await requestId(hub)),
      granted,
      reason: answer,
    });
  const supersedes = async (device: TestDevice, code = 'QST-1') =>
    (await device.assignment(code)).assignment.supersedes;

  it('finds its final judged behind edits that came too late, and goes to the lead with both finals', async () => {
    const { hub, rosa, laptop, results, final, winner, ask } = await stage();
    expect(new Set(results.slice(0, -1).map((one) => one.problem?.code))).toEqual(
      new Set(['amend-window-closed']),
    );
    expect(results.at(-1)).toMatchObject({
      result: 'rejected',
      problem: { code: 'already-finalised' },
      receipt: winner.at(-1)?.receipt,
    });
    hub.clock.advance(minute);
    const request = ask();
    expect((await laptop.push([request]))[0]).toMatchObject({ result: 'accepted' });
    const [alert, ...more] = await alerts(hub);
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      kind: 'supersede-request',
      urgent: false,
      submissionCode: 'QST-1',
      note: reason,
      supersede: {
        refused: {
          eventId: final.eventId,
          contentHash: (final.payload as { contentHash: string }).contentHash,
        },
        counted: { receivedAt: winner.at(-1)?.receipt?.receivedAt },
        answer: null,
      },
    });
    expect(await supersedes(rosa)).toEqual([
      { refusedEventId: final.eventId, requestedAt: alert?.receivedAt, answer: null },
    ]);
  });

  it('is one for each final, however often and from wherever it is asked', async () => {
    const { hub, rosa, laptop, final, ask } = await stage();
    const request = ask();
    await laptop.push([request]);
    expect((await laptop.push([request]))[0]?.result).toBe('duplicate');
    expect((await laptop.push([ask()]))[0]?.result).toBe('duplicate');
    expect((await rosa.push([ask(final.eventId, rosa)]))[0]?.result).toBe('duplicate');
    expect(await alerts(hub)).toHaveLength(1);
  });

  it('is left out for a reader who does not know of requests', async () => {
    const { hub, laptop, ask } = await stage();
    await laptop.push([ask()]);
    expect(await alerts(hub, '')).toEqual([]);
  });

  it('holds nothing up, is held up by nothing, and is refused for anything but such a final', async () => {
    const { hub, rosa, laptop, work, ask } = await stage();
    const bad = laptop.event(work, { type: 'review.edited', payload: {} as never });
    const nothing = ask(bad.eventId);
    const [broken, unknown, asked] = await laptop.push([bad, nothing, ask()]);
    expect([broken?.problem?.code, unknown?.problem?.code, asked?.result]).toEqual([
      'bad-request',
      'not-found',
      'accepted',
    ]);
    const ben = await hub.signIn('ben.achebe');
    expect((await ben.push([ask(undefined, ben)]))[0]?.problem?.code).toBe('not-found');
    const desk = reviewDesk(rosa, await rosa.assignment('QST-2'));
    const whole = desk.whole();
    expect((await rosa.push(whole)).at(-1)?.result).toBe('accepted');
    expect((await rosa.push([ask(whole.at(-1)?.eventId, rosa)]))[0]?.problem?.code).toBe('not-found');
  });

  it('is refused for a final that could never count', async () => {
    const { hub, laptop, work, other } = await stage();
    const empty = other.edit({ op: 'score.set', criterionId: 'planning' as never, score: null });
    const final = other.submit();
    await laptop.push([empty, final]);
    const payload = { refusedEventId: final.eventId, reason };
    const [result] = await laptop.push([laptop.event(work, { type: 'review.supersede-requested', payload })]);
    expect(result?.problem?.code).toBe('review-incomplete');
    expect(await openRequests(hub.deps)).toEqual([]);
  });

  it('granted: counts, the earlier is kept, ratings and every device say so', async () => {
    const { hub, rosa, laptop, work, final, winner, ask } = await stage();
    await laptop.push([ask()]);
    const { cursor } = (await rosa.pull()).last;
    hub.clock.advance(minute);
    const now = new Date(hub.clock.now()).toISOString();
    expect(await decide(hub, true)).toMatchObject({ outcome: 'decided' });
    const { content } = final.payload as { content: never };
    const review = await counted(rosa, work);
    expect(review).toMatchObject({ revision: 2, counted: true, receivedAt: now, decision: 'met', content });
    expect(review.granted?.refusedAt).toBe(new Date(hub.clock.now() - minute).toISOString());
    const all = await hub.deps.database.read((db) =>
      db.selectFrom('reviews').select(['revision', 'counted', 'received_at']).orderBy('revision').execute(),
    );
    expect(all.map(({ revision, counted: counts }) => [revision, counts])).toEqual([
      [1, 0],
      [2, 1],
    ]);
    expect(all[0]?.received_at).toBe(winner.at(-1)?.receipt?.receivedAt);
    const rated = [];
    const on = { microCredential: work.microCredential, kind: 'live' } as const;
    for await (const some of ratedReviews(hub.deps, on)) rated.push(...some);
    expect(rated.map((one) => one.content)).toEqual([content]);
    const criteria = work.microCredential.rubric.criteria.map(({ id }) => id);
    const registers = await hub.deps.database.read((db) => listRegisters(db, work.assignment.id));
    expect(reviewContent(criteria, registers)).toEqual(content);
    const news = await rosa.pull({ cursor });
    expect([...news.live.values()].map(({ kind }) => kind)).toContain('review-register');
    expect(news.last.digest).toEqual(digestOf((await rosa.pull()).live));
    expect(await supersedes(rosa)).toMatchObject([{ answer: { granted: true, at: now, reason: answer } }]);
    expect((await rosa.assignment('QST-1')).assignment).toMatchObject({
      state: 'submitted',
      submittedAt: now,
    });
    expect((await alerts(hub))[0]?.supersede?.answer?.granted).toBe(true);
  });

  it('granted: words that a device sends after it change nothing, there either', async () => {
    const { hub, rosa, laptop, work, final, ask } = await stage();
    await laptop.push([ask()]);
    await decide(hub, true);
    const late = reviewDesk(rosa, work).edit(rationale('Never sent until now.'), Date.now() + 5 * minute);
    expect((await rosa.push([late]))[0]?.problem?.code).toBe('amend-window-closed');
    const registers = await hub.deps.database.read((db) => listRegisters(db, work.assignment.id));
    const stands = registers.find(({ operation }) => operation.op === 'rationale.set');
    expect(stands?.operation).toMatchObject({ text: 'Seen in the evening.' });
    expect((stands?.stamp ?? '') > (late.payload as { stamp: string }).stamp).toBe(true);
    expect((await counted(rosa, work)).content).toEqual((final.payload as { content: unknown }).content);
  });

  it('refused: the first one counts, and the reviewer is told why; nothing is decided twice', async () => {
    const { hub, rosa, laptop, work, ask } = await stage();
    await laptop.push([ask()]);
    const before = await counted(rosa, work);
    const id = await requestId(hub);
    expect(await decide(hub, false)).toMatchObject({ outcome: 'decided' });
    expect(await decide(hub, true, id)).toMatchObject({ outcome: 'answered', granted: false });
    expect(await decide(hub, true, 'no-such-request')).toEqual({ outcome: 'unknown' });
    expect(await counted(rosa, work)).toEqual(before);
    expect(await supersedes(rosa)).toMatchObject([{ answer: { granted: false, reason: answer } }]);
    expect(await openRequests(hub.deps)).toEqual([]);
    expect((await laptop.push([ask()]))[0]?.result).toBe('duplicate');
  });

  it('cannot be decided any more once the assignment is withdrawn', async () => {
    const { hub, laptop, work, ask } = await stage();
    await laptop.push([ask()]);
    const id = await requestId(hub);
    await hub.deps.database.write((db) => withdrawAssignment(db, work.assignment.id));
    expect(await openRequests(hub.deps)).toEqual([]);
    expect(await decide(hub, true, id)).toMatchObject({ outcome: 'closed', state: 'withdrawn' });
    await expect(laptop.assignment('QST-1')).rejects.toThrow('not in the feed');
    expect((await laptop.push([ask()]))[0]?.problem?.code).toBe('assignment-withdrawn');
  });

  it('leaves no word of it when the submission is erased', async () => {
    const { hub, laptop, work, ask } = await stage();
    await laptop.push([ask()]);
    const id = await requestId(hub);
    await decide(hub, false);
    const order = { submissionId: work.submission.id, by: '', disclosures: 'keep' } as const;
    expect((await eraseSubmission(hub.deps, order)).ok).toBe(true);
    expect(await decide(hub, true, id)).toEqual({ outcome: 'unknown' });
    const [alert] = await alerts(hub);
    expect(alert).toMatchObject({ kind: 'supersede-request', note: '' });
    expect(alert).not.toHaveProperty('supersede');
    const tables = ['assignments', 'alerts', 'events', 'feed_entries'] as const;
    for (const table of tables) {
      const rows = await hub.deps.database.read((db) => db.selectFrom(table).selectAll().execute());
      expect(JSON.stringify(rows)).not.toContain('CANARY');
    }
    expect((await laptop.push([ask()]))[0]?.problem?.code).toBe('submission-erased');
  });
});
