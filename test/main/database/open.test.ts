import { createHash } from 'node:crypto';
import { closeSync, copyFileSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../../main/database/connection.ts';
import { migrations } from '../../../main/database/migrate.ts';
import { closeDatabase, inTransaction, openDatabase } from '../../../main/database/open.ts';
import { insertIdentity } from '../../../main/database/tables/device-identity.ts';
import { readSettings, writeSettings } from '../../../main/database/tables/settings.ts';
import { asRootKey, type DatabaseKey, deriveKeys } from '../../../main/keys/root-key.ts';
import { deviceIdSchema } from '../../../shared/domain/ids.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok } from '../../../shared/lib/result.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const keyOf = (byte: number): DatabaseKey => deriveKeys(asRootKey(new Uint8Array(32).fill(byte))).databaseKey;
const key = keyOf(1);
const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

const open = (file: string, more: { key?: DatabaseKey; knownMigrations?: readonly string[] } = {}) => {
  const opened = openDatabase({ file, key, ...more });
  if (!opened.ok) throw new Error(opened.problem.code);
  return opened.value;
};

const create = (): { file: string; db: Database } => {
  const file = join(tempFolder(), 'workspace.db');
  const { db } = open(file);
  inTransaction(db, (writable) => {
    insertIdentity(writable, deviceIdSchema.parse('device-1'));
    writeSettings(writable, { theme: 'dark' });
    return ok(undefined);
  });
  return { file, db };
};

/** What a killed process leaves behind. */
const copyWhileOpen = (file: string): string => {
  const copy = join(tempFolder(), 'workspace.db');
  for (const ending of ['', '-wal']) copyFileSync(`${file}${ending}`, `${copy}${ending}`);
  return copy;
};

describe('opening the database', () => {
  test('keeps what was written, encrypted on the disk', () => {
    const { file, db } = create();
    closeDatabase(db);
    expect(readFileSync(file).subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');
    const again = open(file);
    expect(readSettings(again.db).theme).toBe('dark');
    expect(again.cleanExit).toBe(true);
    again.db.close();
  });

  test('runs with the durable settings', () => {
    const { db } = create();
    const settings = [
      'journal_mode',
      'synchronous',
      'foreign_keys',
      'secure_delete',
      'trusted_schema',
      'temp_store',
    ];
    expect(settings.map((name) => db.pragma(name, { simple: true }))).toEqual(['wal', 2, 1, 1, 0, 2]);
    db.close();
  });

  test('refuses the wrong key and leaves the file as it is', () => {
    const { file, db } = create();
    closeDatabase(db);
    const before = sha256(file);
    expect(openDatabase({ file, key: keyOf(2) })).toEqual(fail(problem('database-key-wrong')));
    expect(sha256(file)).toBe(before);
    open(file).db.close();
  });

  test('refuses a newer schema in words and leaves the file as it is', () => {
    const file = join(tempFolder(), 'workspace.db');
    const newer = [...migrations, 'CREATE TABLE of_the_future (id TEXT) STRICT;'];
    open(file, { knownMigrations: newer }).db.close();
    const before = sha256(file);
    expect(openDatabase({ file, key })).toEqual(
      fail(problem('database-newer', { found: newer.length, known: migrations.length })),
    );
    expect(sha256(file)).toBe(before);
  });

  test('takes an older schema forward and keeps its rows', () => {
    const { file, db } = create();
    closeDatabase(db);
    const more = [...migrations, 'CREATE TABLE later (id TEXT) STRICT;'];
    const { db: newer } = open(file, { knownMigrations: more });
    expect(newer.prepare<{ n: number }>('SELECT COUNT(*) AS n FROM later').get()).toEqual({ n: 0 });
    expect(readSettings(newer).theme).toBe('dark');
    newer.close();
  });

  test('a migration that fails leaves the version before it', () => {
    const { file, db } = create();
    closeDatabase(db);
    const broken = [...migrations, 'CREATE TABLE half (id TEXT) STRICT; CREATE TABLE nonsense (;'];
    expect(() => openDatabase({ file, key, knownMigrations: broken })).toThrow();
    const { db: again } = open(file);
    expect(again.prepare("SELECT name FROM sqlite_master WHERE name = 'half'").get()).toBeUndefined();
    again.close();
  });

  test('a killed run is noticed, and what it had saved is there', () => {
    const { file, db } = create();
    const copy = copyWhileOpen(file);
    db.close();
    const opened = open(copy);
    expect(opened.cleanExit).toBe(false);
    expect(readSettings(opened.db).theme).toBe('dark');
    opened.db.close();
  });

  test('a page damaged on the disk is found after a killed run', () => {
    const { file, db } = create();
    // The last page is one that is in use.
    db.exec('VACUUM');
    db.pragma('wal_checkpoint(TRUNCATE)');
    const copy = copyWhileOpen(file);
    db.close();
    const handle = openSync(copy, 'r+');
    writeSync(handle, Buffer.alloc(512, 0xaa), 0, 512, statSync(copy).size - 4096 + 700);
    closeSync(handle);
    const opened = openDatabase({ file: copy, key });
    expect(opened.ok ? 'opened' : opened.problem.code).toBe('database-damaged');
  });
});

describe('a transaction', () => {
  test('is undone when its work reports a problem or throws', () => {
    const { db } = create();
    const refused = inTransaction(db, (writable) => {
      writeSettings(writable, { theme: 'light' });
      return fail(problem('not-found'));
    });
    expect(refused).toEqual(fail(problem('not-found')));
    expect(() =>
      inTransaction(db, (writable) => {
        writeSettings(writable, { theme: 'light' });
        throw new Error('a bug');
      }),
    ).toThrow('a bug');
    expect(readSettings(db).theme).toBe('dark');
    db.close();
  });

  test('on a full disk writes nothing, says so, and goes on when there is room', () => {
    const { db } = create();
    const fill = () =>
      inTransaction(db, (writable) => {
        writeSettings(writable, { theme: 'light' });
        const put = writable.prepare('INSERT INTO device_settings (name, value) VALUES (?, ?)');
        for (let n = 0; n < 200; n++) put.run(`filler-${n}`, 'x'.repeat(4000));
        return ok(undefined);
      });
    const pages = Number(db.pragma('page_count', { simple: true }));
    db.pragma(`max_page_count=${pages + 2}`);
    expect(fill()).toEqual(fail(problem('disk-full')));
    expect(readSettings(db).theme).toBe('dark');
    db.pragma('max_page_count=100000');
    expect(fill().ok).toBe(true);
    expect(readSettings(db).theme).toBe('light');
    db.close();
  });

  test('does not nest', () => {
    const { db } = create();
    expect(() => inTransaction(db, () => inTransaction(db, () => ok(undefined)))).toThrow('inside another');
    db.close();
  });
});
