import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadHubRoot } from '../../hub/core/hub-keys.ts';
import { migrate } from '../../hub/database/migrate.ts';
import { openSqlite } from '../../hub/database/open.ts';
import { onBothDatabases } from '../helpers/hub/on-both-databases.ts';
import { reviewDesk } from '../helpers/hub/review-work.ts';
import { startTestHub } from '../helpers/hub/start-test-hub.ts';

onBothDatabases('the schema', (startHub) => {
  it('is brought up to date once, and leaves a database of a newer hub alone', async () => {
    const { deps } = await startHub();
    await migrate(deps.database);
    await sql`insert into hub_migrations (name) values ('9999-from-the-future')`.execute(
      deps.database.kysely,
    );
    await expect(migrate(deps.database)).rejects.toThrow(
      "This hub's database was written by a newer Assay (schema 9999-from-the-future). Update Assay; nothing was changed.",
    );
    expect(await deps.database.kysely.selectFrom('submissions').selectAll().execute()).toHaveLength(4);
  });

  it('holds whole numbers as numbers, and one counting review for each assignment', async () => {
    const { deps } = await startHub();
    const row = await deps.database.kysely
      .selectFrom('evidence_files')
      .select('size')
      .executeTakeFirstOrThrow();
    expect(typeof row.size).toBe('number');
    const { id } = await deps.database.kysely
      .selectFrom('assignments')
      .select('id')
      .executeTakeFirstOrThrow();
    const finals = async () => {
      for (const revision of [1, 2]) {
        await sql`insert into events values (${`e${revision}`}, '', '', 1, '', '', '', '', '', '', '', '', null, null, 1, 0)`.execute(
          deps.database.kysely,
        );
        await sql`insert into reviews values (${id}, ${revision}, '', '', '', '', '', '', '', 0, '', 0, 1, ${`e${revision}`})`.execute(
          deps.database.kysely,
        );
      }
    };
    await expect(finals()).rejects.toThrow(/unique/i);
  });
});

describe('a hub on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-hub-disk-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('writes SQLite so that an acknowledged change survives a crash', async () => {
    const database = openSqlite(join(folder, 'hub.sqlite'));
    const pragma = async (name: string) =>
      Object.values(
        (await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(database.kysely)).rows[0] ?? {},
      )[0];
    expect([await pragma('journal_mode'), await pragma('synchronous'), await pragma('foreign_keys')]).toEqual(
      ['wal', 2, 1],
    );
    await database.close();
  });

  it('keeps its key private, and refuses to make a new one while devices depend on it', async () => {
    const key = join(folder, 'hub.key');
    const root = loadHubRoot(folder, (length) => Buffer.alloc(length, 7), true);
    expect((await readFile(key, 'utf8')).trim()).toBe(root.toString('hex'));
    expect(loadHubRoot(folder, () => Buffer.alloc(32, 8), true).equals(root)).toBe(true);
    await writeFile(key, 'not a key');
    expect(() => loadHubRoot(folder, () => root, true)).toThrow('is not a hub key');
    await rm(key);
    expect(() => loadHubRoot(folder, () => root, false)).toThrow(
      'is missing, but this hub already has devices',
    );
  });

  it('a database that another process holds too long makes the hub busy, not broken', async () => {
    const hub = await startTestHub();
    const other = openSqlite(join(hub.dataDir, 'hub.sqlite'));
    try {
      const rosa = await hub.signIn('rosa.lind');
      const event = reviewDesk(rosa, await rosa.assignment('QST-1')).opened();
      await sql`begin immediate`.execute(other.kysely);
      const busy = await rosa.request('/v1/events', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ events: [event] }),
      });
      expect([busy.status, (await busy.json()).class, busy.headers.get('retry-after')]).toEqual([
        503,
        'retryable',
        '5',
      ]);
      await sql`rollback`.execute(other.kysely);
      expect((await rosa.push([event]))[0]?.result).toBe('accepted');
    } finally {
      await other.close();
      await hub.close();
    }
  });
});
