import { describe, expect, it } from 'vitest';
import { readReview } from '../../main/database/tables/reviews.ts';
import { dismissChanges, listBlockedChanges } from '../../main/services/blocked-changes.ts';
import { listQueue } from '../../main/services/queue.ts';
import { resolveRefused } from '../../main/services/review/refused-final.ts';
import { submitReview } from '../../main/services/review/submit-review.ts';
import { type HubReview, hubReviewsPageSchema } from '../../shared/hub-api/results.ts';
import { type Device, must } from './helpers/device.ts';
import { assignmentOf, blockedReasons, edit, fillIn, open, outbox, submit } from './helpers/review.ts';
import {
  contentAtHub,
  documentOf,
  editAnyhow,
  editsOf,
  openPairForEach,
  type Pair,
  rationale,
  rationaleOf,
  refusedFinal,
  resolve,
  score,
  syncAll,
} from './helpers/two-devices.ts';

const code = 'QST-1';
const MINUTE = 60_000;

let pair: Pair;
let a: Device;
let b: Device;

openPairForEach((opened) => {
  pair = opened;
  ({ a, b } = opened);
});

const countedAtHub = async (): Promise<HubReview[]> => {
  const { request } = await pair.hub.signIn('ivo.marsh');
  return hubReviewsPageSchema.parse(await (await request('/v1/reviews')).json()).items;
};

const queueItem = ({ workspace }: Device) =>
  listQueue(workspace, pair.hub.clock.now()).find(({ submissionCode }) => submissionCode === code);

describe('a reviewer at two computers', () => {
  it('finds on each what was written on the other, and submits from either', async () => {
    await fillIn(a, code, 1);
    pair.hub.clock.advance(MINUTE);
    await edit(b, code, [rationale('planning', 'Written at home.')]);
    await syncAll(a, b, a);
    expect(documentOf(a, code).content).toEqual(documentOf(b, code).content);
    expect(rationaleOf(a, code, 0)).toBe('Written at home.');
    const { content } = await submit(b, code);
    await syncAll(b, a);
    expect((await countedAtHub()).map((review) => review.content)).toEqual([content]);
    expect(documentOf(a, code)).toMatchObject({ state: 'submitted', content });
    expect([outbox(a), outbox(b)]).toMatchObject([{ blocked: 0 }, { blocked: 0 }]);
  });

  it('goes on at a third that signs in later, from where the others stopped', async () => {
    await fillIn(a, code, 1);
    pair.hub.clock.advance(MINUTE);
    await edit(b, code, [score('planning', null)]);
    await syncAll(a, b);
    const third = await pair.join();
    expect(queueItem(third)).toMatchObject({ state: 'draft', scored: { done: 1, of: 2 } });
    await edit(third, code, [score('planning', 3)]);
    expect(queueItem(third)).toMatchObject({ scored: { done: 2, of: 2 } });
    await submit(third, code);
    await syncAll(third, a);
    expect(await countedAtHub()).toHaveLength(1);
    expect(queueItem(a)).toMatchObject({ state: 'submitted', scored: { done: 2, of: 2 } });
    const fourth = await pair.join();
    expect(documentOf(fourth, code)).toMatchObject({
      state: 'submitted',
      content: documentOf(third, code).content,
    });
  });

  it('sees no change where the hub only says back what this computer wrote', async () => {
    await fillIn(a, code);
    await syncAll(a, a);
    expect(documentOf(a, code).arrivals).toBe(0);
    await edit(a, code, [rationale('planning', 'Once more.')]);
    await syncAll(a);
    a.notices.length = 0;
    const before = a.workspace.db.prepare('SELECT cursor FROM hub_feed').get();
    await syncAll(a);
    expect(a.workspace.db.prepare('SELECT cursor FROM hub_feed').get()).not.toEqual(before);
    expect(a.notices.filter(({ topic }) => topic === 'review')).toEqual([]);
    expect(documentOf(a, code).arrivals).toBe(0);
    a.net.requests.length = 0;
    await syncAll(a);
    expect(a.net.requests).toHaveLength(1);
  });

  it('corrects what was written under a clock that is ten years ahead, and is dragged into no future', async () => {
    pair.shift('a', 10 * 365 * 24);
    await edit(a, code, [rationale('planning', 'From the future.')]);
    await syncAll(a, b);
    await edit(b, code, [rationale('planning', 'Corrected.'), rationale('waiting', 'Today.')]);
    await syncAll(b, a);
    expect([rationaleOf(a, code, 0), rationaleOf(b, code, 0)]).toEqual(['Corrected.', 'Corrected.']);
    const stamps = editsOf(b, assignmentOf(b, code)).map(({ stamp }) => Number(stamp.slice(0, 15)));
    const now = pair.hub.clock.now();
    expect(stamps.map((ms) => ms > now + 24 * 60 * MINUTE)).toEqual([true, false]);
  });

  it('writes later than what it has seen, though its own clock is ten years behind', async () => {
    pair.shift('b', -10 * 365 * 24);
    await edit(a, code, [rationale('planning', 'Seen.')]);
    await syncAll(a, b);
    await edit(b, code, [rationale('waiting', 'Second, by a slow clock.')]);
    pair.hub.clock.advance(-MINUTE);
    await edit(a, code, [rationale('waiting', 'First, a minute before.')]);
    await syncAll(a, b, a);
    expect(rationaleOf(a, code, 1)).toBe(rationaleOf(b, code, 1));
  });

  it('takes everything anew when rows do not add up, and loses nothing of its own', async () => {
    await edit(a, code, [rationale('planning', 'Of A.')]);
    await syncAll(a, b);
    await edit(b, code, [rationale('waiting', 'Of B, not sent.')]);
    b.workspace.db.exec(`DELETE FROM hub_review_registers; UPDATE hub_feed SET digest = '${'0'.repeat(32)}'`);
    await syncAll(b);
    expect([rationaleOf(b, code, 0), rationaleOf(b, code, 1)]).toEqual(['Of A.', 'Of B, not sent.']);
    await syncAll(a);
    expect(documentOf(a, code).content).toEqual(documentOf(b, code).content);
  });
});

