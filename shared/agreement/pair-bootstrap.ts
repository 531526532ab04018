import { type Bootstrap, summaryOf } from './bootstrap.ts';
import type { PairTable } from './cohen.ts';
import { seededRandom } from './random.ts';
import type { Weights } from './weights.ts';

/** With more work than this over all pairs, seconds of it, the analytic interval stands alone. */
const workLimit = 5e8;

/** Whether intervals for the kappas of so many pairs are drawn. Work is what a replicate adds up: units, and tables. */
export const pairsAreDrawn = (
  shared: readonly number[],
  replicates: number,
  categories: number,
  kinds: number,
): boolean => {
  const work = shared.reduce((sum, n) => sum + n + (kinds + 1) * categories ** 2, 0);
  return replicates > 0 && work * replicates <= workLimit;
};

/**
 * Draws of units with replacement, to be shared by all pairs of one analysis: pairs that share as many units draw the
 * same ones.
 */
export type UnitDraws = { readonly replicates: number; readonly of: (n: number) => Drawn };

/** `before`, from where `of` a replicate says: how many of its draws fell below each unit, and at the end all of them. */
type Drawn = { readonly before: Uint32Array; readonly of: (replicate: number) => number };

/** No more numbers than this are kept for the next pair. */
const keptLimit = 1 << 20;

export const unitDraws = ({
  replicates,
  seed,
}: {
  readonly replicates: number;
  readonly seed: number;
}): UnitDraws => {
  let kept: { readonly n: number; readonly drawn: Drawn } | null = null;
  const of = (n: number): Drawn => {
    const random = seededRandom(seed);
    const size = n + 1;
    if (size * replicates > keptLimit) {
      const before = new Uint32Array(size);
      const again = (): number => {
        drawInto(before.fill(0), 0, n, random);
        return 0;
      };
      return { before, of: again };
    }
    if (kept?.n === n) return kept.drawn;
    const before = new Uint32Array(size * replicates);
    for (let replicate = 0; replicate < replicates; replicate += 1)
      drawInto(before, replicate * size, n, random);
    kept = { n, drawn: { before, of: (replicate) => replicate * size } };
    return kept.drawn;
  };
  return { replicates, of };
};

const drawInto = (before: Uint32Array, from: number, n: number, random: () => number): void => {
  for (let draw = 0; draw < n; draw += 1) {
    const after = from + Math.floor(random() * n) + 1;
    before[after] = (before[after] as number) + 1;
  }
  for (let at = from + 1; at <= from + n; at += 1)
    before[at] = (before[at] as number) + (before[at - 1] as number);
};

/**
 * Cohen's kappa of two raters for several weights, from units drawn with replacement. Two raters' units differ only by
 * their cell of the table, so a replicate is a table, drawn once for all weights: with units in the order of the cells,
 * a cell's count is how many draws fell between its first unit and its last.
 */
export const pairBootstrap = (
  table: PairTable,
  kinds: readonly Weights[],
  draws: UnitDraws | { readonly replicates: number; readonly seed: number },
): Bootstrap[] => {
  const { replicates, of } = 'of' in draws ? draws : unitDraws(draws);
  const { categories: q, counts, n } = table;
  const used = usedCells(counts, q);
  const sums: Margins = { rows: new Float64Array(q), columns: new Float64Array(q) };
  const found = kinds.map(() => new Float64Array(replicates));
  // Weights are symmetric, so that two categories one way and the other count together.
  const both: Both = {
    drawn: new Float64Array((q * (q + 1)) / 2),
    expected: new Float64Array((q * (q + 1)) / 2),
  };
  const fours = foursOf(kinds, found);
  const { before, of: startOf } = of(n);
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    fillDrawn(both.drawn, sums, used, before, startOf(replicate));
    fillExpected(both.expected, sums);
    for (let at = 0; at < fours.length; at += 1) fillFour(fours[at] as Four, both, n, replicate);
  }
  return kinds.map(({ table: weights }, at) => {
    addMargins(counts, sums);
    const value = kappaOf(counts, sums, weights, n);
    return summaryOf(value, found[at] as Float64Array, withoutEach(table, weights, sums));
  });
};

type Margins = { readonly rows: Float64Array; readonly columns: Float64Array };

/** By categories i ≤ j: how often both ways, and the product of their margins, which chance expects n times of. */
type Both = { readonly drawn: Float64Array; readonly expected: Float64Array };

/** The cells that have units: where each ends among the units, its categories, and its place in `Both`. */
type Used = {
  readonly ends: Uint32Array;
  readonly row: Uint32Array;
  readonly column: Uint32Array;
  readonly both: Uint32Array;
};

const usedCells = (counts: Float64Array, q: number): Used => {
  const cells = Array.from(counts.keys()).filter((cell) => (counts[cell] as number) > 0);
  const row = Uint32Array.from(cells, (cell) => Math.floor(cell / q));
  const column = Uint32Array.from(cells, (cell) => cell % q);
  const both = row.map((i, at) => {
    const j = column[at] as number;
    const low = Math.min(i, j);
    return low * q - (low * (low - 1)) / 2 + Math.abs(i - j);
  });
  let end = 0;
  const ends = Uint32Array.from(cells, (cell) => {
    end += counts[cell] as number;
    return end;
  });
  return { ends, row, column, both };
};

