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

test('a row that is remembered is read anew after its table was written, and what was rolled back is forgotten', async () => {
  const db = await openedDatabase();
  const read = () => db.remembered('notes', 'one', () => db.prepare('SELECT text FROM notes').get());
  const write = (text: string, result: Result<void>) =>
    inTransaction(db, (writable) => {
      writable.forget('notes');
      writable.prepare('UPDATE notes SET text = ?').run(text);
      expect(read()).toEqual({ text });
      return result;
    });
  db.exec("CREATE TABLE notes (text TEXT NOT NULL); INSERT INTO notes VALUES ('first')");
  expect(read()).toEqual({ text: 'first' });
  expect(read()).toBe(read());
  write('second', ok(undefined));
  expect(read()).toEqual({ text: 'second' });
  write('third', fail(problem('not-found')));
  expect(read()).toEqual({ text: 'second' });
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
