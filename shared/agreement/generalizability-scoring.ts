import { solveDefinite } from './linear.ts';

/** An objective at a point, and there, when asked, its slope and a positive semi-definite stand-in for its curvature. */
export type Point = { readonly value: number; readonly local: () => Local };

export type Local = {
  readonly gradient: Float64Array;
  /** Components × components, row by row. */
  readonly curvature: Float64Array;
};

export type Scored = {
  readonly at: Float64Array;
  readonly value: number;
  readonly converged: boolean;
  readonly iterations: number;
  /** At the optimum. */
  readonly curvature: Float64Array;
  /** Which components lie at their floor and would go lower still. */
  readonly held: readonly boolean[];
};

/** The step is done when it would change the objective by less than this: far less than it changes by one standard error, 1. */
const settled = 1e-13;
/** With this little left to gain the parabola is trusted: the objective itself would tell no more than its rounding. */
const trusted = 1e-6;
const stepLimit = 100;

/**
 * Minimises −2 × a restricted likelihood over variances that stay at or above their floors: Fisher (or average
 * information) scoring (Longford 1987; Gilmour, Thompson & Cullis 1995), in which a variance that would pass its floor
 * is put there and the others are solved for again, with the step halved until the objective falls.
 */
export const scoreVariances = (
  pointAt: (at: Float64Array) => Point,
  start: Float64Array,
  floors: Float64Array,
): Scored => {
  let at: Float64Array = start.map((value, k) => Math.max(value, floors[k] as number));
  let point = pointAt(at);
  for (let iteration = 1; ; iteration += 1) {
    const local = point.local();
    const step = boundedStep(local, at, floors);
    const gain = -dot(local.gradient, step);
    const next =
      gain > settled && iteration < stepLimit ? descend(pointAt, { at, point, step, gain, floors }) : null;
    if (next === null) {
      const { gradient, curvature } = local;
      const held = Array.from(
        at,
        (value, k) => value <= (floors[k] as number) && (gradient[k] as number) >= 0,
      );
      const converged = Math.abs(gain) < trusted;
      return { at, value: point.value, converged, iterations: iteration, curvature, held };
    }
    at = next.at;
    point = next.point;
  }
};

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, one, k) => sum + one * (b[k] as number), 0);

/** The step to the least of the local parabola over the variances at or above their floors. */
const boundedStep = (
  { gradient, curvature }: Local,
  at: Float64Array,
  floors: Float64Array,
): Float64Array => {
  const size = at.length;
  const step = new Float64Array(size);
  const free = Array.from(at, (value, k) => value > (floors[k] as number) || (gradient[k] as number) < 0);
  for (let round = 0; round <= size; round += 1) {
    const open = free.flatMap((is, k) => (is ? [k] : []));
    const wanted = solveOpen(open, gradient, curvature, step);
    let crossed = false;
    for (const [place, k] of open.entries()) {
      const room = (floors[k] as number) - (at[k] as number);
      if ((wanted[place] as number) >= room) continue;
      free[k] = false;
      step[k] = room;
      crossed = true;
    }
    if (crossed) continue;
    for (const [place, k] of open.entries()) step[k] = wanted[place] as number;
    break;
  }
  return step;
};

/** The open components' step, the others' given; with a little more curvature where there is none. */
const solveOpen = (
  open: readonly number[],
  gradient: Float64Array,
  curvature: Float64Array,
  given: Float64Array,
): Float64Array => {
  const size = gradient.length;
  const right = Float64Array.from(open, (k) => {
    let sum = -(gradient[k] as number);
    for (let l = 0; l < size; l += 1) {
      if (!open.includes(l)) sum -= (curvature[k * size + l] as number) * (given[l] as number);
    }
    return sum;
  });
  for (let ridge = 0; ridge < 1e6; ridge = ridge === 0 ? 1e-10 : ridge * 100) {
    const matrix = new Float64Array(open.length ** 2);
    for (const [i, k] of open.entries()) {
      for (const [j, l] of open.entries()) {
        const more = i === j ? 1 + ridge : 1;
        matrix[i * open.length + j] = (curvature[k * size + l] as number) * more;
      }
    }
    const found = solveDefinite(matrix, right);
    if (found !== null) return found;
  }
  return new Float64Array(open.length);
};

type Descent = {
  readonly at: Float64Array;
  readonly point: Point;
  readonly step: Float64Array;
  readonly gain: number;
  readonly floors: Float64Array;
};

/** Where a step leads, the step halved until the objective falls; null when it does not. */
const descend = (
  pointAt: (at: Float64Array) => Point,
  { at, point, step, gain, floors }: Descent,
): { readonly at: Float64Array; readonly point: Point } | null => {
  for (let share = 1; share > 1e-9; share /= 2) {
    const next = at.map((one, k) => Math.max(floors[k] as number, one + share * (step[k] as number)));
    const there = pointAt(next);
    if (gain < trusted || there.value <= point.value - 1e-4 * share * gain) return { at: next, point: there };
  }
  return null;
};
