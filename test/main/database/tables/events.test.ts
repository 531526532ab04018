import { describe, expect, test } from 'vitest';
import { readIdentity } from '../../../../main/database/tables/device-identity.ts';
import { findChainBreak, openEvent, readEvent } from '../../../../main/database/tables/events.ts';
import { nextBatch } from '../../../../main/database/tables/outbox.ts';
import { applyEdits } from '../../../../main/services/review/apply-edits.ts';
import { reviewEventSchema } from '../../../../shared/hub-api/events.ts';
import { ok } from '../../../../shared/lib/result.ts';
import { assignmentId, completeReview, openReviewWorkspace } from '../../../helpers/review-workspace.ts';

const withEvents = async () => {
  const made = await openReviewWorkspace();
  const edits = { assignmentId: assignmentId(), operations: completeReview, activeSeconds: 0 };
  expect((await applyEdits(made.deps, edits)).ok).toBe(true);
  return made;
};

describe('the event log', () => {
  test('numbers events without a gap, in the order they happened, and chains them', async () => {
    const { workspace } = await withEvents();
    const events = nextBatch(workspace.db, 100);
    expect(events.map(({ deviceSeq }) => deviceSeq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(events.map(({ type }) => type)).toEqual([
      'assignment.opened',
      ...completeReview.map(() => 'review.edited'),
    ]);
    expect(readIdentity(workspace.db)?.lastDeviceSeq).toBe(7);
    expect(findChainBreak(workspace.db)).toBeNull();
  });

  test('opens each event as the wire takes it', async () => {
    const { workspace } = await withEvents();
    for (const stored of nextBatch(workspace.db, 100)) {
      const event = openEvent(workspace.keyring, workspace.deviceId, stored);
      expect(event.ok && reviewEventSchema.safeParse(event.value).success).toBe(true);
    }
  });

  test('cannot be changed or shortened', async () => {
    const { workspace, write } = await withEvents();
    const attempts = [
      "UPDATE events SET type = 'x'",
      'DELETE FROM events WHERE device_seq = 1',
      'DELETE FROM events',
    ];
    for (const sql of attempts) {
      expect(() =>
        write((db) => {
          db.prepare(sql).run();
          return ok(undefined);
        }),
      ).toThrow('append-only');
    }
    expect(findChainBreak(workspace.db)).toBeNull();
  });

  test('shows where somebody went round the triggers', async () => {
    const { workspace, write } = await withEvents();
    const third = nextBatch(workspace.db, 3)[2];
    write((db) => {
      db.prepare('DROP TRIGGER events_never_change').run();
      db.prepare('UPDATE events SET payload_hash = ? WHERE device_seq = 3').run('0'.repeat(64));
      return ok(undefined);
    });
    expect(findChainBreak(workspace.db)).toBe(3);
    expect(readEvent(workspace.db, third?.eventId ?? '')?.payloadHash).toBe('0'.repeat(64));
  });
});
