import { type Local, type Point, scoreVariances } from './generalizability-scoring.ts';

/** A line of a balanced analysis of variance: its mean square expects Σ coefficient × component. */
export type AnovaLine = {
  readonly df: number;
  readonly ms: number;
  readonly expects: Readonly<Record<string, number>>;
};

export type BalancedFit = {
  readonly components: Readonly<Record<string, number>>;
  /** −2 × the restricted log-likelihood at the optimum, as lme4 prints it; null when nothing is left over as error. */
  readonly criterion: number | null;
  readonly converged: boolean;
  readonly iterations: number;
  /** Components × components: the curvature of the criterion, in the order of the components. */
  readonly curvature: Float64Array;
  readonly held: readonly boolean[];
};

/** The last component is error: it stays over 0, this far under the greatest mean square. */
const errorFloor = 1e-13;

/**
 * Restricted maximum likelihood from the mean squares of a balanced design, components kept at 0 or more: it minimises
 * Σ df (ln E[MS] + MS/E[MS]) (Searle, Casella & McCulloch 1992, §3.8). Where no estimate of the analysis of variance is
 * negative, those are its optimum and it starts there.
 */
export const balancedReml = (
  lines: readonly AnovaLine[],
  components: readonly string[],
  start: Readonly<Record<string, number>>,
): BalancedFit => {
  const size = components.length;
  const scale = Math.max(...lines.map(({ ms }) => ms), 1e-300);
  const floors = new Float64Array(size);
  floors[size - 1] = scale * errorFloor;
  const expected = (line: AnovaLine, at: Float64Array): number =>
    components.reduce((sum, name, k) => sum + (line.expects[name] ?? 0) * (at[k] as number), 0);
  const valueAt = (at: Float64Array): number =>
    lines.reduce((sum, line) => {
      const mean = expected(line, at);
      return sum + line.df * (Math.log(mean) + line.ms / mean);
    }, 0);
  const localAt = (at: Float64Array): Local => {
    const gradient = new Float64Array(size);
    const curvature = new Float64Array(size * size);
    for (const line of lines) {
      const mean = expected(line, at);
      for (const [k, name] of components.entries()) {
        const a = line.expects[name] ?? 0;
        gradient[k] = (gradient[k] as number) + ((line.df * a) / mean) * (1 - line.ms / mean);
        for (const [l, other] of components.entries()) {
          const cell = k * size + l;
          const both = (line.df * a * (line.expects[other] ?? 0)) / mean ** 2;
          curvature[cell] = (curvature[cell] as number) + both;
        }
      }
    }
    return { gradient, curvature };
  };
  const pointAt = (at: Float64Array): Point => ({ value: valueAt(at), local: () => localAt(at) });
  const found = scoreVariances(pointAt, startOf(components, start, scale), floors);
  const at = atFloorIsZero(found.at, floors);
  // The scores are one more than the degrees of freedom: the mean is estimated.
  const df = lines.reduce((sum, line) => sum + line.df, 0);
  return {
    components: Object.fromEntries(components.map((name, k) => [name, at[k] as number])),
    criterion: at[size - 1] === 0 ? null : found.value + Math.log(df + 1) + df * Math.log(2 * Math.PI),
    converged: found.converged,
    iterations: found.iterations,
    curvature: found.curvature,
    held: found.held,
  };
};

const startOf = (
  components: readonly string[],
  start: Readonly<Record<string, number>>,
  scale: number,
): Float64Array => {
  const values = Float64Array.from(components, (name) => start[name] ?? 0);
  // Off the bounds, from where each may go either way, unless the analysis of variance is the answer already.
  return values.every((value) => value >= 0) ? values : values.map((value) => Math.max(value, scale * 1e-4));
};

const atFloorIsZero = (at: Float64Array, floors: Float64Array): Float64Array =>
  at.map((value, k) => (value <= (floors[k] as number) ? 0 : value));
