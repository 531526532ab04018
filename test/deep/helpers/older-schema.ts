import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../../main/database/connection.ts';
import { copyDatabase } from '../../../main/database/copy-database.ts';
import { migrations } from '../../../main/database/migrate.ts';
import { openDatabase, openEncrypted } from '../../../main/database/open.ts';
import { openProfileKeys, type Secret } from '../../../main/upkeep/open-profile.ts';
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

/** What counts the outbox is kept by its triggers while the rows are copied. */
const KEPT_BY_TRIGGERS = 'outbox_counts';

const copyRows = (db: Database): void => {
  // Rows go in before those that refer to them or after; what counts is that all are there in the end.
  db.exec('BEGIN');
  db.exec('PRAGMA defer_foreign_keys = ON');
  const present = new Set(tablesOf(db, 'present'));
  for (const table of tablesOf(db, 'main')) {
    if (!present.has(table) || table === KEPT_BY_TRIGGERS) continue;
    const now = new Set(columnsOf(db, 'present', table));
    const columns = columnsOf(db, 'main', table)
      .filter((name) => now.has(name))
      .join(', ');
    db.exec(`DELETE FROM main.${table}`);
    db.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM present.${table}`);
  }
  // An older Assay has read its feed in an older protocol: it begins from the start.
  db.exec('DELETE FROM main.hub_feed');
  db.exec('DELETE FROM main.hub_staged_changes');
  db.exec('COMMIT');
};

/**
 * Makes the database of a closed profile what an Assay of an older schema would have written: a new file with that schema,
 * filled with every row and column that it has. Migrations only add, so nothing that an older Assay knew of is lost.
 */
export const goBackTo = async (version: number, profile: string, secret: Secret): Promise<void> => {
  const folder = await accountFolderOf(profile);
  const keys = await openProfileKeys(profile, secret);
  if (folder === null || !keys.ok) throw new Error('this profile cannot be taken back');
  const { databaseKey } = keys.value;
  const file = join(folder, 'workspace.db');
  const present = await copyDatabase(file);
  try {
    // The copy's log goes into it, and it can be attached.
    const merged = openEncrypted(present.file, databaseKey, { readonly: false });
    merged.pragma('journal_mode=DELETE');
    merged.close();
    for (const rest of ['', '-wal', '-shm']) await rm(`${file}${rest}`, { force: true });
    const hex = Buffer.from(databaseKey).toString('hex');
    const opened = openDatabase({ file, key: databaseKey, knownMigrations: migrations.slice(0, version) });
    if (!opened.ok) throw new Error(opened.problem.code);
    const { db } = opened.value;
    try {
      db.exec(`ATTACH DATABASE '${present.file}' AS present KEY "x'${hex}'"`);
      copyRows(db);
      db.exec('DETACH DATABASE present');
    } finally {
      db.close();
    }
  } finally {
    await present.remove();
  }
};
