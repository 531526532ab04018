import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Database } from '../../../../main/database/connection.ts';
import { migrations } from '../../../../main/database/migrate.ts';
import { tailInLine } from '../../../../main/database/migrations/0009-the-tail-is-in-line.ts';
import { inTransaction, openDatabase } from '../../../../main/database/open.ts';
import { notedEnd } from '../../../../main/database/tables/device-identity.ts';
import { findChainBreak, nextChainHash } from '../../../../main/database/tables/events.ts';
import {
  hasNew,
  listBlocked,
  nextBatch,
  openCountsOf,
  outboxCounts,
  pruneAcknowledged,
  withdrawErased,
} from '../../../../main/database/tables/outbox.ts';
import { countOutbox } from '../../../../main/database/tables/whole-workspace.ts';
import { asRootKey, deriveKeys } from '../../../../main/keys/root-key.ts';
import { ok } from '../../../../shared/lib/result.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const key = deriveKeys(asRootKey(new Uint8Array(32).fill(3))).databaseKey;
const before = migrations.slice(0, migrations.indexOf(tailInLine));

const open = (file: string, knownMigrations = migrations): Database => {
  const opened = openDatabase({ file, key, knownMigrations });
  if (!opened.ok) throw new Error(opened.problem.code);
  return opened.value.db;
};

/** Five events: delivered, blocked, waiting, and two that the program had not lined up when it died. */
const killedBefore = (): string => {
  const file = join(tempFolder(), 'workspace.db');
  const db = open(file, before);
  let chain = '0'.repeat(64);
  let noted = chain;
  for (const seq of [1, 2, 3, 4, 5]) {
    const submission = seq < 3 ? 's1' : 's2';
    chain = nextChainHash(chain, `e${seq}`, `h${seq}`);
    if (seq === 3) noted = chain;
    db.exec(`INSERT INTO events VALUES (${seq}, 'e${seq}', 'a-${submission}', '${submission}', 1, 'r', 'review.edited',
      'h${seq}', '2026-0${seq}', '${chain}', NULL, 0, x'0${seq}')`);
    db.exec(
      `INSERT INTO outbox (device_seq, event_id, assignment_id) VALUES (${seq}, 'e${seq}', 'a-${submission}')`,
    );
  }
  db.exec(`
    INSERT INTO device_identity (one, device_id, last_device_seq, last_chain_hash, clean_exit)
      VALUES (1, 'device', 3, '${noted}', 0);
    INSERT INTO event_places VALUES ('s1', 1), ('s1', 2), ('s2', 3);
    UPDATE outbox SET state = 'delivered', delivered_at = '2026-06' WHERE device_seq = 1;
    UPDATE outbox SET state = 'blocked', problem = '{"code":"rubric-version-conflict"}' WHERE device_seq = 2;
    UPDATE outbox SET state = 'pending' WHERE device_seq = 3;
    UPDATE outbox_counts SET n = 1 WHERE state IN ('pending', 'blocked', 'delivered');`);
  // As a killed program leaves it.
  db.close();
  return file;
};

test('what was new when an older version was killed is in line, once, and everything else is where it was', () => {
  const db = open(killedBefore());
  expect(findChainBreak(db)).toBeNull();
  expect(hasNew(db)).toBe(false);
  expect(notedEnd(db).lastDeviceSeq).toBe(5);
  expect(nextBatch(db, 10).map(({ eventId }) => eventId)).toEqual(['e3', 'e4', 'e5']);
  expect(listBlocked(db).map(({ eventId }) => eventId)).toEqual(['e2']);
  expect(openCountsOf(db, 'a-s2')).toEqual({ unsent: 3, blocked: 0 });
  expect(outboxCounts(db)).toEqual({ pending: 3, sending: 0, blocked: 1, delivered: 1 });
  expect(countOutbox(db)).toEqual(outboxCounts(db));
  expect(db.pragma('foreign_key_check')).toEqual([]);
  db.close();
});

test('lines are counted over and out as before', () => {
  const db = open(killedBefore());
  const taken = inTransaction(db, (writable) =>
    ok([pruneAcknowledged(writable, 1), withdrawErased(writable, 's2')]),
  );
  expect(taken).toEqual(ok([1, 3]));
  expect(outboxCounts(db)).toEqual({ pending: 0, sending: 0, blocked: 1, delivered: 0 });
  expect(countOutbox(db)).toEqual(outboxCounts(db));
  db.close();
});
