import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Database } from '../../../../main/database/connection.ts';
import { migrations, schemaVersion } from '../../../../main/database/migrate.ts';
import { closeDatabase, inTransaction, openDatabase } from '../../../../main/database/open.ts';
import { listUntoldErasures } from '../../../../main/database/tables/erased-submissions.ts';
import { dueErasures } from '../../../../main/database/tables/erasures.ts';
import { outboxCounts, prunedCount } from '../../../../main/database/tables/outbox.ts';
import { asRootKey, deriveKeys } from '../../../../main/keys/root-key.ts';
import { ok } from '../../../../shared/lib/result.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const key = deriveKeys(asRootKey(new Uint8Array(32).fill(3))).databaseKey;

const open = (file: string, knownMigrations = migrations): Database => {
  const opened = openDatabase({ file, key, knownMigrations });
  if (!opened.ok) throw new Error(opened.problem.code);
  return opened.value.db;
};

test('a workspace from before keeps its log and what was to be removed, and has no order to answer', () => {
  const file = join(tempFolder(), 'workspace.db');
  const old = open(file, migrations.slice(0, 3));
  const written = inTransaction(old, (db) => {
    db.prepare(
      `INSERT INTO events (device_seq, event_id, assignment_id, submission_id, assignment_version, rubric_hash, type,
         payload_hash, sealed_payload, occurred_at, chain_hash)
       VALUES (1, 'e1', 'a1', 's1', 1, 'r', 'assignment.opened', 'h', x'01', '2026', 'c')`,
    ).run();
    db.prepare(
      "INSERT INTO outbox (device_seq, event_id, assignment_id, state) VALUES (1, 'e1', 'a1', 'delivered')",
    ).run();
    db.prepare(
      "INSERT INTO device_erasures (submission_id, reason, due_at) VALUES ('s1', 'withdrawn', '2026')",
    ).run();
    return ok(undefined);
  });
  expect(written.ok).toBe(true);
  closeDatabase(old);

  const db = open(file);
  expect(schemaVersion(db)).toBe(migrations.length);
  expect(dueErasures(db, '9999')).toEqual([
    { submissionId: 's1', reason: 'withdrawn', dueAt: '2026', erasureId: null, code: '' },
  ]);
  expect(listUntoldErasures(db)).toEqual([]);
  expect(outboxCounts(db)).toEqual({ pending: 0, sending: 0, blocked: 0, delivered: 1 });
  expect(prunedCount(db)).toBe(0);
  // Not an order of the issuer: the log stays as it was written.
  expect(() => db.exec("UPDATE events SET sealed_payload = x''")).toThrow('append-only');
  closeDatabase(db);
});
