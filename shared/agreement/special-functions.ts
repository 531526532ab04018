/**
 * Distribution functions, accurate to about 1e-13 relative in the tails: p-values come from the complementary tail, so
 * that a tiny one is tiny and not 0. Sources: Lanczos' gamma approximation (Godfrey's coefficients, g = 607/128); the
 * continued fractions and series of Abramowitz & Stegun 6.5.29, 6.5.31 and 26.5.8 by Lentz's method.
 */

const lanczos = [
  0.9999999999999971, 57.15623566586292, -59.59796035547549, 14.136097974741746, -0.4919138160976202,
  3.399464998481189e-5, 4.652362892704858e-5, -9.837447530487956e-5, 1.580887032249125e-4,
  -2.1026444172410488e-4, 2.1743961811521265e-4, -1.643181065367639e-4, 8.441822398385275e-5,
  -2.6190838401581408e-5, 3.6899182659531625e-6,
] as const;

/** ln Γ(x) for x > 0. */
export const logGamma = (x: number): number => {
  let sum: number = lanczos[0];
  for (let at = 1; at < lanczos.length; at += 1) sum += (lanczos[at] ?? 0) / (x + at);
  const shifted = x + 5.2421875;
  return (x + 0.5) * Math.log(shifted) - shifted + Math.log((2.5066282746310007 * sum) / x);
};

const tiny = 1e-300;
const epsilon = 1e-16;

/** Lentz's evaluation of b0 + a1/(b1 + a2/(b2 + …)). `term(i)` gives [a_i, b_i] for i ≥ 1. */
const continuedFraction = (b0: number, term: (index: number) => readonly [number, number]): number => {
  let value = b0 === 0 ? tiny : b0;
  let c = value;
  let d = 0;
  for (let index = 1; index < 100_000; index += 1) {
    const [a, b] = term(index);
    d = b + a * d;
    if (d === 0) d = tiny;
    c = b + a / c;
    if (c === 0) c = tiny;
    d = 1 / d;
    const delta = c * d;
    value *= delta;
    if (Math.abs(delta - 1) < epsilon) break;
  }
  return value;
};

/** Regularised lower and upper incomplete gamma, [P(a, x), Q(a, x)], each accurate where it is small. */
export const incompleteGamma = (a: number, x: number): readonly [number, number] => {
  if (!(x > 0)) return [0, 1];
  if (x === Number.POSITIVE_INFINITY) return [1, 0];
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 100_000; n += 1) {
      term *= x / (a + n);
      sum += term;
      if (term < sum * epsilon) break;
    }
    const lower = front * sum;
    return [lower, 1 - lower];
  }
  const fraction = continuedFraction(0, (index) =>
    index === 1 ? [1, x + 1 - a] : [-(index - 1) * (index - 1 - a), x + 2 * index - 1 - a],
  );
  const upper = front * fraction;
  return [1 - upper, upper];
};

/** Regularised incomplete beta, [I_x(a, b), 1 − I_x(a, b)], each accurate where it is small. `y` is 1 − x. */
export const incompleteBeta = (
  a: number,
  b: number,
  x: number,
  y: number = 1 - x,
): readonly [number, number] => {
  if (!(x > 0)) return [0, 1];
  if (!(y > 0)) return [1, 0];
  const front = Math.exp(a * Math.log(x) + b * Math.log(y) + logGamma(a + b) - logGamma(a) - logGamma(b));
  if (x < (a + 1) / (a + b + 2)) {
    const lower = (front * betaFraction(a, b, x)) / a;
    return [lower, 1 - lower];
  }
  const upper = (front * betaFraction(b, a, y)) / b;
  return [1 - upper, upper];
};

const betaFraction = (a: number, b: number, x: number): number =>
  1 /
  continuedFraction(1, (index) => {
    const m = Math.floor(index / 2);
    const numerator =
      index % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    return [numerator, 1];
  });

/** P(Z > z). */
export const normalUpper = (z: number): number => {
  const [lower, upper] = incompleteGamma(0.5, (z * z) / 2);
  return z >= 0 ? upper / 2 : (1 + lower) / 2;
};

/** P(|Z| > |z|). */
export const normalTwoSided = (z: number): number => incompleteGamma(0.5, (z * z) / 2)[1];

