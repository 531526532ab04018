import { describe, expect, it } from 'vitest';
import { decideSupersede, openRequests } from '../../hub/services/decide-supersede.ts';
import { eraseSubmission } from '../../hub/services/erase-submission.ts';
import { dismissChanges, listBlockedChanges } from '../../main/services/blocked-changes.ts';
import { requestSupersede } from '../../main/services/review/request-supersede.ts';
import { hubReviewsPageSchema } from '../../shared/hub-api/results.ts';
import type { BlockedChange } from '../../shared/workbench-api/sync-status.ts';
import { type Device, must } from './helpers/device.ts';
import { blockedReasons, edit, fillIn, open, outbox, submit } from './helpers/review.ts';
import {
  documentOf,
  editAnyhow,
  openPairForEach,
  type Pair,
  rationale,
  rationaleOf,
  refusedFinal,
  score,
  syncAll,
} from './helpers/two-devices.ts';

const code = 'QST-1';
const MINUTE = 60_000;
const reason = 'The recording only loaded here, after the first review.';
const words = 'The recording was broken at first.';

let pair: Pair;
let a: Device;
let b: Device;

openPairForEach((opened) => {
  pair = opened;
  ({ a, b } = opened);
});

/** A's final counts; B's, made without a connection, reaches the hub after the grace window. */
const race = async (): Promise<void> => {
  await fillIn(a, code, 1);
  await syncAll(a, b);
  const reconnect = b.net.cut();
  await edit(b, code, [rationale('planning', 'Heard on the train.'), score('waiting', 3)]);
  await submit(b, code);
  await submit(a, code);
  await syncAll(a);
  reconnect();
  pair.hub.clock.advance(61 * MINUTE);
  await syncAll(b);
};

const final = (device: Device): BlockedChange | undefined =>
  listBlockedChanges(device.workspace).find(({ type }) => type === 'review.submitted');
const eventId = (device: Device): string => final(device)?.eventId ?? '';
const ask = (device = b) => requestSupersede(device.reviewDeps(), { eventId: eventId(device), reason });
const decide = async (granted: boolean) => {
  const [request] = await openRequests(pair.hub.deps);
  return decideSupersede(pair.hub.deps, { requestId: request?.id ?? '', granted, reason: words });
};
const counted = async () => {
  const { request } = await pair.hub.signIn('ivo.marsh');
  return hubReviewsPageSchema.parse(await (await request('/v1/reviews')).json()).items;
};

