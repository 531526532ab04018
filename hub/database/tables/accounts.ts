import type { Account, Role } from '../../../shared/domain/account.ts';
import type { AccountId } from '../../../shared/domain/ids.ts';
import type { ReadableDb, WritableDb } from '../open.ts';

/** An account with what the hub alone knows of it: where the person works, and the password's hash. */
export type AccountRecord = Account & {
  readonly employer: string;
  readonly district: string;
  readonly passwordHash: string;
};

/** Sign-in names are compared in lower case, trimmed, in one Unicode form. */
export const normalAccountName = (account: string): string => account.normalize('NFKC').trim().toLowerCase();

export const findAccountByName = async (db: ReadableDb, account: string): Promise<AccountRecord | null> => {
  const row = await db
    .selectFrom('accounts')
    .selectAll()
    .where('account', '=', normalAccountName(account))
    .executeTakeFirst();
  return row === undefined ? null : toRecord(row);
};

export const findAccount = async (db: ReadableDb, id: string): Promise<AccountRecord | null> => {
  const row = await db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toRecord(row);
};

export const insertAccount = async (
  db: WritableDb,
  record: AccountRecord,
  createdAt: string,
): Promise<void> => {
  await db
    .insertInto('accounts')
    .values({
      id: record.id,
      account: record.account,
      name: record.name,
      roles: JSON.stringify(record.roles),
      employer: record.employer,
      district: record.district,
      password_hash: record.passwordHash,
      created_at: createdAt,
    })
    .execute();
};

/** Name, roles, employer and district; the password stays. */
export const updateAccount = async (db: WritableDb, record: AccountRecord): Promise<void> => {
  await db
    .updateTable('accounts')
    .set({
      name: record.name,
      roles: JSON.stringify(record.roles),
      employer: record.employer,
      district: record.district,
    })
    .where('id', '=', record.id)
    .execute();
};

type AccountRow = {
  id: string;
  account: string;
  name: string;
  roles: string;
  employer: string;
  district: string;
  password_hash: string;
};

const toRecord = (row: AccountRow): AccountRecord => ({
  id: row.id as AccountId,
  account: row.account,
  name: row.name,
  roles: JSON.parse(row.roles) as Role[],
  employer: row.employer,
  district: row.district,
  passwordHash: row.password_hash,
});
