/** Where somebody works; empty text: not told. */
export type Workplace = { readonly employer: string; readonly district: string };

/** What of their workplaces two people share: a conflict of interest. Null: nothing that is known. */
export const sharedPlace = (one: Workplace, other: Workplace): keyof Workplace | null => {
  const same = (a: string, b: string) => a !== '' && plain(a) === plain(b);
  if (same(one.employer, other.employer)) return 'employer';
  return same(one.district, other.district) ? 'district' : null;
};

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
