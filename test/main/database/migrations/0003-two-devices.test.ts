import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Database } from '../../../../main/database/connection.ts';
import { migrations, schemaVersion } from '../../../../main/database/migrate.ts';
import { closeDatabase, inTransaction, openDatabase } from '../../../../main/database/open.ts';
import { readMerge } from '../../../../main/database/tables/device-review-merges.ts';
import { readReview } from '../../../../main/database/tables/reviews.ts';
import { countSettled } from '../../../../main/database/tables/settled-changes.ts';
import { asRootKey, deriveKeys } from '../../../../main/keys/root-key.ts';
import { ok } from '../../../../shared/lib/result.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const key = deriveKeys(asRootKey(new Uint8Array(32).fill(3))).databaseKey;

const open = (file: string, knownMigrations = migrations): Database => {
  const opened = openDatabase({ file, key, knownMigrations });
  if (!opened.ok) throw new Error(opened.problem.code);
  return opened.value.db;
};

test('a workspace from before keeps its reviews with their progress, and has heard of no other device', () => {
  const file = join(tempFolder(), 'workspace.db');
  const old = open(file, migrations.slice(0, 2));
  const written = inTransaction(old, (db) => {
    db.prepare(
      `INSERT INTO reviews (assignment_id, submission_id, state, assignment_version, rubric_hash, scored)
       VALUES ('a1', 's1', 'draft', 1, ?, 3), ('a2', 's2', 'opened', 1, ?, 0)`,
    ).run('a'.repeat(64), 'a'.repeat(64));
    const register = db.prepare(
      "INSERT INTO review_registers (assignment_id, key, stamp, sealed_operation) VALUES ('a1', ?, 'x', x'00')",
    );
    for (const one of ['score:c1', 'score:c2', 'rationale:c1']) register.run(one);
    return ok(undefined);
  });
  expect(written.ok).toBe(true);
  closeDatabase(old);

  const db = open(file);
  expect(schemaVersion(db)).toBe(migrations.length);
  expect(readReview(db, 'a1')?.state).toBe('draft');
  expect(readMerge(db, 'a1')).toEqual({ scored: 3, edited: true, arrivals: 0 });
  expect(readMerge(db, 'a2')).toEqual({ scored: 0, edited: false, arrivals: 0 });
  expect(db.prepare('SELECT * FROM hub_review_registers').all()).toEqual([]);
  expect(countSettled(db)).toBe(0);
  closeDatabase(db);
});
