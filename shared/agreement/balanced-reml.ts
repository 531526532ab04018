import { minimise } from './minimise.ts';

/** A line of a balanced analysis of variance: its mean square expects Σ coefficient × component. */
export type AnovaLine = {
  readonly df: number;
  readonly ms: number;
  readonly expects: Readonly<Record<string, number>>;
};

/**
 * Restricted maximum likelihood from the mean squares of a balanced design, components kept at 0 or more: it minimises
 * Σ df (ln E[MS] + MS/E[MS]) (Searle, Casella & McCulloch 1992, §3.8).
 */
export const balancedReml = (
  lines: readonly AnovaLine[],
  components: readonly string[],
  start: Readonly<Record<string, number>>,
): { readonly components: Readonly<Record<string, number>>; readonly converged: boolean } => {
  const scale = Math.max(...lines.map(({ ms }) => ms), 1e-300);
  const expected = (line: AnovaLine, at: Float64Array): number =>
    components.reduce((sum, name, d) => sum + (line.expects[name] ?? 0) * (at[d] as number) ** 2 * scale, 0);
  const found = minimise(
    (at) =>
      lines.reduce((sum, line) => {
        const mean = expected(line, at);
        return mean > 0 ? sum + line.df * (Math.log(mean) + line.ms / mean) : Number.POSITIVE_INFINITY;
      }, 0),
    components.map((name) => Math.sqrt(Math.max(start[name] ?? 0, scale * 1e-6) / scale)),
    0.2,
  );
  return {
    components: Object.fromEntries(components.map((name, d) => [name, (found.at[d] as number) ** 2 * scale])),
    converged: found.converged,
  };
};
