import type { AgreementRecord, Values } from '../../../shared/agreement/record.ts';
import { intervalOf as spokenInterval } from '../../../shared/agreement/spoken-numbers.ts';

/** What stands for a record where there is room for one number: the first of these that it has. */
const mainNames = ['value', 'bias', 'exact'] as const;

/** Intervals by preference: those that assume least come first. */
const intervalNames = ['bootstrap_bca95', 'bootstrap_ci95', 'ci95', 'loa95'] as const;

export const mainValue = ({
  values,
}: AgreementRecord): { readonly name: string; readonly value: number } | null => {
  for (const name of mainNames) {
    const value = values?.[name];
    if (typeof value === 'number') return { name, value };
  }
  return null;
};

export type Interval = {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly method: string;
};

/** The interval shown to people: as it is said in sentences; limits of agreement where there is no other. */
export const shownInterval = ({ values }: AgreementRecord): readonly [number, number] | null => {
  const spoken = values === null ? null : spokenInterval(values);
  const limits = values?.loa95;
  return spoken?.bounds ?? (isPair(limits) ? limits : null);
};

/** The preferred interval as it was computed, with its name and method. */
export const intervalOf = ({ values }: AgreementRecord): Interval | null => {
  for (const name of intervalNames) {
    const pair = values?.[name];
    if (isPair(pair)) return { name, low: pair[0], high: pair[1], method: methodOf(name, values) };
  }
  return null;
};

const isPair = (value: Values[string] | undefined): value is readonly [number, number] =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === 'number';

const methodOf = (name: (typeof intervalNames)[number], values: Values | null): string => {
  switch (name) {
    case 'bootstrap_bca95':
      return 'bootstrap over units, BCa';
    case 'bootstrap_ci95':
      return 'bootstrap over units, percentiles';
    case 'loa95':
      return 'limits of agreement';
    case 'ci95': {
      const said = values?.ci_method;
      return typeof said === 'string' ? said : '';
    }
  }
};
