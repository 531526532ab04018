import { type MicroCredential, microCredentialSchema } from '../../../shared/domain/micro-credential.ts';
import { keptQuery } from '../kept-query.ts';
import type { ReadableDb, WritableDb } from '../open.ts';

export type MicroCredentialRecord = { readonly version: number; readonly state: MicroCredential };

export const findMicroCredentialByCode = async (
  db: ReadableDb,
  code: string,
): Promise<MicroCredentialRecord | null> => {
  const row = await db
    .selectFrom('micro_credentials')
    .select(['version', 'state'])
    .where('code', '=', code)
    .executeTakeFirst();
  return row === undefined ? null : toRecord(row);
};

export const findMicroCredential = async (
  db: ReadableDb,
  id: string,
): Promise<MicroCredentialRecord | null> => {
  const row = await newestById.first(db, id);
  return row === undefined ? null : toRecord(row);
};

const newestById = keptQuery((db, id: string) =>
  db.selectFrom('micro_credentials').select(['version', 'state']).where('id', '=', id),
);

/** The micro-credential as it stood at one version: what an assignment made then is judged by. */
export const findMicroCredentialVersion = async (
  db: ReadableDb,
  id: string,
  version: number,
): Promise<MicroCredential | null> => {
  const row = await versionById.first(db, id, version);
  return row === undefined ? null : toRecord(row).state;
};

const versionById = keptQuery((db, id: string, version: number) =>
  db
    .selectFrom('micro_credential_versions')
    .select(['version', 'state'])
    .where('id', '=', id)
    .where('version', '=', version),
);

/** Writes the newest version and keeps every earlier one. */
export const putMicroCredential = async (
  db: WritableDb,
  state: MicroCredential,
  version: number,
): Promise<void> => {
  const text = JSON.stringify(state);
  await db
    .insertInto('micro_credentials')
    .values({ id: state.id, code: state.code, version, state: text })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ version, state: text }))
    .execute();
  await db
    .insertInto('micro_credential_versions')
    .values({ id: state.id, version, rubric_hash: state.rubricHash, state: text })
    .execute();
};

/** Parsed, not only read: one that was stored before a policy existed has that policy's default. */
const toRecord = (row: { version: number; state: string }): MicroCredentialRecord => ({
  version: row.version,
  state: parsed(row.state),
});

/** So many are kept parsed: those that are reviewed at the moment. */
const mostParsed = 32;

const known = new Map<string, MicroCredential>();

/** Every edit that names a criterion reads one, and checking it costs far more than reading it. Nobody changes what they get. */
const parsed = (text: string): MicroCredential => {
  const found = known.get(text) ?? microCredentialSchema.parse(JSON.parse(text));
  if (!known.has(text) && known.size >= mostParsed) known.clear();
  known.set(text, found);
  return found;
};