const fillDrawn = (
  drawn: Float64Array,
  { rows, columns }: Margins,
  { ends, row, column, both }: Used,
  before: Uint32Array,
  start: number,
): void => {
  for (let at = 0; at < drawn.length; at += 1) drawn[at] = 0;
  for (let at = 0; at < rows.length; at += 1) {
    rows[at] = 0;
    columns[at] = 0;
  }
  let from = 0;
  for (let at = 0; at < ends.length; at += 1) {
    const to = before[start + (ends[at] as number)] as number;
    const count = to - from;
    const i = row[at] as number;
    const j = column[at] as number;
    const pair = both[at] as number;
    rows[i] = (rows[i] as number) + count;
    columns[j] = (columns[j] as number) + count;
    drawn[pair] = (drawn[pair] as number) + count;
    from = to;
  }
};

const fillExpected = (expected: Float64Array, { rows, columns }: Margins): void => {
  const q = rows.length;
  for (let i = 0, at = 0; i < q; i += 1) {
    const row = rows[i] as number;
    const column = columns[i] as number;
    expected[at] = row * column;
    at += 1;
    for (let j = i + 1; j < q; j += 1, at += 1)
      expected[at] = row * (columns[j] as number) + column * (rows[j] as number);
  }
};

type Work = { readonly weights: Float64Array; readonly found: Float64Array };

/** Four weights at once, so that no sum need wait for itself; the last may stand there again. */
type Four = { readonly a: Work; readonly b: Work; readonly c: Work; readonly d: Work };

const foursOf = (kinds: readonly Weights[], found: readonly Float64Array[]): Four[] => {
  const workAt = (at: number): Work => {
    const place = Math.min(at, kinds.length - 1);
    const { categories: q, table } = kinds[place] as Weights;
    const weights = table.filter((_, cell) => cell % q >= Math.floor(cell / q));
    return { weights, found: found[place] as Float64Array };
  };
  return Array.from({ length: Math.ceil(kinds.length / 4) }, (_, four) => ({
    a: workAt(4 * four),
    b: workAt(4 * four + 1),
    c: workAt(4 * four + 2),
    d: workAt(4 * four + 3),
  }));
};

const fillFour = ({ a, b, c, d }: Four, { drawn, expected }: Both, n: number, replicate: number): void => {
  const weightsA = a.weights;
  const weightsB = b.weights;
  const weightsC = c.weights;
  const weightsD = d.weights;
  let agreedA = 0;
  let agreedB = 0;
  let agreedC = 0;
  let agreedD = 0;
  let chanceA = 0;
  let chanceB = 0;
  let chanceC = 0;
  let chanceD = 0;
  for (let at = 0; at < drawn.length; at += 1) {
    const count = drawn[at] as number;
    const chance = expected[at] as number;
    agreedA += count * (weightsA[at] as number);
    chanceA += chance * (weightsA[at] as number);
    agreedB += count * (weightsB[at] as number);
    chanceB += chance * (weightsB[at] as number);
    agreedC += count * (weightsC[at] as number);
    chanceC += chance * (weightsC[at] as number);
    agreedD += count * (weightsD[at] as number);
    chanceD += chance * (weightsD[at] as number);
  }
  a.found[replicate] = beyondChance(agreedA, chanceA, n);
  b.found[replicate] = beyondChance(agreedB, chanceB, n);
  c.found[replicate] = beyondChance(agreedC, chanceC, n);
  d.found[replicate] = beyondChance(agreedD, chanceD, n);
};

/** (p_o − p_e)/(1 − p_e) from sums over n units and over n² pairs of them; NaN where chance agreement is complete. */
const beyondChance = (agreed: number, chance: number, n: number): number => {
  const room = n * n - chance;
  return room > 1e-15 * n * n ? (agreed * n - chance) / room : Number.NaN;
};

const addMargins = (counts: Float64Array, { rows, columns }: Margins): void => {
  const q = rows.length;
  rows.fill(0);
  columns.fill(0);
  for (let i = 0, cell = 0; i < q; i += 1) {
    for (let j = 0; j < q; j += 1, cell += 1) {
      const count = counts[cell] as number;
      rows[i] = (rows[i] as number) + count;
      columns[j] = (columns[j] as number) + count;
    }
  }
};

const kappaOf = (
  counts: Float64Array,
  { rows, columns }: Margins,
  weights: Float64Array,
  n: number,
): number => {
  const q = rows.length;
  let agreed = 0;
  let chance = 0;
  for (let i = 0, cell = 0; i < q; i += 1) {
    let own = 0;
    for (let j = 0; j < q; j += 1, cell += 1) {
      const weight = weights[cell] as number;
      agreed += weight * (counts[cell] as number);
      own += weight * (columns[j] as number);
    }
    chance += (rows[i] as number) * own;
  }
  return beyondChance(agreed, chance, n);
};

/** Kappa without each unit in turn: the same for all units of a cell. */
const withoutEach = (
  { counts, n, categories: q }: PairTable,
  weights: Float64Array,
  sums: Margins,
): Float64Array => {
  const rest = counts.slice();
  const left = new Float64Array(n);
  let at = 0;
  for (let cell = 0; cell < q * q; cell += 1) {
    const count = counts[cell] as number;
    if (count === 0) continue;
    rest[cell] = count - 1;
    addMargins(rest, sums);
    left.fill(kappaOf(rest, sums, weights, n - 1), at, at + count);
    rest[cell] = count;
    at += count;
  }
  return left.filter((one) => !Number.isNaN(one));
};
