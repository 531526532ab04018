/**
 * One computed statistic, as it is printed. `values` null: undefined, and `undefined` says why, as a part of a sentence
 * after "because".
 */
export type AgreementRecord = {
  readonly statistic: string;
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly values: Values | null;
  readonly undefined?: string;
  /**
   * `degenerate`: the formula gives a number although what it stands on does not vary; `unstable`: fewer than five
   * units.
   */
  readonly flags?: readonly Flag[];
};

export type OptionValue = string | number | boolean | readonly string[];
export type Flag = 'degenerate' | 'unstable';

/** Numbers of a record by name. Intervals are pairs. A number that does not exist for these data is left out. */
export type Values = Readonly<
  Record<string, number | string | readonly [number, number] | readonly CategoryValues[]>
>;

export type CategoryValues = {
  readonly category: string;
  readonly value: number;
  readonly se_null: number;
  readonly z: number;
  readonly p: number;
};

/** Fewer units than this: computed, but marked unstable. */
export const stableFrom = 5;
/** Fewer units than this: no interval. */
export const intervalFrom = 3;

type Loose = Readonly<Record<string, Values[string] | null | undefined>>;

/**
 * A record from numbers that may be missing or not finite, which are left out; intervals are suppressed under three
 * units, and with them the name of their method. Undefined when the statistic's own number is not finite.
 */
export const recordOf = (
  statistic: string,
  options: AgreementRecord['options'],
  loose: Loose & { readonly n: number },
  flags: readonly Flag[] = [],
): AgreementRecord => {
  if (typeof loose.value === 'number' && !Number.isFinite(loose.value)) {
    return undefinedRecord(statistic, options, 'what its formula divides by is 0');
  }
  const kept = Object.entries(loose).filter(([name, value]) => isKept(name, value, loose.n));
  const withInterval = kept.some(([name]) => isInterval(name));
  const said = kept.filter(([name, value]) => withInterval || name !== 'ci_method' || value === 'none');
  const values = Object.fromEntries(said) as Values;
  const all: Flag[] = loose.n < stableFrom ? [...flags, 'unstable'] : [...flags];
  return { statistic, options, values, ...(all.length > 0 ? { flags: all } : {}) };
};

const isInterval = (name: string): boolean => /ci95|bca95|loa/.test(name);

const isKept = (name: string, value: Loose[string], n: number): boolean => {
  if (value === null || value === undefined) return false;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string') return true;
  if (value.length === 2 && typeof value[0] === 'number') {
    const [low, high] = value as readonly [number, number];
    return Number.isFinite(low) && Number.isFinite(high) && !(isInterval(name) && n < intervalFrom);
  }
  return true;
};

export const undefinedRecord = (
  statistic: string,
  options: AgreementRecord['options'],
  why: string,
): AgreementRecord => ({ statistic, options, values: null, undefined: why });