/** A submits without what B has sent: the hub refuses it. */
const race = async (): Promise<void> => {
  await fillIn(a, code, 1);
  await syncAll(a, b);
  await edit(b, code, [rationale('planning', 'Written on the train.'), score('waiting', 3)]);
  pair.hub.clock.advance(MINUTE);
  await syncAll(b);
  await submit(a, code);
  await syncAll(a);
};

it('what the hub does not have any more is not kept beside a review that goes on', async () => {
  await edit(a, code, [rationale('planning', 'Of A.')]);
  await syncAll(a, b);
  const { arrivals } = documentOf(b, code);
  // As a hub restored from an older backup leaves it: a row whose end this computer never heard of.
  b.workspace.db.exec(`
    INSERT INTO hub_review_registers
      SELECT 'reg-ghost', version, assignment_id, submission_id, 'rationale:waiting', stamp, received_at, sealed_state
      FROM hub_review_registers LIMIT 1;
    UPDATE hub_feed SET digest = '${'0'.repeat(32)}'`);
  await syncAll(b);
  const rows = b.workspace.db.prepare<{ key: string }>('SELECT key FROM hub_review_registers').all();
  expect(rows).toEqual([{ key: 'rationale:planning' }]);
  expect(documentOf(b, code).arrivals).toBe(arrivals + 1);
});

