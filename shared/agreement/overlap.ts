import type { Ratings } from './rating-table.ts';

/** What a set of ratings can be asked: who rated what, what is shared, whether anything varies. */
export type Overlap = {
  /** Without the units and the raters that have no rating. */
  readonly ratings: Ratings;
  /** The places of its raters and units among all of them. */
  readonly raters: readonly number[];
  readonly units: Uint32Array;
  readonly silentRaters: readonly number[];
  readonly emptyUnits: readonly number[];
  /** Units that two raters or more rated, and units that all did, where there are two. */
  readonly shared: number;
  readonly complete: number;
  /** Groups of raters, by their places among all, that no shared unit joins; one when all are linked. */
  readonly groups: readonly (readonly number[])[];
  /** The only score given, when every rating is the same; null when ratings differ or there is none. */
  readonly constant: number | null;
};

export const overlapOf = (all: Ratings): Overlap => {
  const { ratings, raters, units } = withoutEmpty(all);
  const k = ratings.raters;
  const { starts } = ratings;
  let [shared, complete] = [0, 0];
  for (let unit = 0; unit < ratings.units; unit += 1) {
    const given = (starts[unit + 1] as number) - (starts[unit] as number);
    if (given >= 2) shared += 1;
    if (given === k && k >= 2) complete += 1;
  }
  const present = new Set(raters);
  return {
    ratings,
    raters,
    units,
    silentRaters: Array.from({ length: all.raters }, (_, at) => at).filter((at) => !present.has(at)),
    emptyUnits: emptyUnitsOf(all),
    shared,
    complete,
    groups: groupsOf(ratings).map((group) => group.map((rater) => raters[rater] as number)),
    constant: constantOf(ratings.values),
  };
};

const emptyUnitsOf = ({ units, starts }: Ratings): number[] => {
  const empty: number[] = [];
  for (let unit = 0; unit < units; unit += 1) if (starts[unit] === starts[unit + 1]) empty.push(unit);
  return empty;
};

const constantOf = (values: Float64Array): number | null => {
  const first = values[0];
  if (first === undefined) return null;
  for (let at = 1; at < values.length; at += 1) if (values[at] !== first) return null;
  return first;
};

/** Raters that share a unit, directly or through others, are of one group (union–find with halved paths). */
const groupsOf = ({ units, raters, starts, rater }: Ratings): number[][] => {
  const parent = Uint32Array.from({ length: raters }, (_, at) => at);
  const rootOf = (of: number): number => {
    let at = of;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  for (let unit = 0; unit < units; unit += 1) {
    const [from, to] = [starts[unit] as number, starts[unit + 1] as number];
    for (let at = from + 1; at < to; at += 1) {
      parent[rootOf(rater[at] as number)] = rootOf(rater[from] as number);
    }
  }
  const groups = new Map<number, number[]>();
  for (let at = 0; at < raters; at += 1) {
    const root = rootOf(at);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [at]);
    else group.push(at);
  }
  return [...groups.values()];
};

const withoutEmpty = (all: Ratings): Pick<Overlap, 'ratings' | 'raters' | 'units'> => {
  const { starts, rater } = all;
  const rated = new Uint8Array(all.raters);
  for (const one of rater) rated[one] = 1;
  const raters = Array.from(rated.keys()).filter((one) => rated[one] === 1);
  const units = new Uint32Array(all.units);
  let count = 0;
  for (let unit = 0; unit < all.units; unit += 1) {
    if (starts[unit + 1] === starts[unit]) continue;
    units[count] = unit;
    count += 1;
  }
  if (raters.length === all.raters && count === all.units) return { ratings: all, raters, units };
  const place = new Uint16Array(all.raters);
  raters.forEach((one, at) => {
    place[one] = at;
  });
  const filled = units.subarray(0, count);
  const kept = new Uint32Array(count + 1);
  for (let at = 0; at < count; at += 1) kept[at + 1] = starts[(filled[at] as number) + 1] as number;
  const ratings: Ratings = {
    units: count,
    raters: raters.length,
    starts: kept,
    rater: rater.map((one) => place[one] as number),
    values: all.values,
  };
  return { ratings, raters, units: filled };
};
