import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countByFilter,
  filterOf,
  isOverdue,
  neighbourOf,
  queueRows,
  selectedIndex,
} from '../../../renderer/features/queue/queue-rows.ts';
import { initialQueueLook, type QueueLook } from '../../../renderer/stores/queue.ts';
import { type QueueItem, workStateSchema } from '../../../shared/workbench-api/queue.ts';
import { queueItem } from '../queue-item.ts';

const look = (change: Partial<QueueLook> = {}): QueueLook => ({ ...initialQueueLook, ...change });
const codes = (rows: readonly QueueItem[]): string[] => rows.map(({ submissionCode }) => submissionCode);

const anyItem = fc
  .record({
    id: fc.uuid(),
    state: fc.constantFrom(...workStateSchema.options),
    day: fc.integer({ min: 1, max: 5 }),
    code: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ id, state, day, code }) =>
    queueItem(id, { state, submissionCode: `WGQ-${code}`, dueAt: `2026-03-0${day}T12:00:00.000Z` }),
  );

describe('the three lists', () => {
  test('hold every assignment exactly once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyItem, { selector: (item) => item.assignmentId }), (items) => {
        const lists = (['todo', 'submitted', 'closed'] as const).map((filter) =>
          queueRows(items, look({ filter })),
        );
        const ids = lists.flat().map(({ assignmentId }) => assignmentId);
        expect(ids.toSorted()).toEqual(items.map(({ assignmentId }) => assignmentId).toSorted());
        expect(Object.values(countByFilter(items))).toEqual(lists.map(({ length }) => length));
      }),
    );
  });

  test('put a review that is being amended back to the work to do', () => {
    expect(filterOf('amending')).toBe('todo');
    expect(filterOf('locked')).toBe('submitted');
  });
});

describe('the order', () => {
  test('does not depend on the order of the answer', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyItem, { selector: (item) => item.assignmentId }),
        fc.constantFrom('due', 'submission', 'micro-credential', 'state'),
        fc.boolean(),
        (items, key, descending) => {
          const sorted = look({ sort: { key, descending } });
          expect(queueRows(items.toReversed(), sorted)).toEqual(queueRows(items, sorted));
        },
      ),
    );
  });

  test('is by due date first of all, and reads numbers in codes as numbers', () => {
    const items = [
      queueItem('a', { submissionCode: 'WGQ-10', dueAt: '2026-03-03T12:00:00.000Z' }),
      queueItem('b', { submissionCode: 'WGQ-9', dueAt: '2026-03-04T12:00:00.000Z' }),
      queueItem('c', { submissionCode: 'FMW-2', dueAt: '2026-03-01T12:00:00.000Z' }),
    ];
    expect(codes(queueRows(items, look()))).toEqual(['FMW-2', 'WGQ-10', 'WGQ-9']);
    expect(codes(queueRows(items, look({ sort: { key: 'submission', descending: true } })))).toEqual([
      'WGQ-10',
      'WGQ-9',
      'FMW-2',
    ]);
  });
});

test('finding needs every word, in any column and in any case', () => {
  const items = [
    queueItem('a', { submissionCode: 'WGQ-101', context: 'Grade 4, fractions' }),
    queueItem('b', { submissionCode: 'WGQ-102', context: 'Grade 9 English' }),
  ];
  expect(codes(queueRows(items, look({ find: '  wgq FRACTIONS ' })))).toEqual(['WGQ-101']);
  expect(queueRows(items, look({ find: 'grade 7' }))).toEqual([]);
});

test('the selection stays on its assignment when rows move, and falls to the first when it leaves the list', () => {
  const rows = [queueItem('a'), queueItem('b'), queueItem('c')];
  expect(selectedIndex(rows.toReversed(), 'a')).toBe(2);
  expect(selectedIndex(rows, 'gone')).toBe(0);
  expect(selectedIndex([], 'a')).toBe(-1);
});

test('when the selected row leaves, the next takes the selection, and at the end the one before', () => {
  const rows = [queueItem('a'), queueItem('b')];
  expect(neighbourOf(rows, 0)).toBe('b');
  expect(neighbourOf(rows, 1)).toBe('a');
  expect(neighbourOf([queueItem('a')], 0)).toBeNull();
});

test('only work that is still to do is overdue', () => {
  const later = Date.parse('2026-03-13T00:00:00.000Z');
  expect(isOverdue(queueItem('a'), later)).toBe(true);
  expect(isOverdue(queueItem('a', { state: 'submitted' }), later)).toBe(false);
  expect(isOverdue(queueItem('a'), Date.parse('2026-03-12T11:59:59.000Z'))).toBe(false);
});
