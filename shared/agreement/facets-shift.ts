import { cellOf, fillCell } from './facets-cell.ts';
import type { FacetsData, FacetsParameters } from './facets-data.ts';
import type { Places } from './facets-places.ts';

/** Where a model stands: ratings, and the measures of everybody in them. */
export type Placed = {
  readonly data: FacetsData;
  readonly parameters: FacetsParameters;
  readonly places: Places;
};

/**
 * How much more severe (in logits) some ratings are than their measures say, everything else held: the shift at which
 * the model expects the points that were given. `extreme`: all ratings are the least or the greatest possible, so the
 * points were moved by `nudge`.
 */
export type Shift = {
  readonly shift: number;
  readonly se: number;
  readonly information: number;
  readonly n: number;
  readonly observed: number;
  /** Points the model expects without a shift. */
  readonly expected: number;
  readonly extreme: 'minimum' | 'maximum' | null;
};

/** How far an extreme score is moved inwards, in points: the convention of Facets and Winsteps. */
export const nudge = 0.3;

type Sums = { expected: number; information: number };

/** Null when nobody in these ratings has a measure, or the solution does not exist. */
export const shiftOf = (
  placed: Placed,
  rows: Uint32Array,
  /** Where to begin, in logits. */
  start = 0,
): Shift | null => {
  const { data } = placed;
  const known = rows.filter((row) => isKnown(placed, row));
  if (known.length === 0) return null;
  let [observed, most] = [0, 0];
  for (const row of known) {
    observed += data.score[row] as number;
    most += data.tops?.[data.criterion[row] as number] ?? data.top;
  }
  if (most === 0) return null;
  const extreme = observed === 0 ? 'minimum' : observed === most ? 'maximum' : null;
  const target = Math.min(Math.max(observed, Math.min(nudge, most / 2)), Math.max(most - nudge, most / 2));
  const sums: Sums = { expected: 0, information: 0 };
  addUp(placed, known, 0, sums);
  const expected = sums.expected;
  const shift = solved((at) => addUp(placed, known, at, sums), sums, target, start);
  if (shift === null) return null;
  const { information } = sums;
  return { shift, se: 1 / Math.sqrt(information), information, n: known.length, observed, expected, extreme };
};

const isKnown = ({ data, parameters, places }: Placed, row: number): boolean => {
  const p = data.person[row] as number;
  return (
    (places.starts[p + 1] as number) > (places.starts[p] as number) &&
    !Number.isNaN(places.at[places.starts[p] as number]) &&
    !Number.isNaN(parameters.criteria[data.criterion[row] as number]) &&
    !Number.isNaN(parameters.raters[data.rater[row] as number])
  );
};

const addUp = ({ data, parameters, places }: Placed, rows: Uint32Array, shift: number, sums: Sums): void => {
  const { criteria, raters, steps } = parameters;
  const cell = cellOf(data.top);
  const shared = steps.length === data.top;
  sums.expected = 0;
  sums.information = 0;
  for (const row of rows) {
    const i = data.criterion[row] as number;
    const p = data.person[row] as number;
    const down = (criteria[i] as number) + (raters[data.rater[row] as number] as number) + shift;
    for (let at = places.starts[p] as number; at < (places.starts[p + 1] as number); at += 1) {
      fillCell(cell, (places.at[at] as number) - down, steps, shared ? 0 : i * data.top);
      sums.expected += (places.weight[at] as number) * cell.mean;
      sums.information += (places.weight[at] as number) * cell.variance;
    }
  }
};

/**
 * Newton's method on a falling function, kept between bounds that close in. Leaves the sums at the solution; null when
 * it lies beyond 100 logits.
 */
const solved = (fill: (at: number) => void, sums: Sums, target: number, start: number): number | null => {
  let [low, high, at] = [-100, 100, start];
  for (let step = 0; step < 200; step += 1) {
    fill(at);
    const rest = sums.expected - target;
    if (Math.abs(rest) <= 1e-11 * (1 + target)) return at;
    if (rest > 0) low = at;
    else high = at;
    const newton = at + Math.min(2, Math.max(-2, rest / sums.information));
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (next === at) return at;
    at = next;
  }
  return high - low < 1e-9 && Math.abs(at) < 99 ? at : null;
};
