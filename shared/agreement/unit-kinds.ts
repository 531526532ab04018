import type { Additive } from './additive.ts';

/** Units whose parts are the same are of one kind: what is drawn is then how often each kind occurs. */
export type Kinds = { readonly count: number; readonly of: Uint32Array; readonly parts: Float64Array };

export const kindsOf = ({ units, size, parts }: Additive): Kinds => {
  const words = new Uint32Array(parts.buffer, parts.byteOffset, parts.length * 2);
  const mask = 2 ** Math.ceil(Math.log2(2 * units + 2)) - 1;
  // The unit that is the first of its kind, from 1, by its hash or after it.
  const slots = new Uint32Array(mask + 1);
  const of = new Uint32Array(units);
  let count = 0;
  for (let unit = 0; unit < units; unit += 1) {
    let slot = hashOf(words, unit * size * 2, size * 2) & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const other = (slots[slot] as number) - 1;
      if (!samePart(parts, unit * size, other * size, size)) continue;
      of[unit] = of[other] as number;
      break;
    }
    if (slots[slot] !== 0) continue;
    slots[slot] = unit + 1;
    of[unit] = count;
    count += 1;
  }
  const own = new Float64Array(count * size);
  for (let unit = 0; unit < units; unit += 1)
    own.set(parts.subarray(unit * size, (unit + 1) * size), (of[unit] as number) * size);
  return { count, of, parts: own };
};

const hashOf = (words: Uint32Array, from: number, count: number): number => {
  let hash = 0;
  for (let at = from; at < from + count; at += 1)
    hash = Math.imul(hash ^ (words[at] as number), 0x9e3779b1) ^ (hash >>> 15);
  return hash ^ (hash >>> 16);
};

const samePart = (parts: Float64Array, a: number, b: number, size: number): boolean => {
  for (let at = 0; at < size; at += 1) if (parts[a + at] !== parts[b + at]) return false;
  return true;
};

/** `within[k]` is the kind, of the k-th kinds, that a common kind belongs to. */
type CommonKinds = {
  readonly count: number;
  readonly of: Uint32Array;
  readonly within: readonly Uint32Array[];
};

/** Units that are of one kind in every way of telling kinds apart. All ways are of the same units. */
export const commonKinds = (all: readonly Kinds[]): CommonKinds => {
  const [first, ...others] = all as [Kinds, ...Kinds[]];
  let { of, count } = first;
  for (const other of others) ({ of, count } = refined(of, count, other));
  const within = all.map((kinds) => {
    const found = new Uint32Array(count);
    for (let unit = 0; unit < of.length; unit += 1) found[of[unit] as number] = kinds.of[unit] as number;
    return found;
  });
  return { count, of, within };
};

const refined = (of: Uint32Array, count: number, by: Kinds): Pick<CommonKinds, 'of' | 'count'> => {
  // A kind that meets only one other keeps its number, so that most kinds need no look-up: -1 is none met yet.
  const met = new Int32Array(count).fill(-1);
  const split = new Map<number, number>();
  let total = count;
  const found = of.map((kind, unit) => {
    const other = by.of[unit] as number;
    if (met[kind] === -1) met[kind] = other;
    if (met[kind] === other) return kind;
    const pair = kind * by.count + other;
    const known = split.get(pair);
    if (known !== undefined) return known;
    split.set(pair, total);
    total += 1;
    return total - 1;
  });
  return { of: found, count: total };
};