/** P(|T| > |t|) with df degrees of freedom; NaN without any, or for what is no number. */
export const tTwoSided = (t: number, df: number): number => {
  if (Number.isNaN(t) || !(df > 0)) return Number.NaN;
  const square = t * t;
  return incompleteBeta(df / 2, 0.5, df / (df + square), square / (df + square))[0];
};

/** P(F > f). */
export const fUpper = (f: number, df1: number, df2: number): number => {
  if (!(f > 0)) return 1;
  if (f === Number.POSITIVE_INFINITY) return 0;
  const total = df2 + df1 * f;
  return incompleteBeta(df2 / 2, df1 / 2, df2 / total, (df1 * f) / total)[0];
};

/** P(χ² > x). */
export const chiSquareUpper = (x: number, df: number): number => incompleteGamma(df / 2, x / 2)[1];

/**
 * The x in (low, high) at which a falling function reaches a target: Brent 1973, ch. 4. Inverse quadratic steps where
 * they keep inside and shrink fast enough, halving where not.
 */
const solveFalling = (fall: (x: number) => number, target: number, low: number, high: number): number => {
  let [a, b, c] = [low, high, low];
  let [fa, fb] = [fall(a) - target, fall(b) - target];
  let fc = fa;
  let [step, before] = [b - a, b - a];
  for (let round = 0; round < 200; round += 1) {
    if (fb > 0 === fc > 0) {
      [c, fc] = [a, fa];
      [step, before] = [b - a, b - a];
    }
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const least = 2 * Number.EPSILON * Math.abs(b);
    const half = (c - b) / 2;
    if (Math.abs(half) <= least || fb === 0) return b;
    const inner =
      Math.abs(before) >= least && Math.abs(fa) > Math.abs(fb) ? innerStep(a, b, c, fa, fb, fc) : half;
    const fits = Math.abs(inner) < Math.min(1.5 * Math.abs(half), Math.abs(before) / 2) && inner / half > 0;
    [before, step] = fits ? [step, inner] : [half, half];
    [a, fa] = [b, fb];
    b += Math.abs(step) > least ? step : Math.sign(half) * least;
    fb = fall(b) - target;
  }
  return b;
};

/** From b to where the parabola through three points, or the line through two, has its zero. */
const innerStep = (a: number, b: number, c: number, fa: number, fb: number, fc: number): number => {
  const s = fb / fa;
  const half = (c - b) / 2;
  if (a === c) return (2 * half * s) / (s - 1);
  const [q, r] = [fa / fc, fb / fc];
  const p = s * (2 * half * q * (q - r) - (b - a) * (r - 1));
  return -p / ((q - 1) * (r - 1) * (s - 1));
};

/** Twice the first bound at which a falling function is under the target. */
const boundFor = (fall: (x: number) => number, target: number): number => {
  let high = 1;
  while (fall(high) > target && high < 1e300) high *= 2;
  return high;
};

/** The z with P(Z ≤ z) = p. */
export const normalQuantile = (p: number): number => {
  if (!(p > 0 && p < 1)) return p <= 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (p < 0.5) return -normalQuantile(1 - p);
  const tail = 1 - p;
  return solveFalling(normalUpper, tail, -1e-9, boundFor(normalUpper, tail));
};

/** The t with P(|T| > t) = p. */
export const tQuantileTwoSided = (p: number, df: number): number => {
  if (df === Number.POSITIVE_INFINITY) return normalQuantile(1 - p / 2);
  const fall = (t: number): number => tTwoSided(t, df);
  return solveFalling(fall, p, 0, boundFor(fall, p));
};

/** The f with P(F ≤ f) = p. */
export const fQuantile = (p: number, df1: number, df2: number): number => {
  const fall = (f: number): number => fUpper(f, df1, df2);
  return solveFalling(fall, 1 - p, 0, boundFor(fall, 1 - p));
};

/** The x with P(χ² ≤ x) = p. */
export const chiSquareQuantile = (p: number, df: number): number => {
  const fall = (x: number): number => chiSquareUpper(x, df);
  return solveFalling(fall, 1 - p, 0, boundFor(fall, 1 - p));
};

/** z for a two-sided 95 % interval. */
export const z95 = 1.959963984540054;
