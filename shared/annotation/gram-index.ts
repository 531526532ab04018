/** Where runs of four characters occur in a text: the places that may hold a passage with small changes. */
export type GramIndex = {
  /**
   * Offsets at which a passage may begin, the likeliest first: where most of its rare runs stand at the same distance
   * from each other. Each is within `spread` characters of the truth.
   */
  likelyStarts(passage: string): number[];
};

const gram = 4;
const bucketCount = 1 << 16;
/** Characters by which insertions and removals may shift a part of the passage and still count for the same start. */
export const spread = 128;
/** Runs asked about per passage, and how frequent a run may be to tell anything. */
const mostGrams = 40;
const mostPlaces = 240;
const mostStarts = 6;

/** Reads a text once (O(n)); then a passage is looked up in time that depends on its length only. */
export const gramIndex = (text: string): GramIndex => {
  const count = Math.max(0, text.length - gram + 1);
  const ends = new Uint32Array(bucketCount + 1);
  for (let at = 0; at < count; at += 1) bump(ends, hashAt(text, at) + 1);
  for (let bucket = 1; bucket <= bucketCount; bucket += 1) {
    ends[bucket] = (ends[bucket] ?? 0) + (ends[bucket - 1] ?? 0);
  }
  const places = new Uint32Array(count);
  const next = ends.slice();
  for (let at = 0; at < count; at += 1) {
    const bucket = hashAt(text, at);
    places[next[bucket] ?? 0] = at;
    bump(next, bucket);
  }
  const placesOf = (hash: number): Uint32Array => places.subarray(ends[hash], ends[hash + 1]);

  return {
    likelyStarts: (passage) => {
      const votes = new Map<number, number>();
      for (const { at, found } of tellingGrams(passage, placesOf)) {
        for (const place of found) {
          const start = Math.floor((place - at) / spread);
          votes.set(start, (votes.get(start) ?? 0) + 1);
        }
      }
      return [...votes]
        .filter(([, votesFor]) => votesFor > 1)
        .sort((a, b) => b[1] - a[1] || a[0] - b[0])
        .slice(0, mostStarts)
        .map(([start]) => Math.max(0, start * spread + spread / 2));
    },
  };
};

/** The runs of a passage that occur, rarest first, leaving out those that are everywhere. */
const tellingGrams = (passage: string, placesOf: (hash: number) => Uint32Array) => {
  const all = Array.from({ length: Math.max(0, passage.length - gram + 1) }, (_, at) => ({
    at,
    found: placesOf(hashAt(passage, at)),
  }));
  return all
    .filter(({ found }) => found.length > 0 && found.length <= mostPlaces)
    .sort((a, b) => a.found.length - b.found.length)
    .slice(0, mostGrams);
};

const bump = (counts: Uint32Array, at: number): void => {
  counts[at] = (counts[at] ?? 0) + 1;
};

const hashAt = (text: string, at: number): number => {
  let hash = 0;
  for (let step = 0; step < gram; step += 1) hash = Math.imul(hash, 0x01000193) ^ text.charCodeAt(at + step);
  return (hash ^ (hash >>> 16)) & (bucketCount - 1);
};
