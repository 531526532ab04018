import type { AccountId } from '../../shared/domain/ids.ts';
import { derivedId } from '../core/hashing.ts';
import type { ReadableDb } from '../database/open.ts';
import { type AccountRecord, findAccountByName } from '../database/tables/accounts.ts';
import type { PersonDraft } from './read-people.ts';

/** `added` have no password hash yet. */
export type PeoplePlan = {
  readonly added: readonly { readonly draft: PersonDraft; readonly record: AccountRecord }[];
  readonly changed: readonly AccountRecord[];
  readonly unchanged: number;
};

/** Whoever is there keeps the password; name, roles and workplace follow the table. */
export const planPeople = async (db: ReadableDb, drafts: readonly PersonDraft[]): Promise<PeoplePlan> => {
  const added: { draft: PersonDraft; record: AccountRecord }[] = [];
  const changed: AccountRecord[] = [];
  for (const draft of drafts) {
    const existing = await findAccountByName(db, draft.account);
    const record: AccountRecord = {
      id: existing?.id ?? (derivedId('acc', draft.account) as AccountId),
      account: draft.account,
      name: draft.name,
      roles: [...draft.roles],
      employer: draft.employer,
      district: draft.district,
      passwordHash: existing?.passwordHash ?? '',
    };
    if (existing === null) added.push({ draft, record });
    else if (!samePerson(existing, record)) changed.push(record);
  }
  return { added, changed, unchanged: drafts.length - added.length - changed.length };
};

const samePerson = (a: AccountRecord, b: AccountRecord): boolean =>
  a.name === b.name &&
  a.employer === b.employer &&
  a.district === b.district &&
  [...a.roles].sort().join() === [...b.roles].sort().join();
