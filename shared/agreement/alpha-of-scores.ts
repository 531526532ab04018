import type { Additive } from './additive.ts';
import type { Metric } from './krippendorff.ts';
import type { Ratings } from './rating-table.ts';

/** More different scores than this, and the distances of a ratio scale, each with each, are too many. */
export const ratioLimit = 4096;

/** Scores in the units that have two ratings or more: all that alpha stands on. */
type Shared = { readonly units: number; readonly starts: Uint32Array; readonly scores: Float64Array };

const sharedOf = ({ units, starts, values }: Ratings): Shared => {
  const kept = new Uint32Array(units + 1);
  const scores = new Float64Array(values.length);
  let [count, filled] = [0, 0];
  for (let unit = 0; unit < units; unit += 1) {
    const [from, to] = [starts[unit] as number, starts[unit + 1] as number];
    if (to - from < 2) continue;
    for (let at = from; at < to; at += 1, filled += 1) scores[filled] = values[at] as number;
    count += 1;
    kept[count] = filled;
  }
  return { units: count, starts: kept.subarray(0, count + 1), scores: scores.subarray(0, filled) };
};

/** `value` null: no two ratings of shared units differ; 'too many': see `ratioLimit`. */
export type AlphaOfScores = {
  readonly value: number | null | 'too many';
  readonly units: number;
  readonly ratings: number;
};

/**
 * Krippendorff's alpha without a table of coincidences, for scores too various for one: the same number, at a cost
 * linear in the ratings but for sorting them. Squared interval distances add up from sums and squares; ordinal distances
 * are differences of midranks among the ratings of shared units, because a midrank counts those below and half of those
 * alike; nominal ones come from counts. Ratio distances have no such form and are taken one by one.
 */
export const alphaOfScores = (ratings: Ratings, metric: Metric): AlphaOfScores => {
  const shared = sharedOf(ratings);
  const found = { units: shared.units, ratings: shared.scores.length };
  const ranked = metric === 'interval' ? null : rankedOf(shared.scores);
  if (metric === 'ratio' && (ranked?.distinct.length ?? 0) > ratioLimit)
    return { value: 'too many', ...found };
  const [observed, expected] = disagreement(shared, ranked, metric);
  return { value: expected > 0 ? 1 - ((found.ratings - 1) * observed) / expected : null, ...found };
};

type Ranked = {
  readonly distinct: Float64Array;
  readonly counts: Uint32Array;
  readonly codes: Uint32Array;
  readonly midranks: Float64Array;
};

const rankedOf = (scores: Float64Array): Ranked => {
  const order = scores.slice().sort();
  const distinct = order.filter((score, at) => at === 0 || score !== order[at - 1]);
  const codeOf = new Map(Array.from(distinct, (score, code) => [score, code]));
  const codes = Uint32Array.from(scores, (score) => codeOf.get(score) as number);
  const counts = new Uint32Array(distinct.length);
  for (const code of codes) counts[code] = (counts[code] as number) + 1;
  const midranks = new Float64Array(distinct.length);
  let below = 0;
  counts.forEach((count, code) => {
    midranks[code] = below + count / 2;
    below += count;
  });
  return { distinct, counts, codes, midranks };
};

/** Σ o δ² and Σ n_c n_k δ², each over ordered pairs. */
const disagreement = (shared: Shared, ranked: Ranked | null, metric: Metric): [number, number] => {
  if (ranked === null) return squaresOf(shared, shared.scores);
  switch (metric) {
    case 'ordinal':
      return squaresOf(
        shared,
        Float64Array.from(ranked.codes, (code) => ranked.midranks[code] as number),
      );
    case 'ratio':
      return ratios(shared, ranked);
    default:
      return differing(shared, ranked);
  }
};

