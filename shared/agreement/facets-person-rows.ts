import type { FacetsData } from './facets-data.ts';
import { type Layout, stepsFrom } from './facets-free.ts';

/**
 * Ratings person by person, and for each person the parameters that they touch (among all, ascending): few, so that
 * what a fit holds on a person stays small however many raters there are.
 */
export type PersonRows = {
  /** The ratings of person p stand from starts[p] to starts[p + 1]. */
  readonly starts: Uint32Array;
  readonly rater: Uint16Array;
  readonly criterion: Uint16Array;
  readonly score: Uint8Array;
  /** The parameters of person p stand from touchedStarts[p] to touchedStarts[p + 1]. */
  readonly touchedStarts: Uint32Array;
  readonly touched: Uint32Array;
};

/** The rows of each element of a grouping: those of element g stand from starts[g] to starts[g + 1] in `rows`. */
export type RowGroups = { readonly starts: Uint32Array; readonly rows: Uint32Array };

export const rowsBy = (group: ArrayLike<number>, size: number): RowGroups => {
  const starts = new Uint32Array(size + 1);
  for (let row = 0; row < group.length; row += 1) {
    const next = (group[row] as number) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let at = 0; at < size; at += 1) starts[at + 1] = (starts[at + 1] as number) + (starts[at] as number);
  const free = starts.slice();
  const rows = new Uint32Array(group.length);
  for (let row = 0; row < group.length; row += 1) {
    const own = group[row] as number;
    rows[free[own] as number] = row;
    free[own] = (free[own] as number) + 1;
  }
  return { starts, rows };
};

export const personRowsOf = (data: FacetsData, layout: Layout): PersonRows => {
  const { starts, rows } = rowsBy(data.person, data.persons);
  const count = rows.length;
  const rater = new Uint16Array(count);
  const criterion = new Uint16Array(count);
  const score = new Uint8Array(count);
  for (let at = 0; at < count; at += 1) {
    const row = rows[at] as number;
    rater[at] = data.rater[row] as number;
    criterion[at] = data.criterion[row] as number;
    score[at] = data.score[row] as number;
  }
  return { starts, rater, criterion, score, ...touchedBy({ starts, rater, criterion }, layout) };
};

const touchedBy = (
  { starts, rater, criterion }: Pick<PersonRows, 'starts' | 'rater' | 'criterion'>,
  layout: Layout,
): Pick<PersonRows, 'touchedStarts' | 'touched'> => {
  const persons = starts.length - 1;
  const touchedStarts = new Uint32Array(persons + 1);
  let touched = new Uint32Array(2 * rater.length + layout.full);
  let count = 0;
  const seen = new Int32Array(layout.full).fill(-1);
  const touch = (parameter: number, p: number): void => {
    if (seen[parameter] === p) return;
    seen[parameter] = p;
    touched[count] = parameter;
    count += 1;
  };
  for (let p = 0; p < persons; p += 1) {
    const first = count;
    if (count + layout.full > touched.length) {
      const larger = new Uint32Array(2 * touched.length + layout.full);
      larger.set(touched);
      touched = larger;
    }
    for (let at = starts[p] as number; at < (starts[p + 1] as number); at += 1) {
      const i = criterion[at] as number;
      touch(layout.criteria + (rater[at] as number), p);
      if (seen[i] === p) continue;
      touch(i, p);
      const steps = stepsFrom(layout, i);
      for (let j = 0; j < layout.top; j += 1) touch(steps + j, p);
    }
    touched.subarray(first, count).sort();
    touchedStarts[p + 1] = count;
  }
  return { touchedStarts, touched: touched.slice(0, count) };
};
