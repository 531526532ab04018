import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { HubDeps } from '../context/deps.ts';
import { instant } from '../core/ports.ts';
import { findLinkedAccountId, linkAccount } from '../database/tables/account-identities.ts';
import { type AccountRecord, findAccount, findAccountByName } from '../database/tables/accounts.ts';
import type { IdentityClaims } from './verify-id-token.ts';

/**
 * Whose account a person of another provider has: the one they were linked to at their first sign-in, else the one whose
 * sign-in name is what `claim` says of them. An e-mail address counts only when the provider says that it is verified.
 */
export const linkedAccountOf =
  ({ database, clock }: HubDeps, { claim }: { readonly claim: string }) =>
  async (claims: IdentityClaims): Promise<Result<AccountRecord>> => {
    const { iss: issuer, sub: subject } = claims;
    return database.write(async (db) => {
      const linked = await findLinkedAccountId(db, issuer, subject);
      if (linked !== null) {
        const account = await findAccount(db, linked);
        return account === null ? fail(problem('identity-unknown', { who: linked })) : ok(account);
      }
      const name = nameIn(claims, claim);
      if (name === null) return fail(problem('identity-unknown', { who: `A person without ${claim}` }));
      const account = await findAccountByName(db, name);
      if (account === null) return fail(problem('identity-unknown', { who: name }));
      const isTheirs = await linkAccount(
        db,
        { issuer, subject, accountId: account.id },
        instant(clock.now()),
      );
      return isTheirs ? ok(account) : fail(problem('identity-taken', { who: name }));
    });
  };

const nameIn = (claims: IdentityClaims, claim: string): string | null => {
  const value = claims[claim];
  if (typeof value !== 'string' || value === '' || value.length > 200) return null;
  return claim === 'email' && claims.email_verified !== true ? null : value;
};
