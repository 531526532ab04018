import type { Facets } from './generalizability.ts';
import type { Cells } from './generalizability-cells.ts';
import { dot, times } from './generalizability-matrix.ts';
import {
  levelWithin,
  type Shape,
  type Shapes,
  type Solved,
  shapeSlope,
  shapesOf,
  solveShape,
} from './generalizability-shapes.ts';

/** Ratings as a linear mixed model: which effects, and which columns of the equations each rating belongs to. */
export type Model = {
  readonly cells: Cells;
  readonly effects: readonly Facets[];
  /** Which of the effects vary within persons, and which do not. */
  readonly within: readonly number[];
  readonly across: readonly number[];
  readonly shapes: Shapes;
  readonly values: Float64Array;
  readonly centre: number;
  /** For each rating, which combination of rater and item it is. */
  readonly slot: Uint32Array;
  readonly slots: number;
  /** The columns of a combination, one row each: the mean, then one for each effect across persons. */
  readonly columns: Uint32Array;
  readonly width: number;
  /** The effect (its place) of each column; −1: the mean. */
  readonly effectOf: Int32Array;
};

export const modelOf = (cells: Cells, effects: readonly Facets[]): Model => {
  const places = [...effects.keys()];
  const within = places.filter((k) => effects[k]?.p);
  const across = places.filter((k) => !effects[k]?.p);
  const centre = cells.values.reduce((sum, value) => sum + value, 0) / cells.values.length;
  const { slot, keys } = slotsOf(cells);
  const { columns, effectOf } = columnsOf(cells, keys, effects, across);
  const shapes = shapesOf(
    cells,
    within.map((k) => effects[k] as Facets),
  );
  return {
    cells,
    effects,
    within,
    across,
    shapes,
    values: cells.values.map((value) => value - centre),
    centre,
    slot,
    slots: keys.length,
    columns,
    width: effectOf.length,
    effectOf,
  };
};

/** The combinations of rater and item that occur. */
const slotsOf = ({ rater, item, items, values }: Cells) => {
  const found = new Map<number, number>();
  const slot = new Uint32Array(values.length);
  for (let at = 0; at < slot.length; at += 1) {
    const key = (rater[at] as number) * items.length + (item[at] as number);
    const own = found.get(key) ?? found.size;
    found.set(key, own);
    slot[at] = own;
  }
  return { slot, keys: [...found.keys()] };
};

const columnsOf = (
  { items }: Cells,
  keys: readonly number[],
  effects: readonly Facets[],
  across: readonly number[],
) => {
  const step = across.length + 1;
  const columns = new Uint32Array(keys.length * step);
  const effectOf: number[] = [-1];
  for (const [nth, k] of across.entries()) {
    const { r, i } = effects[k] as Facets;
    const seen = new Map<number, number>();
    for (const [own, key] of keys.entries()) {
      const [rater, item] = [Math.floor(key / items.length), key % items.length];
      const level = (r ? rater : 0) * items.length + (i ? item : 0);
      const column = seen.get(level) ?? effectOf.length;
      if (column === effectOf.length) effectOf.push(k);
      seen.set(level, column);
      columns[own * step + nth + 1] = column;
    }
  }
  return { columns, effectOf: Int32Array.from(effectOf) };
};

/** The persons at given variances: what they add to the equations over the columns. */
export type Absorbed = {
  readonly solved: readonly Solved[];
  readonly logDeterminant: number;
  readonly matrix: Float64Array;
  readonly totals: Float64Array;
  /** Σ y'V⁻¹y. */
  readonly squares: number;
  readonly variances: readonly number[];
};

