import { randomBytes } from 'node:crypto';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createBallast } from '../../../main/database/ballast.ts';
import type { Database } from '../../../main/database/connection.ts';
import { inTransaction, openDatabase } from '../../../main/database/open.ts';
import { readSettings, writeSettings } from '../../../main/database/tables/settings.ts';
import { nodeFileSystem } from '../../../main/keys/durable-file.ts';
import { asRootKey, deriveKeys } from '../../../main/keys/root-key.ts';
import { ok } from '../../../shared/lib/result.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const BYTES = 3_000_000;
const random = (size: number) => new Uint8Array(randomBytes(size));

/** A disk of which the test says how much is free. */
const aBallast = (options: Partial<Parameters<typeof createBallast>[0]> = {}) => {
  const folder = tempFolder();
  const disk = { free: 1e12 };
  const ballast = createBallast({
    folder,
    bytes: BYTES,
    random,
    freeBytes: async () => disk.free,
    ...options,
  });
  return { ballast, disk, folder: options.folder ?? folder, file: join(options.folder ?? folder, 'ballast') };
};

describe('the room kept for a full disk', () => {
  test('is really taken, not only promised', async () => {
    const { ballast, file } = aBallast();
    expect(ballast.state()).toBe('unknown');
    expect(await ballast.restore()).toEqual(ok(true));
    expect(ballast.state()).toBe('kept');
    const { size, blocks } = statSync(file);
    expect(size).toBe(BYTES);
    expect(blocks * 512).toBeGreaterThanOrEqual(BYTES);
  });

  test('is found again by the next start, and given up by it', async () => {
    const first = aBallast();
    await first.ballast.restore();
    const { ballast } = aBallast({ folder: first.folder });
    expect(ballast.giveUp()).toBe(true);
    expect(existsSync(first.file)).toBe(false);
    expect(ballast.giveUp()).toBe(false);
  });

  test('comes back only when there is room besides, and says so', async () => {
    const { ballast, disk, file } = aBallast();
    await ballast.restore();
    let told = 0;
    ballast.onGivenUp = () => {
      told += 1;
    };
    expect(ballast.giveUp()).toBe(true);
    expect(ballast.state()).toBe('missing');
    await Promise.resolve();
    expect(told).toBe(1);
    disk.free = ballast.neededBytes - 1;
    expect(await ballast.restore()).toEqual(ok(false));
    expect(existsSync(file)).toBe(false);
    disk.free = ballast.neededBytes;
    expect(await ballast.restore()).toEqual(ok(true));
    expect(ballast.state()).toBe('kept');
  });

  test('is not believed where a crash left half of it', async () => {
    const { ballast, folder, file } = aBallast();
    writeFileSync(join(folder, 'ballast.new'), 'half');
    writeFileSync(file, 'half');
    expect(await ballast.restore()).toEqual(ok(true));
    expect(statSync(file).size).toBe(BYTES);
    expect(existsSync(join(folder, 'ballast.new'))).toBe(false);
  });

  test('that is given up while it is being written leaves nothing behind', async () => {
    const folder = tempFolder();
    const { ballast } = aBallast({
      folder,
      fs: {
        ...nodeFileSystem,
        open: async (path, flags, mode) => {
          const file = await nodeFileSystem.open(path, flags, mode);
          return path.endsWith('.new')
            ? Object.assign(file, { sync: async () => void ballast.giveUp() })
            : file;
        },
      },
    });
    expect(await ballast.restore()).toEqual(ok(false));
    expect(ballast.state()).toBe('missing');
    expect(existsSync(join(folder, 'ballast'))).toBe(false);
    expect(existsSync(join(folder, 'ballast.new'))).toBe(false);
  });

  test('a disk that fills up while it is written is no fault: it is missing', async () => {
    const { ballast, folder } = aBallast({
      fs: {
        ...nodeFileSystem,
        open: async () => {
          throw Object.assign(new Error('full'), { code: 'ENOSPC' });
        },
      },
    });
    expect(await ballast.restore()).toEqual(ok(false));
    expect(ballast.state()).toBe('missing');
    expect(existsSync(join(folder, 'ballast.new'))).toBe(false);
  });
});

/**
 * A database on a full disk: SQLite answers as a full disk makes it answer, until the room in reserve is given up. What it
 * frees is two hundred pages.
 */
const onFullDisk = async () => {
  const folder = tempFolder();
  let db: Database | undefined;
  const fill = (pages: number) => db?.pragma(`max_page_count=${pages}`);
  const pages = () => Number(db?.pragma('page_count', { simple: true }));
  const { ballast } = aBallast({
    folder,
    remove: (path) => {
      if (!existsSync(path)) return false;
      void nodeFileSystem.rm(path, { force: true });
      fill(pages() + 200);
      return true;
    },
  });
  await ballast.restore();
  const { databaseKey } = deriveKeys(asRootKey(new Uint8Array(32)));
  const opened = openDatabase({
    file: join(folder, 'workspace.db'),
    key: databaseKey,
    makeRoom: ballast.giveUp,
  });
  if (!opened.ok) throw new Error(opened.problem.code);
  db = opened.value.db;
  onTestFinished(() => void opened.value.db.close());
  fill(pages() + 2);
  return { db: opened.value.db, ballast };
};

const save = (db: Database, name: string, kilobytes: number) =>
  inTransaction(db, (writable) => {
    writeSettings(writable, { theme: 'light' });
    const put = writable.prepare('INSERT INTO device_settings (name, value) VALUES (?, ?)');
    for (let n = 0; n < kilobytes / 4; n++) put.run(`${name}-${n}`, 'x'.repeat(4000));
    return ok(name);
  });

describe('a transaction that finds the disk full', () => {
  test('is done in the room that was kept for it', async () => {
    const { db, ballast } = await onFullDisk();
    expect(save(db, 'a', 200)).toEqual(ok('a'));
    expect(ballast.state()).toBe('missing');
    expect(readSettings(db).theme).toBe('light');
    const rows = db.prepare<{ n: number }>("SELECT COUNT(*) AS n FROM device_settings WHERE name LIKE 'a-%'");
    expect(rows.get()?.n).toBe(50);
  });

  test('is refused, with nothing half-written, once that room is used too', async () => {
    const { db } = await onFullDisk();
    expect(save(db, 'a', 4000)).toMatchObject({ ok: false, problem: { code: 'disk-full' } });
    expect(readSettings(db).theme).toBe('system');
    expect(save(db, 'b', 100)).toEqual(ok('b'));
  });
});
