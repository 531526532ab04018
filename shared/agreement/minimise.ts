/** What a minimisation ended with. `converged` false: the best point found when the steps ran out. */
export type Minimum = {
  readonly at: Float64Array;
  readonly value: number;
  readonly converged: boolean;
  readonly steps: number;
};

/**
 * Nelder & Mead 1965 with restarts: no derivatives, for a handful of dimensions. `objective` may answer Infinity where
 * a point is not allowed.
 */
export const minimise = (
  objective: (at: Float64Array) => number,
  start: ArrayLike<number>,
  reach = 1,
  tolerance = 1e-13,
): Minimum => {
  let best: Minimum = {
    at: Float64Array.from(start),
    value: objective(Float64Array.from(start)),
    converged: false,
    steps: 0,
  };
  for (let restart = 0; restart < 12; restart += 1) {
    const next = simplexSearch(objective, best.at, reach / 4 ** restart, tolerance);
    const gained = best.value - next.value;
    const steps = best.steps + next.steps;
    const settled = restart > 0 && gained <= tolerance * (1 + Math.abs(next.value));
    best = gained >= 0 ? { ...next, steps } : { ...best, steps };
    if (settled) return { ...best, converged: true };
  }
  return best;
};

type Vertex = { readonly at: Float64Array; readonly value: number };

const simplexSearch = (
  objective: (at: Float64Array) => number,
  start: Float64Array,
  reach: number,
  tolerance: number,
): Minimum => {
  const size = start.length;
  const vertexAt = (at: Float64Array): Vertex => ({ at, value: objective(at) });
  const simplex: Vertex[] = [vertexAt(start)];
  for (let d = 0; d < size; d += 1) {
    const at = start.slice();
    at[d] = (at[d] as number) + reach;
    simplex.push(vertexAt(at));
  }
  const limit = 400 * size;
  for (let step = 0; step < limit; step += 1) {
    simplex.sort((a, b) => a.value - b.value);
    const [first, last] = [simplex[0] as Vertex, simplex[size] as Vertex];
    if (last.value - first.value <= tolerance * (Math.abs(first.value) + 1e-30) && widthOf(simplex) < 1e-9) {
      return { ...first, converged: true, steps: step };
    }
    const centre = new Float64Array(size);
    for (const { at } of simplex.slice(0, size)) {
      for (let d = 0; d < size; d += 1) centre[d] = (centre[d] as number) + (at[d] as number) / size;
    }
    const along = (factor: number): Vertex =>
      vertexAt(centre.map((value, d) => value + factor * ((last.at[d] as number) - value)));
    const second = (simplex[size - 1] as Vertex).value;
    const reflected = along(-1);
    if (reflected.value < first.value) {
      const stretched = along(-2);
      simplex[size] = stretched.value < reflected.value ? stretched : reflected;
    } else if (reflected.value < second) simplex[size] = reflected;
    else {
      const pulled = along(reflected.value < last.value ? -0.5 : 0.5);
      if (pulled.value < Math.min(reflected.value, last.value)) simplex[size] = pulled;
      else {
        for (let at = 1; at <= size; at += 1) {
          const vertex = simplex[at] as Vertex;
          simplex[at] = vertexAt(vertex.at.map((value, d) => ((first.at[d] as number) + value) / 2));
        }
      }
    }
  }
  simplex.sort((a, b) => a.value - b.value);
  return { ...(simplex[0] as Vertex), converged: false, steps: limit };
};

const widthOf = (simplex: readonly Vertex[]): number => {
  const first = (simplex[0] as Vertex).at;
  let width = 0;
  for (const { at } of simplex) {
    for (let d = 0; d < at.length; d += 1)
      width = Math.max(width, Math.abs((at[d] as number) - (first[d] as number)));
  }
  return width;
};
