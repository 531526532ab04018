import type { ScoreBlock } from './generalizability.ts';
import type { RatingTable } from './rating-table.ts';

/**
 * The ratings of a generalizability study, by person and within a person by rater and item: those of person p stand from
 * starts[p] to starts[p + 1]. Persons, raters and items without a rating are not among them.
 */
export type Cells = {
  readonly persons: number;
  readonly raters: readonly string[];
  readonly items: readonly string[];
  readonly starts: Uint32Array;
  readonly rater: Uint16Array;
  readonly item: Uint16Array;
  readonly values: Float64Array;
};

/** The ratings of a table, or those on one of its criteria. Three counting sorts, so the cost is linear. */
export const cellsOf = (table: RatingTable, criterion: number | null): Cells => {
  const all = new Uint32Array(table.score.length).map((_, entry) => entry);
  const own = criterion === null ? all : all.filter((entry) => table.criterion[entry] === criterion);
  const persons = placesIn(own, table.unit, table.units.length);
  const raters = placesIn(own, table.rater, table.raters.length);
  const items = placesIn(own, table.criterion, table.criteria.length);
  const byItem = sortedBy(own, table.criterion, table.criteria.length);
  const byRater = sortedBy(byItem, table.rater, table.raters.length);
  const order = sortedBy(byRater, table.unit, table.units.length);
  const starts = new Uint32Array(persons.kept.length + 1);
  const rater = new Uint16Array(order.length);
  const item = new Uint16Array(order.length);
  const values = new Float64Array(order.length);
  for (const [at, entry] of order.entries()) {
    const person = persons.place[table.unit[entry] as number] as number;
    starts[person + 1] = at + 1;
    rater[at] = raters.place[table.rater[entry] as number] as number;
    item[at] = items.place[table.criterion[entry] as number] as number;
    values[at] = table.score[entry] as number;
  }
  return {
    persons: persons.kept.length,
    raters: raters.kept.map((at) => table.raters[at] as string),
    items: items.kept.map((at) => table.criteria[at] as string),
    starts,
    rater,
    item,
    values,
  };
};

/** Which keys occur, in their order, and the place of each among those. */
const placesIn = (
  entries: Uint32Array,
  keys: Uint32Array | Uint16Array,
  count: number,
): { readonly kept: readonly number[]; readonly place: Uint32Array } => {
  const seen = new Uint8Array(count);
  for (const entry of entries) seen[keys[entry] as number] = 1;
  const kept: number[] = [];
  const place = new Uint32Array(count);
  for (let key = 0; key < count; key += 1) {
    place[key] = kept.length;
    if (seen[key] === 1) kept.push(key);
  }
  return { kept, place };
};

const sortedBy = (entries: Uint32Array, keys: Uint32Array | Uint16Array, count: number): Uint32Array => {
  const free = new Uint32Array(count + 1);
  for (const entry of entries) {
    const next = (keys[entry] as number) + 1;
    free[next] = (free[next] as number) + 1;
  }
  for (let key = 0; key < count; key += 1) free[key + 1] = (free[key + 1] as number) + (free[key] as number);
  const order = new Uint32Array(entries.length);
  for (const entry of entries) {
    const key = keys[entry] as number;
    const at = free[key] as number;
    order[at] = entry;
    free[key] = at + 1;
  }
  return order;
};

/** The persons whom every rater scored on every item (nested: every rater of every task), as a complete block. */
export const completeBlock = (cells: Cells, nested: boolean): ScoreBlock | null => {
  const { persons, raters, items, starts, values } = cells;
  const slots = nested ? nestedSlots(cells) : crossedSlots(raters.length, items.length);
  if (slots === null) return null;
  const whole: number[] = [];
  for (let person = 0; person < persons; person += 1) {
    if ((starts[person + 1] as number) - (starts[person] as number) === slots.count) whole.push(person);
  }
  const kept = new Float64Array(whole.length * slots.count);
  for (const [row, person] of whole.entries()) {
    for (let at = starts[person] as number; at < (starts[person + 1] as number); at += 1) {
      const slot = slots.of(cells.rater[at] as number, cells.item[at] as number);
      kept[row * slots.count + slot] = values[at] as number;
    }
  }
  return { persons: whole.length, raters: slots.count / items.length, items: items.length, values: kept };
};

/** Where a rating by a rater on an item stands among those of a person. */
type Slots = { readonly count: number; readonly of: (rater: number, item: number) => number };

const crossedSlots = (raters: number, items: number): Slots => ({
  count: raters * items,
  of: (rater, item) => rater * items + item,
});

/** Each task's raters by their order among those of that task; null when tasks differ in how many they have. */
const nestedSlots = (cells: Cells): Slots | null => {
  const tasks = cells.items.length;
  const own = ratersOfTasks(cells);
  const each = own[0]?.length ?? 0;
  if (own.some(({ length }) => length !== each)) return null;
  const places = own.map((raters) => new Map(raters.map((rater, at) => [rater, at])));
  return {
    count: each * tasks,
    of: (rater, task) => (places[task]?.get(rater) as number) * tasks + task,
  };
};

/** The raters that scored each task, in their order. */
export const ratersOfTasks = ({ items, raters, rater, item }: Cells): readonly (readonly number[])[] => {
  const seen = items.map(() => new Uint8Array(raters.length));
  for (const [at, task] of item.entries()) (seen[task] as Uint8Array)[rater[at] as number] = 1;
  return seen.map((row) => [...row.keys()].filter((own) => row[own] === 1));
};
