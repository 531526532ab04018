import { sql } from 'kysely';
import { spine } from './migrations/0001-spine.ts';
import { reviewRegistersTravel } from './migrations/0002-review-registers-travel.ts';
import { erasures } from './migrations/0003-erasures.ts';
import { backups } from './migrations/0004-backups.ts';
import { revokedDevices } from './migrations/0005-revoked-devices.ts';
import { identity } from './migrations/0006-identity.ts';
import { supersedeRequests } from './migrations/0007-supersede-requests.ts';
import { whatADeviceHasHeard } from './migrations/0008-what-a-device-has-heard.ts';
import type { HubDatabase, WritableDb } from './open.ts';

type Migration = { readonly name: string; readonly up: (db: WritableDb) => Promise<void> };

/** In order; additive only. An older hub must never open what a newer one wrote. */
const migrations: readonly Migration[] = [
  spine,
  reviewRegistersTravel,
  erasures,
  backups,
  revokedDevices,
  identity,
  supersedeRequests,
  whatADeviceHasHeard,
];

/**
 * Brings the schema up to date, each migration in a transaction of its own. Throws a sentence for a person when the
 * database was written by a newer hub; nothing is changed then.
 */
export const migrate = async (database: HubDatabase): Promise<void> => {
  await sql`create table if not exists hub_migrations (name text primary key)`.execute(database.kysely);
  for (;;) {
    const more = await database.write(async (db) => {
      if (database.dialect === 'postgresql')
        await sql`lock table hub_migrations in exclusive mode`.execute(db);
      const rows = await sql<{ name: string }>`select name from hub_migrations order by name`.execute(db);
      const done = new Set(rows.rows.map((row) => row.name));
      const unknown = [...done].find((name) => !migrations.some((migration) => migration.name === name));
      if (unknown !== undefined) {
        throw new Error(
          `This hub's database was written by a newer Assay (schema ${unknown}). Update Assay; nothing was changed.`,
        );
      }
      const next = migrations.find((migration) => !done.has(migration.name));
      if (next === undefined) return false;
      await next.up(db);
      await sql`insert into hub_migrations (name) values (${next.name})`.execute(db);
      return true;
    });
    if (!more) return;
  }
};
