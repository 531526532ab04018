import { type Plan, roleOf } from './generalizability.ts';
import type { Draws } from './generalizability-draws.ts';
import { chiSquareQuantile, z95 } from './special-functions.ts';

export type Interval = readonly [number, number];

/** Where intervals come from. */
export type Uncertainty =
  | {
      readonly kind: 'draws';
      readonly draws: Draws;
      /** Bounds of G and Phi with one rater, where they are known exactly (p × r). */
      readonly one: { readonly g: Interval; readonly phi: Interval } | null;
    }
  /** The components' covariance, row by row, and the variance of the mean: by the delta method on logits and logarithms. */
  | { readonly kind: 'delta'; readonly covariance: Float64Array; readonly meanVar: number };

/** Components as a decision takes them, none under 0 unless they are asked for raw. */
export type Estimate = {
  readonly names: readonly string[];
  readonly components: Float64Array;
  readonly uncertainty: Uncertainty;
  /** The mean score less the cut, and the variance of the mean; null without a cut. */
  readonly cut: { readonly distance: number; readonly meanVar: number } | null;
};

/** What is said of so many raters and items. SEM: standard error of measurement, in points of the score. */
export type DecisionRow = {
  readonly nRaters: number;
  readonly nItems: number;
  readonly universeVar: number;
  readonly relativeErrorVar: number;
  readonly absoluteErrorVar: number;
  readonly G: number;
  readonly Phi: number;
  readonly G_ci95: Interval | null;
  readonly Phi_ci95: Interval | null;
  readonly relativeSEM: number;
  readonly absoluteSEM: number;
  readonly relativeSEM_ci95: Interval | null;
  readonly absoluteSEM_ci95: Interval | null;
  readonly PhiLambda?: number;
  readonly PhiLambda_ci95?: Interval | null;
};

/** What of each component goes to the persons, to relative and to absolute error. */
type Weights = {
  readonly universe: Float64Array;
  readonly relative: Float64Array;
  readonly absolute: Float64Array;
};

const weightsOf = (names: readonly string[], plan: Plan): Weights => {
  const zeros = (): Float64Array => new Float64Array(names.length);
  const weights = { universe: zeros(), relative: zeros(), absolute: zeros() };
  for (const [k, name] of names.entries()) {
    const role = roleOf(name, plan);
    if (role === null) continue;
    weights[role.as][k] = role.share;
    if (role.as === 'relative') weights.absolute[k] = role.share;
  }
  return weights;
};

const sumOf = (weights: Float64Array, components: Float64Array): number =>
  weights.reduce((sum, weight, k) => sum + weight * (components[k] as number), 0);

const sumAt = (weights: Float64Array, { components }: Draws, draw: number): number => {
  let sum = 0;
  for (let k = 0; k < weights.length; k += 1) {
    sum += (weights[k] as number) * ((components[k] as Float64Array)[draw] as number);
  }
  return sum;
};

/** The share of a whole, between 0 and 1 even where a part was estimated under 0. */
const shareOf = (part: number, rest: number): number => {
  if (!(part > 0)) return 0;
  return rest > 0 ? part / (part + rest) : 1;
};

/** The share as the components come out, also under 0 or over 1; bounded where they leave nothing to divide by. */
const rawShare = (part: number, rest: number): number =>
  part + rest === 0 ? shareOf(part, rest) : part / (part + rest);

/** Brennan & Kane 1977: the squared distance of the mean from the cut, less what chance adds to it, counts as true. */
export const distanceSquare = (distance: number, meanVar: number): number =>
  Math.max(0, distance ** 2 - meanVar);

/** A row of a decision study; its bounds are `decisionBounds` of the same plan. */
export const decisionRow = (estimate: Estimate, plan: Plan, bounds: DecisionBounds): DecisionRow => {
  const { names, components, cut } = estimate;
  const weights = weightsOf(names, plan);
  const universe = sumOf(weights.universe, components);
  const relative = sumOf(weights.relative, components);
  const absolute = sumOf(weights.absolute, components);
  const beyond = cut === null ? 0 : distanceSquare(cut.distance, cut.meanVar);
  return {
    nRaters: plan.raters,
    nItems: plan.items,
    universeVar: universe,
    relativeErrorVar: relative,
    absoluteErrorVar: absolute,
    G: rawShare(universe, relative),
    Phi: rawShare(universe, absolute),
    G_ci95: bounds.g,
    Phi_ci95: bounds.phi,
    relativeSEM: Math.sqrt(Math.max(0, relative)),
    absoluteSEM: Math.sqrt(Math.max(0, absolute)),
    relativeSEM_ci95: bounds.relative,
    absoluteSEM_ci95: bounds.absolute,
    ...(cut === null
      ? {}
      : { PhiLambda: shareOf(universe + beyond, absolute), PhiLambda_ci95: bounds.lambda }),
  };
};

