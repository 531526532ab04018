import { keptQuery } from '../kept-query.ts';
import { locksRows } from '../lock-rows.ts';
import type { ReadableDb, WritableDb } from '../open.ts';

/**
 * `sample` holds the sign-ins of a sample hub as JSON; `feed-epoch` names the history that cursors belong to.
 * `erasure-unfinished` stands from an erasure's commit until its bytes are gone from the disk too; `rewritten` once a
 * SQLite file from before deleted rows were overwritten has been written anew.
 */
export type SettingName =
  | 'hub-id'
  | 'hub-name'
  | 'feed-epoch'
  | 'sample'
  | 'erasure-unfinished'
  | 'rewritten';

export const findSetting = async (db: ReadableDb, name: SettingName): Promise<string | null> => {
  return (await settingOf.first(db, name))?.value ?? null;
};

const settingOf = keptQuery((db, name: SettingName) =>
  db.selectFrom('hub_settings').select('value').where('name', '=', name),
);

export const putSetting = async (db: WritableDb, name: SettingName, value: string): Promise<void> => {
  await db
    .insertInto('hub_settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
};

export const removeSetting = async (db: WritableDb, name: SettingName): Promise<void> => {
  await db.deleteFrom('hub_settings').where('name', '=', name).execute();
};

/** Keeps a setting that is already there; answers the value that stands. */
export const ensureSetting = async (db: WritableDb, name: SettingName, value: string): Promise<string> => {
  await db
    .insertInto('hub_settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  return (await findSetting(db, name)) ?? value;
};

/** Imports and erasures go one at a time. SQLite's single writer sees to it; PostgreSQL holds this row until the transaction ends. */
export const lockImports = async (db: WritableDb): Promise<void> => {
  if (!locksRows(db)) return;
  await db.selectFrom('hub_settings').select('name').where('name', '=', 'hub-id').forUpdate().execute();
};
