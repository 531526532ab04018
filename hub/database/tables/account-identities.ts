import type { ReadableDb, WritableDb } from '../open.ts';

/** The account a person of an identity provider has here; null before the first sign-in. */
export const findLinkedAccountId = async (
  db: ReadableDb,
  issuer: string,
  subject: string,
): Promise<string | null> => {
  const row = await db
    .selectFrom('account_identities')
    .select('account_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.account_id ?? null;
};

/**
 * Links a person to an account. False when the account is somebody else's already: an e-mail address that was given to a
 * new person must not open the old one's work.
 */
export const linkAccount = async (
  db: WritableDb,
  link: { readonly issuer: string; readonly subject: string; readonly accountId: string },
  linkedAt: string,
): Promise<boolean> => {
  await db
    .insertInto('account_identities')
    .values({
      issuer: link.issuer,
      subject: link.subject,
      account_id: link.accountId,
      linked_at: linkedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await findLinkedAccountId(db, link.issuer, link.subject)) === link.accountId;
};