describe('a final that came after the grace window', () => {
  it('is told so behind its edits, compared with what counts, and dismissed with them', async () => {
    await race();
    expect(new Set(blockedReasons(b))).toEqual(new Set(['amend-window-closed', 'already-finalised']));
    expect(outbox(b)).toMatchObject({ pending: 0 });
    expect(final(b)).toMatchObject({ dismissable: true, supersede: { state: 'may-ask' } });
    expect(refusedFinal(b, eventId(b)).differences).toMatchObject([
      {
        difference: {
          field: 'rationale',
          before: 'Heard on the train.',
          after: 'Seen in the recording (1).',
        },
      },
      { difference: { field: 'score', before: 3, after: 2 }, criterion: 'Waiting' },
    ]);
    const ids = listBlockedChanges(b.workspace).map((one) => one.eventId);
    must(dismissChanges(b.reviewDeps(), ids));
    expect(listBlockedChanges(b.workspace)).toEqual([]);
    expect(outbox(b)).toMatchObject({ blocked: 0, pending: 0 });
  });

  it('is asked for once, offline too, and says so until the hub has heard', async () => {
    await race();
    const reconnect = b.net.cut();
    must(await ask());
    must(await ask());
    expect(outbox(b).pending).toBe(1);
    expect(final(b)?.supersede).toMatchObject({ state: 'asking' });
    reconnect();
    await syncAll(b, a);
    expect(final(b)?.supersede).toMatchObject({ state: 'asked' });
    must(await ask());
    await syncAll(b);
    expect(await openRequests(pair.hub.deps)).toMatchObject([{ submissionCode: code, note: reason }]);
    expect(documentOf(a, code).supersedes).toMatchObject([{ answer: null }]);
    expect(outbox(b)).toMatchObject({ pending: 0, blocked: blockedReasons(b).length });
  });

  it('granted: it counts, every computer shows it and says so, and nothing is refused any more', async () => {
    await race();
    const { content } = documentOf(b, code);
    must(await ask());
    await syncAll(b);
    pair.hub.clock.advance(MINUTE);
    expect(await decide(true)).toMatchObject({ outcome: 'decided' });
    await syncAll(a, b);
    expect((await counted()).map((review) => [review.content, review.revision])).toEqual([[content, 2]]);
    const third = await pair.join();
    for (const device of [a, b, third]) {
      const document = documentOf(device, code);
      expect(document).toMatchObject({ state: 'locked', content, editsSinceFinal: 0 });
      expect(document.supersedes).toMatchObject([{ answer: { granted: true, reason: words } }]);
    }
    expect(outbox(b)).toMatchObject({ blocked: 0, pending: 0 });
    expect(listBlockedChanges(b.workspace)).toMatchObject([
      { eventId: eventId(b), dismissable: true, supersede: { state: 'granted', reason: words } },
    ]);
    must(dismissChanges(b.reviewDeps(), [eventId(b)]));
    expect(listBlockedChanges(b.workspace)).toEqual([]);
  });

  it('granted: words a third computer never sent do not hide it there', async () => {
    const third = await pair.join();
    await fillIn(a, code, 1);
    await syncAll(a, third);
    const reconnect = third.net.cut();
    await edit(third, code, [rationale('planning', 'Kept offline.')]);
    await submit(a, code);
    await syncAll(a, b);
    await open(b, code);
    const offline = b.net.cut();
    await editAnyhow(b, code, [rationale('planning', 'Asked for.')]);
    await submit(b, code);
    pair.hub.clock.advance(61 * MINUTE);
    offline();
    await syncAll(b);
    must(await ask());
    await syncAll(b);
    await decide(true);
    reconnect();
    await syncAll(third, a, b);
    expect([a, b, third].map((device) => rationaleOf(device, code, 0))).toEqual(Array(3).fill('Asked for.'));
    expect(documentOf(third, code).content).toEqual(documentOf(a, code).content);
  });

  it('refused: the reviewer is told why on every computer, and the first one counts', async () => {
    await race();
    const before = await counted();
    must(await ask());
    await syncAll(b);
    await decide(false);
    await syncAll(a, b);
    expect(await counted()).toEqual(before);
    expect(final(b)).toMatchObject({ settledAt: null, supersede: { state: 'refused', reason: words } });
    expect(documentOf(a, code).supersedes).toMatchObject([{ answer: { granted: false, reason: words } }]);
    must(await ask());
    expect(outbox(b).pending).toBe(0);
  });

  it('the lead’s words are stored sealed, and nowhere else', async () => {
    await race();
    must(await ask());
    await syncAll(b);
    await decide(false);
    await syncAll(b);
    const { db } = b.workspace;
    const rows = db.prepare<{ state: string }>('SELECT state FROM hub_assignments').all();
    expect(JSON.stringify(rows)).toContain('sealedReason');
    expect(JSON.stringify(rows)).not.toContain(words);
    const events = db.prepare<{ p: Uint8Array }>('SELECT sealed_payload AS p FROM events').all();
    expect(events.some(({ p }) => Buffer.from(p).includes(reason))).toBe(false);
  });

  it('dismissed before the answer, the answer still comes and is shown with the review', async () => {
    await race();
    must(await ask());
    await syncAll(b);
    must(
      dismissChanges(
        b.reviewDeps(),
        listBlockedChanges(b.workspace).map((one) => one.eventId),
      ),
    );
    await decide(true);
    await syncAll(b);
    expect(listBlockedChanges(b.workspace)).toEqual([]);
    expect(documentOf(b, code)).toMatchObject({ supersedes: [{ answer: { granted: true } }] });
    expect(rationaleOf(b, code, 0)).toBe('Heard on the train.');
  });

  it('goes with the submission when that is erased while the request is open', async () => {
    await race();
    must(await ask());
    const submissionId = documentOf(b, code).submission.id;
    await syncAll(b);
    const order = { submissionId, by: '', disclosures: 'keep' } as const;
    must(await eraseSubmission(pair.hub.deps, order));
    await syncAll(b, a);
    expect(await openRequests(pair.hub.deps)).toEqual([]);
    expect(listBlockedChanges(b.workspace)).toEqual([]);
    expect(outbox(b)).toMatchObject({ pending: 0, blocked: 0 });
  });

  it('a request the hub refuses is told, holds nothing up, and may be made again', async () => {
    await race();
    must(await ask());
    // As a hub of the version before answers: it does not know this kind of event.
    const { db } = b.workspace;
    const { hub } = pair;
    await hub.deps.database.write((write) =>
      write
        .updateTable('events')
        .set({ account_id: 'somebody else' })
        .where('event_id', '=', eventId(b))
        .execute(),
    );
    await syncAll(b);
    const settled = listBlockedChanges(b.workspace).filter(({ settledAt }) => settledAt !== null);
    expect(settled).toMatchObject([{ type: 'review.supersede-requested', problem: { code: 'not-found' } }]);
    expect(final(b)?.supersede?.state).toBe('may-ask');
    expect(db.prepare("SELECT 1 FROM outbox_lines WHERE state = 'pending'").all()).toEqual([]);
  });
});
