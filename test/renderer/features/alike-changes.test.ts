import { expect, test } from 'vitest';
import { alikeChanges } from '../../../renderer/features/sync/alike-changes.ts';
import { sync } from '../../../renderer/messages/sync.ts';
import { assignmentIdSchema, eventIdSchema } from '../../../shared/domain/ids.ts';
import { problem } from '../../../shared/lib/problem.ts';
import type { BlockedChange } from '../../../shared/workbench-api/sync-status.ts';

const change = (n: number, differs: Partial<BlockedChange> = {}): BlockedChange => ({
  eventId: eventIdSchema.parse(`00000000-0000-7000-8000-00000000000${n}`),
  assignmentId: assignmentIdSchema.parse('assignment-1'),
  submissionCode: 'QST-1',
  type: 'review.edited',
  occurredAt: `2026-03-02T09:00:0${n}.000Z`,
  problem: problem('rubric-version-conflict'),
  settledAt: null,
  dismissable: false,
  supersede: null,
  ...differs,
});

const named = (changes: readonly BlockedChange[]): string[] =>
  alikeChanges(changes).map(({ first, eventIds }) =>
    sync.eventsOf(first.type, eventIds.length, first.submissionCode),
  );

test('edits refused for one reason are one line, and none is left out of it', () => {
  const edits = [change(1), change(2), change(3)];
  expect(named(edits)).toEqual(['3 edits on QST-1']);
  expect(alikeChanges(edits)[0]?.eventIds).toEqual(edits.map(({ eventId }) => eventId));
  expect(named([change(1)])).toEqual(['An edit on QST-1']);
});

test('another review, another reason and each final are lines of their own', () => {
  const other = { assignmentId: assignmentIdSchema.parse('assignment-2'), submissionCode: 'QST-2' };
  const final = { type: 'review.submitted', problem: problem('conflict-content-mismatch') };
  expect(
    named([
      change(1),
      change(2, other),
      change(3, { problem: problem('bad-request', { detail: 'why' }) }),
      change(4, final),
      change(5, final),
      change(6),
    ]),
  ).toEqual([
    '2 edits on QST-1',
    'An edit on QST-2',
    'An edit on QST-1',
    'A submitted review on QST-1',
    'A submitted review on QST-1',
  ]);
});