export type DecisionBounds = Readonly<
  Record<'g' | 'phi' | 'relative' | 'absolute' | 'lambda', Interval | null>
>;

export const decisionBounds = (estimate: Estimate, plan: Plan): DecisionBounds => {
  const { names, uncertainty } = estimate;
  const weights = weightsOf(names, plan);
  if (uncertainty.kind === 'delta') return deltaBounds(estimate, uncertainty, weights);
  const { draws, one } = uncertainty;
  const { count } = draws;
  const values = {
    g: new Float64Array(count),
    phi: new Float64Array(count),
    lambda: new Float64Array(count),
  };
  const [relative, absolute] = [new Float64Array(count), new Float64Array(count)];
  for (let draw = 0; draw < count; draw += 1) {
    const universe = sumAt(weights.universe, draws, draw);
    const [rel, abs] = [sumAt(weights.relative, draws, draw), sumAt(weights.absolute, draws, draw)];
    values.g[draw] = shareOf(universe, rel);
    values.phi[draw] = shareOf(universe, abs);
    values.lambda[draw] = shareOf(Math.max(0, universe) + (draws.beyond[draw] as number), abs);
    relative[draw] = Math.sqrt(Math.max(0, rel));
    absolute[draw] = Math.sqrt(Math.max(0, abs));
  }
  return {
    g: one === null ? middle(values.g) : stepUpBoth(one.g, plan.raters),
    phi: one === null ? middle(values.phi) : stepUpBoth(one.phi, plan.raters),
    lambda: estimate.cut === null ? null : middle(values.lambda),
    relative: middle(relative),
    absolute: middle(absolute),
  };
};

/** The middle 95 %, quantiles of type 7 (Hyndman & Fan 1996). Moves the numbers about. */
export const middle = (values: Float64Array): Interval => {
  const at = (share: number): number => {
    const place = (values.length - 1) * share;
    const low = Math.floor(place);
    const below = selected(values, low);
    const above = low + 1 < values.length ? selected(values, low + 1) : below;
    return below + (place - low) * (above - below);
  };
  return [at(0.025), at(0.975)];
};

/** The number that would stand at a place if they were sorted (Hoare's quickselect). */
const selected = (values: Float64Array, place: number): number => {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1] as number;
    let [i, j] = [low, high];
    while (i <= j) {
      while ((values[i] as number) < pivot) i += 1;
      while ((values[j] as number) > pivot) j -= 1;
      if (i > j) break;
      const swapped = values[i] as number;
      values[i] = values[j] as number;
      values[j] = swapped;
      i += 1;
      j -= 1;
    }
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else break;
  }
  return values[place] as number;
};

/** Spearman–Brown on both bounds, which it keeps in order. */
const stepUpBoth = ([low, high]: Interval, raters: number): Interval => {
  const stepUp = (one: number): number => {
    const share = Math.min(1, Math.max(0, one));
    return (raters * share) / (1 + (raters - 1) * share);
  };
  return [stepUp(low), stepUp(high)];
};

const deltaBounds = (
  { components, cut }: Estimate,
  { covariance, meanVar }: Extract<Uncertainty, { kind: 'delta' }>,
  weights: Weights,
): DecisionBounds => {
  const universe = sumOf(weights.universe, components);
  const relative = sumOf(weights.relative, components);
  const absolute = sumOf(weights.absolute, components);
  const spread = (slope: Float64Array): number => {
    let sum = 0;
    const size = slope.length;
    for (let k = 0; k < size; k += 1) {
      for (let l = 0; l < size; l += 1) {
        sum += (slope[k] as number) * (slope[l] as number) * (covariance[k * size + l] as number);
      }
    }
    return sum;
  };
  const share = (part: number, error: Float64Array, rest: number, more = 0): Interval | null => {
    if (!(part > 0 && rest > 0)) return null;
    const slope = weights.universe.map((own, k) => own / part - (error[k] as number) / rest);
    const reach = z95 * Math.sqrt(spread(slope) + more);
    const logit = Math.log(part / rest);
    return [1 / (1 + Math.exp(reach - logit)), 1 / (1 + Math.exp(-reach - logit))];
  };
  // A variance is a χ² more nearly than a normal deviate: Satterthwaite's degrees of freedom.
  const sem = (error: Float64Array, rest: number): Interval | null => {
    const df = (2 * rest * rest) / spread(error);
    if (!(rest > 0 && df >= 1 && df < Number.POSITIVE_INFINITY)) return null;
    const bound = (share: number): number => Math.sqrt((df * rest) / chiSquareQuantile(share, df));
    return [bound(0.975), bound(0.025)];
  };
  const beyond = cut === null ? 0 : distanceSquare(cut.distance, cut.meanVar);
  const part = universe + beyond;
  const moved = cut === null || beyond === 0 ? 0 : ((2 * cut.distance) / part) ** 2 * meanVar;
  return {
    g: share(universe, weights.relative, relative),
    phi: share(universe, weights.absolute, absolute),
    lambda: cut === null ? null : share(part, weights.absolute, absolute, moved),
    relative: sem(weights.relative, relative),
    absolute: sem(weights.absolute, absolute),
  };
};

