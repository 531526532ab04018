import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { listBackups } from '../../../main/database/backup-files.ts';
import { backUpInThread } from '../../../main/database/backup-in-thread.ts';
import type { Database } from '../../../main/database/connection.ts';
import { makeBackup } from '../../../main/database/make-backup.ts';
import { closeDatabase, inTransaction, openDatabase, openEncrypted } from '../../../main/database/open.ts';
import { writeSettings } from '../../../main/database/tables/settings.ts';
import { nodeFileSystem } from '../../../main/keys/durable-file.ts';
import { asRootKey, deriveKeys } from '../../../main/keys/root-key.ts';
import { ok } from '../../../shared/lib/result.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { type Operation, watchedFileSystem } from '../keys/watched-file-system.ts';

const { databaseKey: key } = deriveKeys(asRootKey(new Uint8Array(32).fill(3)));
const day = '2026-03-02';

let folder: string;
let db: Database;

beforeEach(({ onTestFinished }) => {
  folder = tempFolder();
  const opened = openDatabase({ file: join(folder, 'workspace.db'), key });
  if (!opened.ok) throw new Error(opened.problem.code);
  db = opened.value.db;
  onTestFinished(() => void closeDatabase(db));
  put('dark');
});

const put = (theme: 'dark' | 'light') => {
  const written = inTransaction(db, (writable) => ok(writeSettings(writable, { theme })));
  if (!written.ok) throw new Error(written.problem.code);
};

const backup = (name = `workspace-${day}.db`) => join(folder, 'backups', name);

const themeIn = (file: string): unknown => {
  const copy = openEncrypted(file, key, { readonly: true });
  try {
    return copy.prepare("SELECT value FROM device_settings WHERE name = 'theme'").get();
  } finally {
    copy.close();
  }
};

const days = async () => (await listBackups(folder)).map((one) => one.day);

describe('a backup', () => {
  it('has what was committed when it was made, while the workspace is open', async () => {
    expect(await makeBackup(nodeFileSystem, { folder, key, day })).toEqual(ok(undefined));
    put('light');
    expect(themeIn(backup())).toEqual({ value: '"dark"' });
  });

  it('is encrypted under the workspace’s key, for its owner alone', async () => {
    await makeBackup(nodeFileSystem, { folder, key, day });
    const bytes = await readFile(backup());
    expect(bytes.includes('SQLite format 3')).toBe(false);
    expect(bytes.includes('device_settings')).toBe(false);
    expect((await stat(backup())).mode & 0o077).toBe(0);
    const other = deriveKeys(asRootKey(new Uint8Array(32).fill(4))).databaseKey;
    const opened = openEncrypted(backup(), other, { readonly: true });
    expect(() => opened.pragma('user_version')).toThrow(/not a database/);
    opened.close();
  });

  it('never has the keyring', async () => {
    await writeFile(join(folder, 'keyring.json'), 'keys');
    await makeBackup(nodeFileSystem, { folder, key, day });
    expect(await readdir(join(folder, 'backups'))).toEqual([`workspace-${day}.db`]);
  });

  it('has its name only once it is on the disk, and the name is durable too', async () => {
    const { fs, log } = watchedFileSystem();
    await makeBackup(fs, { folder, key, day });
    const places = log
      .filter(({ kind }) => kind === 'sync' || kind === 'rename')
      .map(({ kind, path }) => [kind, path.slice(folder.length + 1)]);
    expect(places).toEqual([
      // The new folder's own name.
      ['sync', ''],
      ['sync', `backups/workspace-${day}.db.new`],
      ['rename', `backups/workspace-${day}.db`],
      ['sync', 'backups'],
    ]);
  });

  it('is made in a thread of its own just so, while this one goes on', async () => {
    let turns = 0;
    const count = setInterval(() => {
      turns += 1;
    }, 0);
    const made = await backUpInThread({ folder, key, day });
    clearInterval(count);
    expect(made).toEqual(ok(undefined));
    expect(turns).toBeGreaterThan(0);
    expect(themeIn(backup())).toEqual({ value: '"dark"' });
  });

  it('takes the place of what an interruption left', async () => {
    await mkdir(join(folder, 'backups'));
    await writeFile(backup(`workspace-${day}.db.new`), 'half');
    await writeFile(backup(`workspace-${day}.db.new-journal`), 'half');
    expect(await makeBackup(nodeFileSystem, { folder, key, day })).toEqual(ok(undefined));
    expect(await readdir(join(folder, 'backups'))).toEqual([`workspace-${day}.db`]);
  });
});

describe('seven days', () => {
  const dayBefore = (n: number) => new Date(Date.UTC(2026, 2, 2 - n)).toISOString().slice(0, 10);

  it('are kept, and the oldest goes', async () => {
    for (let n = 9; n >= 0; n--) await makeBackup(nodeFileSystem, { folder, key, day: dayBefore(n) });
    expect(await days()).toEqual([0, 1, 2, 3, 4, 5, 6].map(dayBefore));
  });

  it('are those that were: one written under a clock years ahead goes first', async () => {
    for (const one of ['2036-01-01', '2036-01-02'])
      await makeBackup(nodeFileSystem, { folder, key, day: one });
    for (let n = 5; n >= 0; n--) await makeBackup(nodeFileSystem, { folder, key, day: dayBefore(n) });
    expect(await days()).toEqual(['2036-01-02', ...[0, 1, 2, 3, 4, 5].map(dayBefore)]);
    await makeBackup(nodeFileSystem, { folder, key, day: '2026-03-03' });
    expect(await days()).toEqual(['2026-03-03', ...[0, 1, 2, 3, 4, 5].map(dayBefore)]);
  });
});

describe('a backup that fails', () => {
  const atSync = ({ kind, path }: Operation) => kind === 'sync' && path.endsWith('.new');
  const atRename = ({ kind }: Operation) => kind === 'rename';
  const atOpen = ({ kind, path }: Operation) => kind === 'open' && path.endsWith('.new');

  it.each([
    ['fsync', atSync, 'EIO', 'storage-failed'],
    ['renaming', atRename, 'EIO', 'storage-failed'],
    ['a full disk', atOpen, 'ENOSPC', 'disk-full'],
  ] as const)('by %s keeps the earlier ones and leaves nothing half', async (_name, at, error, code) => {
    await makeBackup(nodeFileSystem, { folder, key, day: '2026-03-01' });
    const { fs } = watchedFileSystem((operation) => (at(operation) ? error : undefined));
    const made = await makeBackup(fs, { folder, key, day });
    expect(made).toMatchObject({ ok: false, problem: { code } });
    expect(await readdir(join(folder, 'backups'))).toEqual(['workspace-2026-03-01.db']);
    expect(themeIn(backup('workspace-2026-03-01.db'))).toEqual({ value: '"dark"' });
  });

  it('because the database cannot be read says so', async () => {
    const made = await makeBackup(nodeFileSystem, { folder: join(folder, 'nowhere'), key, day });
    expect(made).toMatchObject({ ok: false, problem: { code: 'storage-failed' } });
    expect(existsSync(join(folder, 'nowhere', 'backups', `workspace-${day}.db`))).toBe(false);
  });
});
