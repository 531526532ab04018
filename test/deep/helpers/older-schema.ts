import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database, WritableDb } from '../../../main/database/connection.ts';
import { copyDatabase } from '../../../main/database/copy-database.ts';
import { migrate, migrations } from '../../../main/database/migrate.ts';
import { inTransaction, openDatabase, openEncrypted } from '../../../main/database/open.ts';
import { sealedColumn } from '../../../main/database/sealed-columns.ts';
import { lineUp } from '../../../main/database/tables/outbox.ts';
import { type Keyring, openKeyring } from '../../../main/keys/keyring.ts';
import { openProfileKeys, type Secret } from '../../../main/upkeep/open-profile.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import { accountFolderOf } from './closed-profile.ts';

type Named = { readonly name: string };

const columnsOf = (db: Database, schema: string, table: string): string[] =>
  db
    .prepare<Named>(`SELECT name FROM pragma_table_info('${table}', '${schema}')`)
    .all()
    .map(({ name }) => name);

const tablesOf = (db: Database, schema: string): string[] =>
  db
    .prepare<Named>(
      `SELECT name FROM ${schema}.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
    )
    .all()
    .map(({ name }) => name);

/** What counts the outbox. Before the fifth schema its triggers keep it while the rows are copied; later, lines are counted when lined up. */
const COUNTS = 'outbox_counts';
const COUNTED_WHEN_LINED_UP = 5;

const copyRows = (db: Database, version: number): void => {
  // Rows go in before those that refer to them or after; what counts is that all are there in the end.
  db.exec('BEGIN');
  db.exec('PRAGMA defer_foreign_keys = ON');
  const present = new Set(tablesOf(db, 'present'));
  for (const table of tablesOf(db, 'main')) {
    if (!present.has(table) || table === COUNTS) continue;
    const now = new Set(columnsOf(db, 'present', table));
    const columns = columnsOf(db, 'main', table)
      .filter((name) => now.has(name))
      .join(', ');
    db.exec(`DELETE FROM main.${table}`);
    db.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM present.${table}`);
  }
  if (version >= COUNTED_WHEN_LINED_UP) {
    db.exec(`DELETE FROM main.${COUNTS}`);
    db.exec(`INSERT INTO main.${COUNTS} SELECT * FROM present.${COUNTS}`);
  }
  // An older Assay has read its feed in an older protocol: it begins from the start.
  db.exec('DELETE FROM main.hub_feed');
  db.exec('DELETE FROM main.hub_staged_changes');
  db.exec('COMMIT');
};

type Pointing = {
  readonly assignmentId: string;
  readonly key: string;
  readonly eventId: string;
  readonly submissionId: string;
  readonly sealed: Uint8Array;
};

/**
 * The fifth schema keeps some things once that older ones kept twice: the words of a register in its event, the clock in the
 * log, new lines of the outbox in no index. They are put back where an older Assay had them.
 */
const unfold = (db: WritableDb, keyring: Keyring): Result<void> => {
  lineUp(db);
  db.prepare(
    "UPDATE device_identity SET last_stamp = MAX(COALESCE(last_stamp, ''), COALESCE((SELECT MAX(clock) FROM events), ''))",
  ).run();
  const pointing = db
    .prepare<Pointing>(
      `SELECT g.assignment_id AS assignmentId, g.key, e.event_id AS eventId, e.submission_id AS submissionId,
         e.sealed_payload AS sealed FROM review_registers g JOIN events e ON e.device_seq = g.device_seq`,
    )
    .all();
  const put = db.prepare(
    'UPDATE review_registers SET device_seq = NULL, sealed_operation = ? WHERE assignment_id = ? AND key = ?',
  );
  for (const { assignmentId, key, eventId, submissionId, sealed } of pointing) {
    const words = keyring.openText(submissionId, sealedColumn.eventPayload(eventId), sealed);
    if (!words.ok) throw new Error(words.problem.code);
    const again = keyring.sealText(submissionId, sealedColumn.register(assignmentId, key), words.value);
    if (!again.ok) throw new Error(again.problem.code);
    put.run(again.value, assignmentId, key);
  }
  return ok(undefined);
};

/**
 * Makes the database of a closed profile what an Assay of an older schema would have written: a new file with that schema,
 * filled with every row and column that it has.
 */
export const goBackTo = async (version: number, profile: string, secret: Secret): Promise<void> => {
  const folder = await accountFolderOf(profile);
  const keys = await openProfileKeys(profile, secret);
  if (folder === null || !keys.ok) throw new Error('this profile cannot be taken back');
  const { databaseKey, ringKey } = keys.value;
  const keyring = await openKeyring({ profile: folder, ringKey, random: randomBytes });
  if (!keyring.ok) throw new Error(keyring.problem.code);
  const file = join(folder, 'workspace.db');
  const present = await copyDatabase(file);
  try {
    // The copy's log goes into it, and it can be attached.
    const merged = openEncrypted(present.file, databaseKey, { readonly: false });
    merged.pragma('journal_mode=DELETE');
    // Killed while it migrated, it may be an older Assay's already.
    const migrated = migrate(merged);
    if (!migrated.ok) throw new Error(migrated.problem.code);
    const unfolded = inTransaction(merged, (db) => unfold(db, keyring.value));
    if (!unfolded.ok) throw new Error(unfolded.problem.code);
    merged.close();
    for (const rest of ['', '-wal', '-shm']) await rm(`${file}${rest}`, { force: true });
    const hex = Buffer.from(databaseKey).toString('hex');
    const opened = openDatabase({ file, key: databaseKey, knownMigrations: migrations.slice(0, version) });
    if (!opened.ok) throw new Error(opened.problem.code);
    const { db } = opened.value;
    try {
      db.exec(`ATTACH DATABASE '${present.file}' AS present KEY "x'${hex}'"`);
      copyRows(db, version);
      db.exec('DETACH DATABASE present');
    } finally {
      db.close();
    }
  } finally {
    await present.remove();
  }
};
