import type { Values } from './record.ts';

/** Numbers this small are said to be 0. */
const nothing = 1e-5;

/**
 * Two decimals, or as many more as keep a number apart from a whole one that it is not: 0.996 is not 1. With a minus
 * sign, not a hyphen.
 */
export const decimal = (value: number): string => {
  if (Math.abs(value) < nothing) return '0.00';
  const digits = [2, 3, 4].find((count) => !rounded(value, count)) ?? 5;
  return value.toFixed(digits).replace(/^-/, '−');
};

/** Whether so many decimals would show a whole number where there is none. */
const rounded = (value: number, digits: number): boolean =>
  !Number.isInteger(value) && Number.isInteger(Number(value.toFixed(digits)));

/** A share in percent without decimals, or with as many as keep it apart from 0 and 100. */
export const percent = (share: number): string => {
  const value = 100 * share;
  const digits = [0, 1, 2].find((count) => {
    const shown = Number(value.toFixed(count));
    return (shown !== 0 || share === 0) && (shown !== 100 || share === 1);
  });
  return `${value.toFixed(digits ?? 3)} %`;
};

export type SpokenInterval = { readonly bounds: readonly [number, number]; readonly method: string | null };

const pairAt = (values: Values, name: string): readonly [number, number] | null => {
  const found = values[name];
  return Array.isArray(found) && found.length === 2 && typeof found[0] === 'number'
    ? (found as unknown as readonly [number, number])
    : null;
};

/** The interval to speak of: the bootstrap's where there is one (BCa before percentiles), else the analytic one. */
export const intervalOf = (values: Values, prefix = ''): SpokenInterval | null => {
  const bca = pairAt(values, `${prefix}bootstrap_bca95`);
  if (bca !== null) return { bounds: bca, method: 'bootstrap, BCa' };
  const percentile = pairAt(values, `${prefix}bootstrap_ci95`);
  if (percentile !== null) return { bounds: percentile, method: 'bootstrap, percentiles' };
  const analytic = pairAt(values, `${prefix}ci95`);
  // Kappa's normal interval may end over 1, where no coefficient of agreement can lie.
  return analytic === null ? null : { bounds: clipped(analytic), method: null };
};

const clipped = ([low, high]: readonly [number, number]): readonly [number, number] => [
  low,
  Math.min(1, high),
];

/** An interval without width: nothing differed between units, which is not certainty. */
export const isPoint = ({ bounds }: SpokenInterval): boolean => bounds[0] === bounds[1];

/** The words for an interval, in brackets after a value; nothing where there is none, or none with a width. */
export const spanOf = (interval: SpokenInterval | null, say: (value: number) => string): string => {
  if (interval === null || isPoint(interval)) return '';
  const method = interval.method === null ? '' : `, ${interval.method}`;
  return ` (95 % interval ${say(interval.bounds[0])} to ${say(interval.bounds[1])}${method})`;
};
