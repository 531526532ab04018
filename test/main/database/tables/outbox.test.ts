import { describe, expect, test } from 'vitest';
import type { ReadableDb } from '../../../../main/database/connection.ts';
import { sealScopeOf } from '../../../../main/database/sealed-columns.ts';
import { findChainBreak } from '../../../../main/database/tables/events.ts';
import { eventsSince } from '../../../../main/database/tables/events-since.ts';
import {
  hasNew,
  hasUnsentFinal,
  lineUp,
  listBlocked,
  listUnacknowledged,
  markSending,
  nextBatch,
  openCountsByAssignment,
  openCountsOf,
  outboxCounts,
  pruneAcknowledged,
  recordOutcome,
  requeueDelivered,
  returnToPending,
  withdrawUnsentWork,
} from '../../../../main/database/tables/outbox.ts';
import { applyEdits } from '../../../../main/services/review/apply-edits.ts';
import { openReview } from '../../../../main/services/review/open-review.ts';
import { raiseChildSafety } from '../../../../main/services/review/raise-child-safety.ts';
import { problem } from '../../../../shared/lib/problem.ts';
import { ok } from '../../../../shared/lib/result.ts';
import { assignmentId, openReviewWorkspace, operation } from '../../../helpers/review-workspace.ts';

/** Events 1–2 open assignments 1 and 2, 3–4 score them, 5 raises an alert on the first. */
const fiveEvents = async () => {
  const made = await openReviewWorkspace();
  for (const n of [1, 2]) await openReview(made.deps, { assignmentId: assignmentId(n) });
  for (const n of [1, 2]) {
    const operations = [operation({ op: 'score.set', criterionId: 'opening', score: 2 })];
    await applyEdits(made.deps, { assignmentId: assignmentId(n), operations, activeSeconds: 0 });
  }
  await raiseChildSafety(made.deps, {
    assignmentId: assignmentId(1),
    note: '',
    procedureReadAt: '2026-03-02T09:00:00.000Z',
  });
  const { db } = made.workspace;
  const ids = nextBatch(db, 10).map(({ eventId }) => eventId);
  const seqs = () => nextBatch(db, 10).map(({ deviceSeq }) => deviceSeq);
  const record = (n: number, outcome: Parameters<typeof recordOutcome>[2]) =>
    made.write((writable) => ok(recordOutcome(writable, ids[n - 1] ?? '', outcome)));
  const keys = new Set(made.workspace.keyring.submissionIds());
  return { ...made, db, ids, seqs, record, keys };
};

const submissionAt = (db: ReadableDb, deviceSeq: number): string =>
  eventsSince(db, deviceSeq, 1)[0]?.submissionId ?? '';

const at = '2026-03-02T10:00:00.000Z';

describe('the outbox', () => {
  test('gives the oldest first, and events a crash left as sending again', async () => {
    const { db, write, seqs } = await fiveEvents();
    expect(nextBatch(db, 2).map(({ deviceSeq }) => deviceSeq)).toEqual([1, 2]);
    write((writable) => ok(markSending(writable, [1, 2])));
    expect(seqs()).toEqual([1, 2, 3, 4, 5]);
    expect(outboxCounts(db)).toEqual({ pending: 3, sending: 2, blocked: 0, delivered: 0 });
    write((writable) => ok(returnToPending(writable)));
    expect(outboxCounts(db)).toEqual({ pending: 5, sending: 0, blocked: 0, delivered: 0 });
  });

  test('a refusal holds up its own assignment alone, and never a disclosure', async () => {
    const { db, seqs, record } = await fiveEvents();
    expect(record(1, { outcome: 'blocked', problem: problem('rubric-version-conflict') })).toBe(true);
    expect(seqs()).toEqual([2, 4, 5]);
    expect(listBlocked(db)).toMatchObject([
      { assignmentId: 'assignment-1', submissionCode: 'WGQ-1', type: 'assignment.opened' },
    ]);
  });

  test('an acknowledged event is never sent again, nor its answer changed by a late one', async () => {
    const { db, seqs, record } = await fiveEvents();
    expect(record(1, { outcome: 'delivered', at })).toBe(true);
    expect(record(1, { outcome: 'blocked', problem: problem('not-found') })).toBe(false);
    expect(seqs()).toEqual([2, 3, 4, 5]);
    expect(outboxCounts(db)).toEqual({ pending: 4, sending: 0, blocked: 0, delivered: 1 });
  });

  test('what is new is in line from the start: lining it up changes nothing that anybody is told', async () => {
    const { db, write, keys } = await fiveEvents();
    const told = () => ({
      next: nextBatch(db, 3).map(({ deviceSeq }) => deviceSeq),
      all: listUnacknowledged(db).map(({ deviceSeq }) => deviceSeq),
      counts: outboxCounts(db),
      ofOne: openCountsOf(db, assignmentId(1)),
      ofAll: [...openCountsByAssignment(db)].sort(),
      final: hasUnsentFinal(db, assignmentId(1)),
      broken: findChainBreak(db),
    });
    const before = told();
    expect(before).toMatchObject({
      all: [1, 2, 3, 4, 5],
      counts: { pending: 5 },
      ofOne: { unsent: 3, blocked: 0 },
    });
    expect(hasNew(db)).toBe(true);
    write((writable) => ok(lineUp(writable)));
    expect(hasNew(db)).toBe(false);
    expect(told()).toEqual(before);
    // Also where the last of the line was taken out since.
    write((writable) =>
      ok(recordOutcome(writable, listUnacknowledged(db)[4]?.eventId ?? '', { outcome: 'delivered', at })),
    );
    write((writable) => ok(pruneAcknowledged(writable, 5)));
    write((writable) => ok(requeueDelivered(writable, keys)));
    expect(told()).toMatchObject({ all: [1, 2, 3, 4], counts: { pending: 4, delivered: 0 }, broken: null });
    expect(hasNew(db)).toBe(false);
  });

  test('work that is withdrawn leaves the line before anybody has lined it up', async () => {
    const { db, write } = await fiveEvents();
    expect(write((writable) => ok(withdrawUnsentWork(writable, assignmentId(1))))).toBe(1);
    expect(listUnacknowledged(db).map(({ deviceSeq }) => deviceSeq)).toEqual([1, 2, 4, 5]);
  });

  test('what the hub put off waits for the next time', async () => {
    const { seqs, record, write } = await fiveEvents();
    write((writable) => ok(markSending(writable, [1])));
    record(1, { outcome: 'deferred' });
    expect(seqs()[0]).toBe(1);
  });

  test('after a hub was restored, everything acknowledged is sent again', async () => {
    const { seqs, record, write, keys } = await fiveEvents();
    for (const n of [1, 2, 3]) record(n, { outcome: 'delivered', at });
    expect(write((writable) => ok(requeueDelivered(writable, keys)))).toBe(3);
    expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  });

  test('or what it lacks, but not the work on a submission that has left this computer', async () => {
    const { db, seqs, record, write, keys } = await fiveEvents();
    for (const n of [1, 2, 3, 4]) record(n, { outcome: 'delivered', at });
    const scope = sealScopeOf('review.edited', submissionAt(db, 3));
    const left = new Set([...keys].filter((key) => key !== scope));
    expect(left.size).toBe(keys.size - 1);
    expect(write((writable) => ok(requeueDelivered(writable, left, 1)))).toBe(2);
    expect(seqs()).toEqual([2, 4, 5]);
    expect(outboxCounts(db)).toMatchObject({ pending: 3, blocked: 0, delivered: 1 });
  });
});
