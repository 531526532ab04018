type Growing = Float64Array | Uint32Array | Uint16Array;

/** The array, or a copy of twice its length when it has no place `at` yet. */
export const grown = <T extends Growing>(array: T, at: number): T => {
  if (at < array.length) return array;
  const Longer = array.constructor as new (length: number) => T;
  const copy = new Longer(array.length * 2);
  copy.set(array);
  return copy;
};

export type EntrySet = {
  /** Adds what is not there yet and answers -1; otherwise the place at which it stands. */
  readonly add: (unit: number, rater: number, criterion: number) => number;
  readonly count: () => number;
  readonly columns: () => {
    readonly unit: Uint32Array;
    readonly rater: Uint16Array;
    readonly criterion: Uint16Array;
  };
};

/**
 * Who rated what on which criterion, each once, in the order added. A hash table with open addressing over columns: some
 * sixteen bytes a rating, where a Set of keys takes a hundred.
 */
export const createEntrySet = (): EntrySet => {
  let unit = new Uint32Array(1024);
  let rater = new Uint16Array(1024);
  let criterion = new Uint16Array(1024);
  /** Place of an entry plus one; 0: free. Always at least twice as long as there are entries. */
  let slots = new Uint32Array(4096);
  let count = 0;

  const free = (u: number, r: number, c: number): number => {
    const mask = slots.length - 1;
    let slot = hash(u, r, c) & mask;
    while (slots[slot] !== 0) {
      const at = (slots[slot] as number) - 1;
      if (unit[at] === u && rater[at] === r && criterion[at] === c) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  };
  const grow = (): void => {
    slots = new Uint32Array(slots.length * 2);
    for (let at = 0; at < count; at += 1) {
      slots[free(unit[at] as number, rater[at] as number, criterion[at] as number)] = at + 1;
    }
  };
  return {
    add: (u, r, c) => {
      if (count * 2 >= slots.length) grow();
      const slot = free(u, r, c);
      const taken = slots[slot] as number;
      if (taken !== 0) return taken - 1;
      unit = grown(unit, count);
      rater = grown(rater, count);
      criterion = grown(criterion, count);
      unit[count] = u;
      rater[count] = r;
      criterion[count] = c;
      count += 1;
      slots[slot] = count;
      return -1;
    },
    count: () => count,
    columns: () => ({
      unit: unit.slice(0, count),
      rater: rater.slice(0, count),
      criterion: criterion.slice(0, count),
    }),
  };
};

const hash = (unit: number, rater: number, criterion: number): number => {
  let mixed = Math.imul(unit ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(rater + 0x7f4a7c15, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15) ^ criterion, 0x27d4eb2f);
  return (mixed ^ (mixed >>> 13)) >>> 0;
};
