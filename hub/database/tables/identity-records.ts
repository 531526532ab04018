import type { ReadableDb, WritableDb } from '../open.ts';

/** One thing the hub's own sign-in remembers. Times in seconds since 1970. */
export type IdentityRecord = {
  readonly kind: string;
  /** SHA-256 of the id: the id of a token is the token itself. */
  readonly idHash: string;
  /** JSON without the id. */
  readonly payload: string;
  readonly grantId: string | null;
  readonly expiresAt: number;
  readonly consumedAt: number | null;
};

export const findIdentityRecord = async (
  db: ReadableDb,
  kind: string,
  idHash: string,
): Promise<IdentityRecord | null> => {
  const row = await db
    .selectFrom('identity_records')
    .selectAll()
    .where('kind', '=', kind)
    .where('id_hash', '=', idHash)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    kind: row.kind,
    idHash: row.id_hash,
    payload: row.payload,
    grantId: row.grant_id,
    expiresAt: row.expires_at,
    consumedAt: row.consumed_at,
  };
};

/** What was consumed stays consumed. */
export const putIdentityRecord = async (
  db: WritableDb,
  { kind, idHash, payload, grantId, expiresAt }: Omit<IdentityRecord, 'consumedAt'>,
): Promise<void> => {
  const values = { payload, grant_id: grantId, expires_at: expiresAt };
  await db
    .insertInto('identity_records')
    .values({ kind, id_hash: idHash, consumed_at: null, ...values })
    .onConflict((conflict) => conflict.columns(['kind', 'id_hash']).doUpdateSet(values))
    .execute();
};

/** The first time counts: a second use must not begin the grace anew. */
export const consumeIdentityRecord = async (
  db: WritableDb,
  kind: string,
  idHash: string,
  at: number,
): Promise<void> => {
  await db
    .updateTable('identity_records')
    .set({ consumed_at: at })
    .where('kind', '=', kind)
    .where('id_hash', '=', idHash)
    .where('consumed_at', 'is', null)
    .execute();
};

export const deleteIdentityRecord = async (db: WritableDb, kind: string, idHash: string): Promise<void> => {
  await db.deleteFrom('identity_records').where('kind', '=', kind).where('id_hash', '=', idHash).execute();
};

export const deleteIdentityRecordsOfGrant = async (
  db: WritableDb,
  kind: string,
  grantId: string,
): Promise<void> => {
  await db.deleteFrom('identity_records').where('kind', '=', kind).where('grant_id', '=', grantId).execute();
};

export const deleteExpiredIdentityRecords = async (db: WritableDb, now: number): Promise<void> => {
  await db.deleteFrom('identity_records').where('expires_at', '<=', now).execute();
};