/** Sums of squared differences, from numbers about their mean so that no digits are lost. */
const squaresOf = ({ units, starts }: Shared, numbers: Float64Array): [number, number] => {
  const n = numbers.length;
  const first = numbers[0] ?? 0;
  const centre = first + numbers.reduce((sum, one) => sum + (one - first), 0) / n;
  let [observed, sums, squares] = [0, 0, 0];
  for (let unit = 0; unit < units; unit += 1) {
    const [from, to] = [starts[unit] as number, starts[unit + 1] as number];
    let [own, ownSquares] = [0, 0];
    for (let at = from; at < to; at += 1) {
      const value = (numbers[at] as number) - centre;
      own += value;
      ownSquares += value * value;
    }
    observed +=
      (2 * spreadWithin(numbers, from, to, centre + own / (to - from)) * (to - from)) / (to - from - 1);
    sums += own;
    squares += ownSquares;
  }
  return [observed, 2 * (n * squares - sums * sums)];
};

/** About the mean of the unit itself: ratings that are all the same have exactly no spread. */
const spreadWithin = (numbers: Float64Array, from: number, to: number, mean: number): number => {
  const first = numbers[from] as number;
  let [spread, same] = [0, true];
  for (let at = from; at < to; at += 1) {
    const value = numbers[at] as number;
    if (value !== first) same = false;
    spread += (value - mean) ** 2;
  }
  return same ? 0 : spread;
};

const differing = ({ units, starts, scores }: Shared, { counts }: Ranked): [number, number] => {
  const total = scores.length;
  let observed = 0;
  for (let unit = 0; unit < units; unit += 1) {
    const own = scores.slice(starts[unit], starts[unit + 1]).sort();
    const given = own.length;
    let alike = 0;
    for (let from = 0, to = 0; from < given; from = to) {
      while (to < given && own[to] === own[from]) to += 1;
      alike += (to - from) ** 2;
    }
    observed += (given * given - alike) / (given - 1);
  }
  return [observed, total * total - counts.reduce((sum, count) => sum + count * count, 0)];
};

const ratios = ({ units, starts, scores }: Shared, { distinct, counts }: Ranked): [number, number] => {
  const apart = (a: number, b: number): number => (a + b === 0 ? 0 : ((a - b) / (a + b)) ** 2);
  let [observed, expected] = [0, 0];
  for (let unit = 0; unit < units; unit += 1) {
    const [from, to] = [starts[unit] as number, starts[unit + 1] as number];
    let own = 0;
    for (let a = from; a < to; a += 1)
      for (let b = a + 1; b < to; b += 1) own += apart(scores[a] as number, scores[b] as number);
    observed += (2 * own) / (to - from - 1);
  }
  for (let a = 0; a < distinct.length; a += 1) {
    let own = 0;
    for (let b = a + 1; b < distinct.length; b += 1)
      own += (counts[b] as number) * apart(distinct[a] as number, distinct[b] as number);
    expected += 2 * (counts[a] as number) * own;
  }
  return [observed, expected];
};

/** Less spread than this share of the squares is what rounding leaves of none. */
const rounding = 1e-12;

/** Interval alpha as sums over units: disagreement, ratings, scores and squares of the unit, about the mean of all. */
export const additiveIntervalAlpha = (ratings: Ratings): Additive => {
  const { units, starts, values } = ratings;
  const centre = values.reduce((sum, one) => sum + one / values.length, 0);
  const parts = new Float64Array(units * 4);
  for (let unit = 0; unit < units; unit += 1) {
    const [from, to] = [starts[unit] as number, starts[unit + 1] as number];
    const given = to - from;
    if (given < 2) continue;
    let [sum, squares] = [0, 0];
    for (let at = from; at < to; at += 1) {
      const value = (values[at] as number) - centre;
      sum += value;
      squares += value * value;
    }
    const spread = spreadWithin(values, from, to, centre + sum / given);
    parts.set([(2 * given * spread) / (given - 1), given, sum, squares], unit * 4);
  }
  const evaluate = (sums: Float64Array): number => {
    const [observed = 0, given = 0, sum = 0, squares = 0] = sums;
    const expected = given * squares - sum * sum;
    return expected > rounding * given * squares ? 1 - ((given - 1) * observed) / (2 * expected) : Number.NaN;
  };
  return { units, size: 4, parts, evaluate };
};
