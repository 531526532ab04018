import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Database } from '../../../../main/database/connection.ts';
import { migrations } from '../../../../main/database/migrate.ts';
import { slimClick } from '../../../../main/database/migrations/0005-slim-click.ts';
import { closeDatabase, inTransaction, openDatabase } from '../../../../main/database/open.ts';
import { requireIdentity } from '../../../../main/database/tables/device-identity.ts';
import { countDownloads } from '../../../../main/database/tables/downloads.ts';
import { appendEvent, findChainBreak, readEvent } from '../../../../main/database/tables/events.ts';
import {
  listBlocked,
  nextBatch,
  openCountsOf,
  outboxCounts,
  withdrawErased,
} from '../../../../main/database/tables/outbox.ts';
import { readReview, readReviewTimes } from '../../../../main/database/tables/reviews.ts';
import { listSettled } from '../../../../main/database/tables/settled-changes.ts';
import { lastStaged } from '../../../../main/database/tables/staged-changes.ts';
import { everyRegister } from '../../../../main/database/tables/whole-workspace.ts';
import { asRootKey, deriveKeys } from '../../../../main/keys/root-key.ts';
import type { AssignmentId, EventId, SubmissionId } from '../../../../shared/domain/ids.ts';
import { ok } from '../../../../shared/lib/result.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const key = deriveKeys(asRootKey(new Uint8Array(32).fill(3))).databaseKey;
const before = migrations.slice(0, migrations.indexOf(slimClick));

const open = (file: string, knownMigrations = migrations): Database => {
  const opened = openDatabase({ file, key, knownMigrations });
  if (!opened.ok) throw new Error(opened.problem.code);
  return opened.value.db;
};

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const lastStamp = '000001767225600000-00000-device'.slice(3);

/** Four events of two submissions: delivered, blocked, waiting, refused and settled since; one register; two files. */
const olderWorkspace = (): string => {
  const file = join(tempFolder(), 'workspace.db');
  const db = open(file, before);
  let chain = '0'.repeat(64);
  for (const [seq, submission] of [
    [1, 's1'],
    [2, 's1'],
    [3, 's2'],
    [4, 's2'],
  ] as const) {
    chain = sha256(`${chain}e${seq}h${seq}`);
    db.exec(`INSERT INTO events (device_seq, event_id, assignment_id, submission_id, assignment_version, rubric_hash, type,
      payload_hash, sealed_payload, occurred_at, chain_hash)
      VALUES (${seq}, 'e${seq}', 'a-${submission}', '${submission}', 1, 'r', 'review.edited', 'h${seq}', x'0${seq}', '2026-0${seq}', '${chain}')`);
  }
  db.exec(`
    INSERT INTO outbox (device_seq, event_id, assignment_id, state) VALUES
      (1, 'e1', 'a-s1', 'delivered'), (2, 'e2', 'a-s1', 'blocked'), (3, 'e3', 'a-s2', 'pending');
    UPDATE outbox SET problem = '{"code":"rubric-version-conflict"}' WHERE device_seq = 2;
    INSERT INTO settled_changes VALUES ('e4', '{"code":"conflict-content-mismatch"}', '2026-05');
    INSERT INTO device_identity VALUES (1, 'device', 4, '${lastStamp}', '${chain}', 0);
    INSERT INTO reviews (assignment_id, submission_id, state, assignment_version, rubric_hash, active_seconds, saved_at)
      VALUES ('a-s1', 's1', 'draft', 1, 'r', 90, '2026-02');
    INSERT INTO review_registers VALUES ('a-s1', 'score:one', '${lastStamp}', x'0102');
    INSERT INTO device_downloads (submission_id, sha256, size, state, bytes_here)
      VALUES ('s1', 'f1', 10, 'here', 10), ('s1', 'f2', 20, 'downloading', 5);
    INSERT INTO hub_staged_changes (change) VALUES ('{"plain":{}}');`);
  closeDatabase(db);
  return file;
};

test('a workspace from before keeps its log, its line, its reviews and its files', () => {
  const db = open(olderWorkspace());
  expect(findChainBreak(db)).toBeNull();
  expect(readEvent(db, 'e2')).toMatchObject({
    deviceSeq: 2,
    payloadHash: 'h2',
    sealedPayload: Buffer.from([2]),
  });
  expect(outboxCounts(db)).toEqual({ pending: 1, sending: 0, blocked: 1, delivered: 1 });
  expect(nextBatch(db, 10).map(({ eventId }) => eventId)).toEqual(['e3']);
  expect(listBlocked(db).map(({ eventId }) => eventId)).toEqual(['e2']);
  expect(openCountsOf(db, 'a-s1')).toEqual({ unsent: 1, blocked: 1 });
  expect(listSettled(db)).toMatchObject([{ eventId: 'e4', settledAt: '2026-05' }]);
  const review = readReview(db, 'a-s1');
  expect(review && readReviewTimes(db, review)).toEqual({ activeSeconds: 90, savedAt: '2026-02' });
  expect(everyRegister(db)).toMatchObject([{ key: 'score:one', eventId: null, sealed: Buffer.from([1, 2]) }]);
  expect(countDownloads(db)).toMatchObject({ files: 2, filesHere: 1, bytes: 30, bytesHere: 15 });
  // What waited of the feed is asked for again.
  expect(lastStaged(db)).toBeUndefined();
  expect(db.pragma('foreign_key_check')).toEqual([]);
  closeDatabase(db);
});

test('the log goes on where it ended, and what is erased is found', () => {
  const db = open(olderWorkspace());
  expect(requireIdentity(db)).toMatchObject({ lastDeviceSeq: 4, lastStamp });
  const written = inTransaction(db, (writable) => {
    const sealText = () => ok(new Uint8Array([7]));
    const event = {
      eventId: 'e5' as EventId,
      assignmentId: 'a-s1' as AssignmentId,
      submissionId: 's1' as SubmissionId,
      assignmentVersion: 1,
      rubricHash: 'r',
      occurredAt: '2026-06',
      happening: { type: 'assignment.opened', payload: {} },
    } as const;
    const appended = appendEvent(writable, { sealText, openText: () => ok('') }, event);
    return appended.ok ? ok([appended.value.lastDeviceSeq, withdrawErased(writable, 's1')]) : appended;
  });
  // The refused one, and the new one: both had not been acknowledged.
  expect(written).toEqual(ok([5, 2]));
  expect(findChainBreak(db)).toBeNull();
  expect(outboxCounts(db)).toEqual({ pending: 1, sending: 0, blocked: 0, delivered: 0 });
  expect(() => db.exec('UPDATE events SET active_seconds = 1')).toThrow('append-only');
  expect(() => db.exec('DELETE FROM events')).toThrow('append-only');
  closeDatabase(db);
});
