import { createHash } from 'node:crypto';

/** One stream of pseudo-random numbers. The same names give the same stream, on every computer. */
export type Stream = {
  /** 0 to 2^32 - 1. */
  u32(): number;
  /** 0 to `limit` - 1. */
  below(limit: number): number;
  chance(share: number): boolean;
  /** One of a list that is not empty. */
  pick<T>(from: readonly T[]): T;
  bytes(size: number): Uint8Array;
};

/** Streams of different names are independent: taking more from one never moves another. */
export const streamOf = (...names: readonly (string | number)[]): Stream => {
  const seed = createHash('sha256').update(JSON.stringify(names)).digest();
  let [a, b, c, d] = [0, 4, 8, 12].map((at) => seed.readInt32LE(at)) as [number, number, number, number];
  // sfc32: small, fast, and passes PractRand.
  const u32 = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) u32();
  const below = (limit: number): number => Math.floor((u32() / 2 ** 32) * limit);
  return {
    u32,
    below,
    chance: (share) => u32() / 2 ** 32 < share,
    pick: (from) => {
      const one = from[below(from.length)];
      if (one === undefined) throw new RangeError('nothing to pick from');
      return one;
    },
    bytes: (size) => {
      const bytes = new Uint8Array(size);
      for (let at = 0; at < size; at++) bytes[at] = u32() & 0xff;
      return bytes;
    },
  };
};
