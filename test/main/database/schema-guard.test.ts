import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrations } from '../../../main/database/migrate.ts';
import { openDatabase } from '../../../main/database/open.ts';
import { asRootKey, deriveKeys } from '../../../main/keys/root-key.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

/*
 * A released migration never changes: reviewers' databases have been through it. A schema that must change gets a new
 * migration, and its hash a new line in the fixture.
 */
const fixture = join(import.meta.dirname, '..', '..', 'fixtures', 'schema', 'workspace-versions.json');

const schemaHash = (version: number): string => {
  const file = join(tempFolder(), 'workspace.db');
  const key = deriveKeys(asRootKey(new Uint8Array(32))).databaseKey;
  const opened = openDatabase({ file, key, knownMigrations: migrations.slice(0, version) });
  if (!opened.ok) throw new Error(opened.problem.code);
  const { db } = opened.value;
  const rows = db
    .prepare<{ name: string; sql: string | null }>('SELECT type, name, sql FROM sqlite_master ORDER BY name')
    .all();
  db.close();
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
};

test('every released schema is what it was', () => {
  const released: unknown = JSON.parse(readFileSync(fixture, 'utf8'));
  expect(migrations.map((_, index) => schemaHash(index + 1))).toEqual(released);
});