describe('a final made without the other computer’s edits', () => {
  it('is kept, compared field by field, and submitted anew exactly once', async () => {
    await race();
    expect(blockedReasons(a)).toEqual(['conflict-content-mismatch']);
    expect(await countedAtHub()).toEqual([]);
    expect(documentOf(a, code).refusedFinal).toBe(true);
    const [blocked] = listBlockedChanges(a.workspace);
    const compared = refusedFinal(a, blocked?.eventId ?? '');
    const by = { name: 'test', here: false, receivedAt: new Date(pair.hub.clock.now()).toISOString() };
    expect(compared).toMatchObject({ submissionCode: code, gaps: 0, settledAt: null });
    expect(compared.differences).toMatchObject([
      {
        difference: {
          field: 'rationale',
          before: 'Seen in the recording (1).',
          after: 'Written on the train.',
        },
        criterion: 'Planning questions',
        by,
      },
      { difference: { field: 'score', before: 2, after: 3 }, criterion: 'Waiting', by },
    ]);
    const { content } = await resolve(a, code, 'submit');
    await syncAll(a, b);
    const counted = await countedAtHub();
    expect(counted.map((review) => [review.content, review.revision])).toEqual([[content, 1]]);
    expect(content).toEqual(documentOf(b, code).content);
    expect(outbox(a)).toMatchObject({ pending: 0, blocked: 0 });
  });

  it('stays readable after it is settled until it is dismissed', async () => {
    await race();
    await resolve(a, code, 'edit');
    const [settled, ...more] = listBlockedChanges(a.workspace);
    expect(more).toEqual([]);
    expect(settled).toMatchObject({ type: 'review.submitted', submissionCode: code });
    expect(settled?.settledAt).not.toBeNull();
    expect(refusedFinal(a, settled?.eventId ?? '').differences).toHaveLength(2);
    expect(a.sync.status().changes).toMatchObject({ blocked: 0, settled: 1 });
    must(dismissChanges(a.reviewDeps(), [settled?.eventId ?? '']));
    expect(listBlockedChanges(a.workspace)).toEqual([]);
    expect(dismissChanges(a.reviewDeps(), [settled?.eventId ?? ''])).toMatchObject({ ok: false });
  });

  it('cannot be dismissed while it holds the review up', async () => {
    await race();
    const [blocked] = listBlockedChanges(a.workspace);
    expect(dismissChanges(a.reviewDeps(), [blocked?.eventId ?? ''])).toMatchObject({
      ok: false,
      problem: { code: 'not-found' },
    });
    expect(listBlockedChanges(a.workspace)).toHaveLength(1);
  });

  it('goes back to work, is edited and submitted; what was written behind it is sent too', async () => {
    await race();
    await editAnyhow(a, code, [rationale('waiting', 'Written while it was refused.')]);
    await syncAll(a);
    expect(outbox(a).pending).toBeGreaterThan(0);
    const reopened = await resolve(a, code, 'edit');
    expect(reopened).toMatchObject({ state: 'draft', editable: true, refusedFinal: false });
    await edit(a, code, [score('planning', 1)]);
    await submit(a, code);
    await syncAll(a, b);
    expect(outbox(a)).toMatchObject({ pending: 0, blocked: 0 });
    expect((await countedAtHub()).map(({ content }) => content)).toEqual([documentOf(b, code).content]);
    expect(rationaleOf(b, code, 1)).toBe('Written while it was refused.');
  });

  it('is not submitted anew when the review changed after it was compared', async () => {
    await race();
    const { arrivals } = documentOf(a, code);
    await edit(b, code, [score('planning', 3)]);
    await syncAll(b, a);
    const again = { assignmentId: assignmentOf(a, code), seen: arrivals, next: 'submit' } as const;
    expect(await resolveRefused(a.reviewDeps(), again)).toMatchObject({
      ok: false,
      problem: { code: 'review-changed-meanwhile' },
    });
    expect(blockedReasons(a)).toEqual(['conflict-content-mismatch']);
    await resolve(a, code, 'submit');
    await syncAll(a);
    expect((await countedAtHub()).map(({ content }) => content)).toEqual([documentOf(b, code).content]);
  });

  it('may be refused again by another race, and is resolved again', async () => {
    await race();
    await edit(b, code, [score('planning', 3)]);
    const cut = a.net.cut();
    await resolve(a, code, 'submit');
    cut();
    await syncAll(b);
    await syncAll(a);
    expect(blockedReasons(a)).toEqual(['conflict-content-mismatch']);
    await resolve(a, code, 'submit');
    await syncAll(a);
    expect(await countedAtHub()).toHaveLength(1);
    expect(listBlockedChanges(a.workspace).every(({ settledAt }) => settledAt !== null)).toBe(true);
  });

  it('does not hold other reviews up', async () => {
    await race();
    await fillIn(a, 'QST-2');
    await submit(a, 'QST-2');
    await syncAll(a);
    expect((await countedAtHub()).map(({ submissionCode }) => submissionCode)).toEqual(['QST-2']);
  });

  it('is not made in the first place when the edits came in while the reviewer looked', async () => {
    await fillIn(a, code);
    await syncAll(a, b);
    const { arrivals: seen } = documentOf(a, code);
    await edit(b, code, [score('planning', 3)]);
    await syncAll(b, a);
    const assignmentId = assignmentOf(a, code);
    expect(await submitReview(a.reviewDeps(), { assignmentId, seen })).toMatchObject({
      ok: false,
      problem: { code: 'review-changed-meanwhile' },
    });
    const now = documentOf(a, code).arrivals;
    expect((await submitReview(a.reviewDeps(), { assignmentId, seen: now })).ok).toBe(true);
  });
});

