import fc from 'fast-check';
import { expect, test } from 'vitest';
import { syncHeadline } from '../../../renderer/features/sync/sync-headline.ts';
import type { SyncStatus } from '../../../shared/workbench-api/sync-status.ts';

const status = (
  connection: SyncStatus['connection'],
  changes: Omit<SyncStatus['changes'], 'total' | 'settled'>,
): SyncStatus => ({
  connection,
  activity: 'idle',
  lastSyncAt: null,
  nextAttemptAt: null,
  problem: null,
  changes: { ...changes, total: changes.acknowledged + changes.waiting + changes.blocked, settled: 0 },
  downloads: { files: 0, filesHere: 0, bytes: 0, bytesHere: 0, failed: 0 },
  erased: [],
});

test('the hub is said to have everything only when it answers, and nothing waits or was refused', () => {
  const count = fc.integer({ min: 0, max: 2 });
  fc.assert(
    fc.property(
      fc.constantFrom('online', 'offline', 'paused', 'unknown'),
      fc.record({ acknowledged: count, waiting: count, blocked: count }),
      (connection, changes) => {
        const all = syncHeadline(status(connection, changes)).kind === 'allAcknowledged';
        expect(all).toBe(
          connection === 'online' &&
            changes.acknowledged > 0 &&
            changes.waiting === 0 &&
            changes.blocked === 0,
        );
      },
    ),
  );
});

test('a refusal is said before anything else', () => {
  expect(syncHeadline(status('offline', { acknowledged: 3, waiting: 4, blocked: 1 }))).toEqual({
    kind: 'blocked',
    count: 1,
  });
});

test('offline and paused say how much is safe here', () => {
  expect(syncHeadline(status('offline', { acknowledged: 3, waiting: 4, blocked: 0 }))).toEqual({
    kind: 'offline',
    count: 4,
  });
});