/** Null where the covariance of a person's ratings is not definite. */
export const absorbPersons = (model: Model, at: Float64Array): Absorbed | null => {
  const { cells, effects, within, shapes, values, slot, slots } = model;
  const facets = within.map((k) => effects[k] as Facets);
  const variances = within.map((k) => at[k] as number);
  const solved: Solved[] = [];
  let logDeterminant = 0;
  for (const shape of shapes.shapes) {
    const found = solveShape(shape, facets, variances);
    if (found === null) return null;
    solved.push(found);
    logDeterminant += shape.persons * found.logDeterminant;
  }
  const slotTotals = new Float64Array(slots);
  let squares = 0;
  for (let person = 0; person < cells.persons; person += 1) {
    const [from, to] = [cells.starts[person] as number, cells.starts[person + 1] as number];
    const weighted = times(
      (solved[shapes.of[person] as number] as Solved).inverse,
      values.subarray(from, to),
    );
    for (let a = from; a < to; a += 1) {
      const own = slot[a] as number;
      slotTotals[own] = (slotTotals[own] as number) + (weighted[a - from] as number);
      squares += (weighted[a - from] as number) * (values[a] as number);
    }
  }
  const bySlot = sumBySlot(
    model,
    solved.map(({ inverse }) => inverse),
  );
  const matrix = toColumns(model, bySlot);
  return { solved, logDeterminant, matrix, totals: columnTotals(model, slotTotals), squares, variances };
};

/** A matrix over the ratings of each shape, added up over persons by combination of rater and item. */
const sumBySlot = ({ cells, shapes, slot, slots }: Model, ofShape: readonly Float64Array[]): Float64Array => {
  const sums = new Float64Array(slots * slots);
  for (let person = 0; person < cells.persons; person += 1) {
    const [from, to] = [cells.starts[person] as number, cells.starts[person + 1] as number];
    const own = ofShape[shapes.of[person] as number] as Float64Array;
    let at = 0;
    for (let a = from; a < to; a += 1) {
      const row = (slot[a] as number) * slots;
      for (let b = from; b < to; b += 1, at += 1) {
        const cell = row + (slot[b] as number);
        sums[cell] = (sums[cell] as number) + (own[at] as number);
      }
    }
  }
  return sums;
};

/** A matrix over combinations added up over the columns they belong to. */
const toColumns = ({ columns, across, slots, width }: Model, bySlot: Float64Array): Float64Array => {
  const step = across.length + 1;
  const matrix = new Float64Array(width * width);
  for (let c = 0; c < slots; c += 1) {
    for (let d = 0; d < slots; d += 1) {
      const value = bySlot[c * slots + d] as number;
      if (value === 0) continue;
      for (let i = 0; i < step; i += 1) {
        const row = (columns[c * step + i] as number) * width;
        for (let j = 0; j < step; j += 1) {
          const cell = row + (columns[d * step + j] as number);
          matrix[cell] = (matrix[cell] as number) + value;
        }
      }
    }
  }
  return matrix;
};

const columnTotals = ({ columns, across, width }: Model, bySlot: Float64Array): Float64Array => {
  const step = across.length + 1;
  const totals = new Float64Array(width);
  for (let at = 0; at < columns.length; at += 1) {
    const column = columns[at] as number;
    totals[column] = (totals[column] as number) + (bySlot[Math.floor(at / step)] as number);
  }
  return totals;
};

/**
 * What the slope and the curvature take from each person: y'P V_k P y; f_k'B⁻¹f_l and the columns' sums of B⁻¹f_k, where
 * f_k = V_k P y and B is the covariance within persons; and tr(P V_k) of the effects within persons.
 */
