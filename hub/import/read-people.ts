import { z } from 'zod';
import { type Role, roleSchema } from '../../shared/domain/account.ts';
import { normalAccountName } from '../database/tables/accounts.ts';
import { cellText, neededText, parseRows, withoutTwins } from './cells.ts';
import type { Issues } from './import-issue.ts';
import { readCsv } from './read-csv.ts';

const peopleFile = 'people.csv';

export type PersonDraft = {
  readonly row: number;
  readonly account: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly employer: string;
  readonly district: string;
  /** Empty: one is made up when the person is new. */
  readonly password: string;
};

const roleWords = roleSchema.options.join(', ');

const rolesCell = z.string().transform((text, context): Role[] => {
  const words = text
    .split(';')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const parsed = z
    .array(roleSchema)
    .min(1)
    .safeParse([...new Set(words)]);
  if (parsed.success) return parsed.data;
  context.addIssue({
    code: 'custom',
    message: `must be one or more of ${roleWords}, separated by semicolons`,
  });
  return z.NEVER;
});

const personSchema = z.object({
  account: neededText(120)
    .transform(normalAccountName)
    .refine((name) => /^[^\s\p{C}]+$/u.test(name), 'may not hold spaces'),
  name: neededText(200),
  roles: rolesCell,
  employer: cellText(200).default(''),
  district: cellText(200).default(''),
  password: cellText(1000).default(''),
});

/** people.csv: one row for each person who signs in. Null when there is no such file. */
export const readPeople = async (folder: string, issues: Issues): Promise<PersonDraft[] | null> => {
  const columns = { required: ['account', 'name', 'roles'], optional: ['employer', 'district', 'password'] };
  const rows = await readCsv(folder, peopleFile, columns, issues);
  if (rows === null) return null;
  const people = parseRows(rows, peopleFile, personSchema, issues, (cells) =>
    issues.markBroken('account', cells.account ?? ''),
  ).map(({ row, value }) => ({ row, ...value }));
  return withoutTwins(
    people,
    peopleFile,
    (person) => person.account,
    (person) => `the account ${person.account}`,
    issues,
  );
};