describe('a second final', () => {
  it('with the same content is the one the hub has, with its receipt', async () => {
    await fillIn(a, code);
    await syncAll(a, b);
    await open(b, code);
    await submit(a, code);
    await submit(b, code);
    await syncAll(a, b);
    expect(outbox(b)).toMatchObject({ pending: 0, blocked: 0 });
    expect((await countedAtHub()).map(({ revision }) => revision)).toEqual([1]);
    const [onA, onB] = [a, b].map(({ workspace }) => readReview(workspace.db, assignmentOf(a, code)));
    expect(onB?.receivedAt).toBe(onA?.receivedAt);
  });

  it('with other content after the grace window is refused, and the first one counts', async () => {
    await fillIn(a, code);
    await syncAll(a, b);
    await submit(a, code);
    await syncAll(a);
    await edit(b, code, [score('planning', 3)]);
    await submit(b, code);
    pair.hub.clock.advance(61 * MINUTE);
    await syncAll(b);
    expect(blockedReasons(b)).toContain('amend-window-closed');
    expect((await countedAtHub()).map(({ content }) => content)).toEqual([documentOf(a, code).content]);
  });

  it('says when edits came after the final, and that they do not count', async () => {
    await fillIn(a, code);
    await syncAll(a, b);
    await open(b, code);
    await edit(b, code, [score('planning', 3)]);
    await submit(a, code);
    await syncAll(a);
    pair.hub.clock.advance(MINUTE);
    await syncAll(b, a);
    for (const device of [a, b]) {
      expect(documentOf(device, code)).toMatchObject({ state: 'submitted', editsSinceFinal: 1 });
    }
    expect((await countedAtHub())[0]?.content.criteria[0]?.score).toBe(1);
    await editAnyhow(b, code, [rationale('planning', 'Amended.')]);
    await submit(b, code);
    pair.hub.clock.advance(1);
    await syncAll(b, a);
    expect((await countedAtHub()).map(({ revision }) => revision)).toEqual([2]);
    expect(documentOf(a, code)).toMatchObject({ editsSinceFinal: 0 });
  });
});

it('what stands at the hub is what both computers show', async () => {
  await fillIn(a, code, 1);
  await fillIn(b, code, 2);
  await syncAll(b, a, b);
  const shown = documentOf(a, code);
  expect(documentOf(b, code).content).toEqual(shown.content);
  expect(await contentAtHub(pair.hub, shown)).toEqual(shown.content);
});