export const personSums = (
  model: Model,
  absorbed: Absorbed,
  inverse: Float64Array,
  solution: Float64Array,
) => {
  const { cells, effects, within, across, shapes, slot, columns, width } = model;
  const size = effects.length;
  const step = across.length + 1;
  const { residual, sums } = residuals(model, absorbed, solution);
  const squares = new Float64Array(size);
  const products = new Float64Array(size * size);
  const carried = effects.map(() => new Float64Array(width));
  for (let person = 0; person < cells.persons; person += 1) {
    const [from, to] = [cells.starts[person] as number, cells.starts[person + 1] as number];
    const which = shapes.of[person] as number;
    const [shape, solved] = [shapes.shapes[which] as Shape, absorbed.solved[which] as Solved];
    const own = residual.subarray(from, to);
    const parts: Float64Array[] = [];
    for (const k of within) parts[k] = levelSums(own, effects[k] as Facets, shape);
    for (const [nth, k] of across.entries()) {
      parts[k] = own.map(
        (_, a) => sums[columns[(slot[from + a] as number) * step + nth + 1] as number] as number,
      );
    }
    for (let k = 0; k < size; k += 1) {
      const part = parts[k] as Float64Array;
      const weighted = times(solved.inverse, part);
      squares[k] = (squares[k] as number) + dot(part, own);
      for (let l = 0; l <= k; l += 1) {
        const cell = k * size + l;
        products[cell] = (products[cell] as number) + dot(weighted, parts[l] as Float64Array);
      }
      addToColumns(model, carried[k] as Float64Array, weighted, from);
    }
  }
  return { squares, products, carried, traces: tracesWithin(model, absorbed, inverse) };
};

/** P y, and its sums over the columns. */
const residuals = (model: Model, absorbed: Absorbed, solution: Float64Array) => {
  const { cells, shapes, values, slot, columns, across, slots, width } = model;
  const step = across.length + 1;
  const fitted = new Float64Array(slots);
  for (let at = 0; at < columns.length; at += 1) {
    const own = Math.floor(at / step);
    fitted[own] = (fitted[own] as number) + (solution[columns[at] as number] as number);
  }
  const rest = values.map((value, at) => value - (fitted[slot[at] as number] as number));
  const residual = new Float64Array(values.length);
  const sums = new Float64Array(width);
  for (let person = 0; person < cells.persons; person += 1) {
    const [from, to] = [cells.starts[person] as number, cells.starts[person + 1] as number];
    const { inverse } = absorbed.solved[shapes.of[person] as number] as Solved;
    const own = times(inverse, rest.subarray(from, to));
    residual.set(own, from);
    addToColumns(model, sums, own, from);
  }
  return { residual, sums };
};

/** A person's numbers, one for each rating, added to the columns of the ratings. */
const addToColumns = (
  { slot, columns, across }: Model,
  into: Float64Array,
  numbers: Float64Array,
  from: number,
): void => {
  const step = across.length + 1;
  for (let a = 0; a < numbers.length; a += 1) {
    const first = (slot[from + a] as number) * step;
    for (let j = 0; j < step; j += 1) {
      const column = columns[first + j] as number;
      into[column] = (into[column] as number) + (numbers[a] as number);
    }
  }
};

/** Each place gets the sum over the places of its level. */
const levelSums = (values: Float64Array, facets: Facets, shape: Shape): Float64Array => {
  const sums = new Float64Array(values.length);
  for (let a = 0; a < values.length; a += 1) {
    const level = levelWithin(facets, shape, a);
    sums[level] = (sums[level] as number) + (values[a] as number);
  }
  return values.map((_, a) => sums[levelWithin(facets, shape, a)] as number);
};

const tracesWithin = (model: Model, absorbed: Absorbed, inverse: Float64Array): Float64Array => {
  const { effects, within, shapes } = model;
  const traces = new Float64Array(effects.length);
  for (const k of within) {
    const slopes = shapes.shapes.map((shape, at) =>
      shapeSlope(shape, effects[k] as Facets, (absorbed.solved[at] as Solved).inverse),
    );
    const bySlot = sumBySlot(
      model,
      slopes.map(({ between }) => between),
    );
    const whole = slopes.reduce(
      (sum, { trace }, at) => sum + trace * (shapes.shapes[at] as Shape).persons,
      0,
    );
    traces[k] = whole - dot(toColumns(model, bySlot), inverse);
  }
  return traces;
};
