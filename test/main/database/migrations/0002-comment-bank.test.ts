import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Database } from '../../../../main/database/connection.ts';
import { migrations, schemaVersion } from '../../../../main/database/migrate.ts';
import { closeDatabase, inTransaction, openDatabase } from '../../../../main/database/open.ts';
import { putSnippet, readSnippets } from '../../../../main/database/tables/comment-snippets.ts';
import { insertIdentity, readIdentity } from '../../../../main/database/tables/device-identity.ts';
import { listMicroCredentials } from '../../../../main/database/tables/hub-micro-credentials.ts';
import { readSettings, writeSettings } from '../../../../main/database/tables/settings.ts';
import { asRootKey, deriveKeys } from '../../../../main/keys/root-key.ts';
import { snippetDraftSchema } from '../../../../shared/domain/comment-snippet.ts';
import { deviceIdSchema } from '../../../../shared/domain/ids.ts';
import { ok } from '../../../../shared/lib/result.ts';
import { aMicroCredential } from '../../../helpers/domain.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const key = deriveKeys(asRootKey(new Uint8Array(32).fill(3))).databaseKey;

const open = (file: string, knownMigrations = migrations): Database => {
  const opened = openDatabase({ file, key, knownMigrations });
  if (!opened.ok) throw new Error(opened.problem.code);
  return opened.value.db;
};

const write = (db: Database, work: Parameters<typeof inTransaction<void>>[1]): void => {
  expect(inTransaction(db, work)).toEqual(ok(undefined));
};

test('a workspace from before the comment bank keeps what it holds and gets an empty bank', () => {
  const file = join(tempFolder(), 'workspace.db');
  const { commentBank: _, ...before } = aMicroCredential();
  const old = open(file, migrations.slice(0, 1));
  write(old, (db) => {
    insertIdentity(db, deviceIdSchema.parse('device-1'));
    writeSettings(db, { theme: 'dark' });
    db.prepare('INSERT INTO hub_micro_credentials (id, version, state) VALUES (?, ?, ?)').run(
      before.id,
      3,
      JSON.stringify(before),
    );
    return ok(undefined);
  });
  closeDatabase(old);

  const db = open(file);
  expect(schemaVersion(db)).toBe(migrations.length);
  expect(readIdentity(db)?.deviceId).toBe('device-1');
  expect(readSettings(db).theme).toBe('dark');
  expect(listMicroCredentials(db)).toEqual([{ ...before, commentBank: [] }]);
  expect(readSnippets(db)).toEqual([]);
  const snippet = snippetDraftSchema.parse({
    id: 's1',
    title: 'Wait',
    text: 'At {{place}} you wait.',
    kind: 'strength',
    scope: { microCredentialId: null, criterionId: null },
  });
  write(db, (writable) => ok(putSnippet(writable, snippet, '2026-03-02T09:00:00.000Z')));
  closeDatabase(db);

  const again = open(file);
  expect(readSnippets(again)).toEqual([
    { ...snippet, usedCount: 0, lastUsedAt: null, updatedAt: '2026-03-02T09:00:00.000Z' },
  ]);
  closeDatabase(again);
});
