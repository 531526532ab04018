import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { inTransaction, openDatabase } from '../../../main/database/open.ts';
import { deriveKeys, generateRootKey } from '../../../main/keys/root-key.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';

const openedDatabase = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-statements-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { databaseKey } = deriveKeys(generateRootKey((length) => new Uint8Array(randomBytes(length))));
  const opened = openDatabase({ file: join(folder, 'workspace.db'), key: databaseKey });
  if (!opened.ok) throw new Error(opened.problem.code);
  onTestFinished(() => {
    opened.value.db.close();
  });
  return opened.value.db;
};

test('a statement that is kept answers anew each time, with each its own values', async () => {
  const db = await openedDatabase();
  const sum = () => db.prepare<{ sum: number }>('SELECT ? + ? AS sum');
  expect(sum().get(1, 2)).toEqual({ sum: 3 });
  expect(sum().get(3, 4)).toEqual({ sum: 7 });
  expect(sum()).toBe(sum());
});

test('a statement that is kept sees a column that was added after it was prepared', async () => {
  const db = await openedDatabase();
  db.exec('CREATE TABLE notes (id INTEGER PRIMARY KEY)');
  db.exec('INSERT INTO notes VALUES (1)');
  const notes = () => db.prepare<Record<string, unknown>>('SELECT * FROM notes').all();
  expect(notes()).toEqual([{ id: 1 }]);
  db.exec("ALTER TABLE notes ADD COLUMN text TEXT NOT NULL DEFAULT 'kept'");
  expect(notes()).toEqual([{ id: 1, text: 'kept' }]);
});

test('a text whose rows are still being read can be read again meanwhile', async () => {
  const db = await openedDatabase();
  const three = () => db.prepare<{ n: number }>('SELECT value AS n FROM json_each(?)');
  const pairs: number[][] = [];
  for (const outer of three().iterate('[1,2]'))
    for (const inner of three().all('[3,4]')) pairs.push([outer.n, inner.n]);
  expect(pairs).toEqual([
    [1, 3],
    [1, 4],
    [2, 3],
    [2, 4],
  ]);
});

/** A row that is remembered, as its table's readers read it; `none`: there is no such row. */
const rememberedRows = async () => {
  const db = await openedDatabase();
  db.exec("INSERT INTO hub_micro_credentials VALUES ('one', 1, 'first')");
  const read = (id = 'one') =>
    db.remembered(
      'hub_micro_credentials',
      id,
      () => db.prepare('SELECT state AS text FROM hub_micro_credentials WHERE id = ?').get(id) ?? 'none',
    );
  const write = (sql: string, result: Result<void> = ok(undefined)) =>
    inTransaction(db, (writable) => {
      writable.prepare(sql).run();
      return result;
    });
  return { db, read, write };
};

test.each([
  ["UPDATE hub_micro_credentials SET state = 'second'", { text: 'second' }],
  [
    "INSERT INTO hub_micro_credentials VALUES ('one', 1, 'second') ON CONFLICT DO UPDATE SET state = excluded.state",
    { text: 'second' },
  ],
  ["INSERT OR REPLACE INTO hub_micro_credentials VALUES ('one', 1, 'second')", { text: 'second' }],
  [
    "WITH new AS (SELECT 'second' AS text) UPDATE hub_micro_credentials SET state = (SELECT text FROM new)",
    { text: 'second' },
  ],
  ['DELETE FROM hub_micro_credentials', 'none'],
])('a row that is remembered is read anew after %s', async (sql, expected) => {
  const { read, write } = await rememberedRows();
  expect(read()).toEqual({ text: 'first' });
  expect(read()).toBe(read());
  write(sql);
  expect(read()).toEqual(expected);
});

test('that there is no such row is remembered until it is written', async () => {
  const { db, read, write } = await rememberedRows();
  expect(read('two')).toBe('none');
  write("INSERT INTO hub_micro_credentials VALUES ('two', 1, 'new')");
  expect(read('two')).toEqual({ text: 'new' });
  db.exec('DELETE FROM hub_micro_credentials');
  expect(read('two')).toBe('none');
});

test('what was read or remembered in a transaction that is rolled back was never there', async () => {
  const { db, read, write } = await rememberedRows();
  write("UPDATE hub_micro_credentials SET state = 'second'", fail(problem('not-found')));
  expect(read()).toEqual({ text: 'first' });
  const undone = inTransaction(db, (writable) => {
    writable.prepareRemembering("UPDATE hub_micro_credentials SET state = 'third'").run();
    writable.remember('hub_micro_credentials', 'one', { text: 'third' });
    expect(read()).toEqual({ text: 'third' });
    return fail(problem('not-found'));
  });
  expect(undone.ok).toBe(false);
  expect(read()).toEqual({ text: 'first' });
});

test('whoever remembers what a statement changed leaves the other rows remembered', async () => {
  const { db, read, write } = await rememberedRows();
  write("INSERT INTO hub_micro_credentials VALUES ('two', 1, 'other')");
  const other = read('two');
  inTransaction(db, (writable) => {
    writable.prepareRemembering("UPDATE hub_micro_credentials SET state = 'second' WHERE id = ?").run('one');
    writable.remember('hub_micro_credentials', 'one', { text: 'second' });
    return ok(undefined);
  });
  expect(read()).toEqual({ text: 'second' });
  expect(read('two')).toBe(other);
});

test('JSON is checked once for each text, and nobody can change what everybody gets', async () => {
  const db = await openedDatabase();
  const schema = z.object({ list: z.array(z.number()).default([1]) });
  const parsed = db.parsed(schema, '{}');
  expect(parsed).toEqual({ list: [1] });
  expect(db.parsed(schema, '{}')).toBe(parsed);
  expect(() => parsed.list.push(2)).toThrow(TypeError);
  expect(() => db.parsed(schema, '{"list":"no"}')).toThrow();
});