/** How many reads a coefficient needs to reach a target. */
export type Needed = {
  readonly coefficient: 'G' | 'Phi';
  readonly target: number;
  readonly nItems: number;
  readonly itemsFixed: boolean;
  /** The smallest number of raters that reaches it; null: none does. */
  readonly nRaters: number | null;
  /** What more and more raters come near to. */
  readonly limit: number;
  /** The numbers that the upper and the lower bound of the coefficient would need; null: none. */
  readonly nRaters_ci95: readonly [number | null, number | null];
};

export const readsNeeded = (
  estimate: Estimate,
  { items, itemsFixed }: Omit<Plan, 'raters'>,
  coefficient: 'G' | 'Phi',
  target: number,
): Needed => {
  const one = weightsOf(estimate.names, { raters: 1, items, itemsFixed });
  const endless = weightsOf(estimate.names, { raters: Number.POSITIVE_INFINITY, items, itemsFixed });
  const kind = coefficient === 'G' ? 'relative' : 'absolute';
  const { components } = estimate;
  const universe = sumOf(one.universe, components);
  const lasting = sumOf(endless[kind], components);
  const nRaters = smallest(universe, lasting, sumOf(one[kind], components) - lasting, target);
  return {
    coefficient,
    target,
    nItems: items,
    itemsFixed,
    nRaters: Number.isFinite(nRaters) ? nRaters : null,
    limit: shareOf(universe, lasting),
    nRaters_ci95: neededBounds(estimate, { items, itemsFixed }, { one, endless }, coefficient, target),
  };
};

/** The smallest n with universe/(universe + lasting + shrinking/n) at or over the target; Infinity: none. */
const smallest = (universe: number, lasting: number, shrinking: number, target: number): number => {
  if (!(universe > 0)) return Number.POSITIVE_INFINITY;
  const reaches = (n: number): boolean =>
    universe >= target * (universe + Math.max(0, lasting) + Math.max(0, shrinking) / n);
  if (reaches(1)) return 1;
  const room = universe * (1 / target - 1) - Math.max(0, lasting);
  if (!(room > 0)) return Number.POSITIVE_INFINITY;
  const near = Math.max(1, Math.ceil(shrinking / room));
  // Rounding may put the quotient on either side of a whole number.
  if (near > 1 && reaches(near - 1)) return near - 1;
  return reaches(near) ? near : near + 1;
};

const neededBounds = (
  estimate: Estimate,
  plan: Omit<Plan, 'raters'>,
  { one, endless }: { readonly one: Weights; readonly endless: Weights },
  coefficient: 'G' | 'Phi',
  target: number,
): Needed['nRaters_ci95'] => {
  const { uncertainty } = estimate;
  const finite = (n: number): number | null => (Number.isFinite(n) ? n : null);
  const bound = coefficient === 'G' ? 'g' : 'phi';
  if (uncertainty.kind === 'delta') {
    const at = (side: 0 | 1) => (raters: number) => {
      const full = { ...plan, raters };
      return decisionBounds(estimate, full)[bound]?.[side] ?? Number.NaN;
    };
    return [finite(searchSmallest(at(1), target)), finite(searchSmallest(at(0), target))];
  }
  if (uncertainty.one !== null) {
    const [low, high] = uncertainty.one[bound];
    const needed = (share: number): number => smallest(Math.min(1, share), 0, 1 - Math.min(1, share), target);
    return [finite(needed(high)), finite(needed(low))];
  }
  const kind = coefficient === 'G' ? 'relative' : 'absolute';
  const { draws } = uncertainty;
  const needed = new Float64Array(draws.count);
  for (let draw = 0; draw < draws.count; draw += 1) {
    const universe = sumAt(one.universe, draws, draw);
    const lasting = sumAt(endless[kind], draws, draw);
    needed[draw] = smallest(universe, lasting, sumAt(one[kind], draws, draw) - lasting, target);
  }
  needed.sort();
  const place = (share: number): number => needed[Math.ceil(share * draws.count) - 1] as number;
  return [finite(place(0.025)), finite(place(0.975))];
};

/** By doubling and halving, for a bound that rises with the number of raters. */
const searchSmallest = (of: (raters: number) => number, target: number): number => {
  const most = 2 ** 20;
  let high = 1;
  while (high < most && !(of(high) >= target)) high *= 2;
  if (!(of(high) >= target)) return Number.POSITIVE_INFINITY;
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const between = Math.floor((low + high) / 2);
    if (of(between) >= target) high = between;
    else low = between;
  }
  return high;
};
