import type { Failure, Result } from '../../shared/lib/result.ts';
import type { Clock } from '../core/ports.ts';
import type { HubProblem } from './hub-problem.ts';

/** The pause that a hub asked for with `Retry-After`: it holds for every request, whoever made the one it answered. */
export type Quiet = {
  /** Makes the request, unless there is to be quiet: then its answer is that of the hub's last word, with what is left. */
  keep<T, P extends { readonly code: string }>(
    request: () => Promise<Result<T, P | HubProblem>>,
  ): Promise<Result<T, P | HubProblem>>;
};

/** Measured with the monotonic clock: a changed wall clock neither shortens nor lengthens it. */
export const createQuiet = ({ monotonic }: Pick<Clock, 'monotonic'>): Quiet => {
  let until = Number.NEGATIVE_INFINITY;
  let reason: HubProblem | null = null;

  const stillQuiet = (): Failure<HubProblem> | null => {
    const left = until - monotonic();
    return reason === null || left <= 0 ? null : { ok: false, problem: { ...reason, retryAfterMs: left } };
  };

  return {
    keep: async (request) => {
      const held = stillQuiet();
      if (held !== null) return held;
      const result = await request();
      if (result.ok || !asksForQuiet(result.problem)) return result;
      const end = monotonic() + result.problem.retryAfterMs;
      if (end > until) {
        until = end;
        reason = result.problem;
      }
      return result;
    },
  };
};

const asksForQuiet = (
  found: { readonly code: string } | HubProblem,
): found is HubProblem & { readonly retryAfterMs: number } =>
  'retryAfterMs' in found && typeof found.retryAfterMs === 'number' && found.retryAfterMs > 0;
