/** How close two numbers must lie: relative to the reference, or under an absolute floor. */
export type Tolerance = { readonly relative: number; readonly floor: number };

/** A reference that is exactly 0 or 1 leaves rounding alone; anything larger is relative. */
const roundingFloor = 1e-12;
const exact = (relative: number): Tolerance => ({ relative, floor: roundingFloor });

export const closedForm = exact(1e-9);
export const standardError = exact(1e-7);
export const interval = exact(1e-6);
export const probability = exact(1e-6);
/** Variances at the boundary are 0 here and as little as the optimiser left there: the floor is on their scale. */
export const reml: Tolerance = { relative: 1e-5, floor: 1e-8 };
/** Values fitted with lme4's default optimiser, which stops early: the references say so of themselves. */
export const remlStoppedEarly: Tolerance = { relative: 1e-4, floor: 1e-8 };

const byName: readonly (readonly [RegExp, Tolerance])[] = [
  [/^p$|\.p$/, probability],
  [/^(bias_)?ci95/, interval],
  [/(^|\.)(se|se_null|se_bias|z)$/, standardError],
];

const toleranceOf = (field: string): Tolerance =>
  byName.find(([pattern]) => pattern.test(field))?.[1] ?? closedForm;

/** Ours under the reference's names. A field that is not here is counted as not compared. */
export type Ours = {
  readonly fields: Readonly<Record<string, unknown>>;
  /** For every field, where the names do not tell. */
  readonly tolerance?: Tolerance;
};

/** What a comparison found: how many numbers, the worst deviation, what lies outside, what has no counterpart. */
export type Tally = {
  readonly compared: Record<string, number>;
  readonly worst: Record<string, number>;
  readonly failures: string[];
  readonly notCompared: Record<string, number>;
};

export const emptyTally = (): Tally => ({ compared: {}, worst: {}, failures: [], notCompared: {} });

export const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Every number in a value, with its path: `ci95.0`, `perCategory.2.kappa`. */
const leavesOf = (value: unknown, at = ''): (readonly [string, number])[] => {
  if (typeof value === 'number') return [[at, value]];
  if (ArrayBuffer.isView(value)) return leavesOf([...(value as Float64Array)], at);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => leavesOf(one, at === '' ? key : `${at}.${key}`));
};

export const compareInto = (
  tally: Tally,
  label: { readonly dataset: string; readonly statistic: string; readonly options: unknown },
  ours: Ours | null,
  reference: unknown,
): void => {
  const found = new Map(leavesOf(ours?.fields));
  for (const [field, want] of leavesOf(reference)) {
    const kind = field
      .replace(/\.\d+/g, '')
      .replace(/^(ci95|MS|SS|df|varComp|criteria|raters|steps)\..*/, '$1');
    const family = `${label.statistic} ${kind}`;
    const got = found.get(field);
    if (got === undefined) {
      tally.notCompared[family] = (tally.notCompared[family] ?? 0) + 1;
      continue;
    }
    tally.compared[label.statistic] = (tally.compared[label.statistic] ?? 0) + 1;
    const { relative, floor } = ours?.tolerance ?? toleranceOf(field);
    const off = Math.abs(got - want);
    const share = Math.min(off, off / Math.max(Math.abs(want), Number.MIN_VALUE));
    tally.worst[family] = Math.max(tally.worst[family] ?? 0, Number.isNaN(share) ? Infinity : share);
    if (off <= Math.max(floor, relative * Math.abs(want))) continue;
    tally.failures.push(
      `${label.dataset} ${label.statistic} ${JSON.stringify(label.options)} ${field}: ${got}, reference ${want}`,
    );
  }
};
