/** Solves a symmetric positive definite system by Cholesky; `a` is n × n, row by row. Null when it is not definite. */
export const solveDefinite = (a: Float64Array, b: Float64Array): Float64Array | null => {
  const factor = cholesky(a, b.length);
  return factor === null ? null : substitute(factor, b);
};

/**
 * The inverse of a symmetric positive definite matrix; null when it is not definite. By rows throughout, as that is how
 * the matrices lie in memory: the inverse of the factor, then its square.
 */
export const invertDefinite = (a: Float64Array, n: number): Float64Array | null => {
  const l = cholesky(a, n);
  if (l === null) return null;
  const m = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    const share = 1 / (l[i * n + i] as number);
    for (let k = 0; k < i; k += 1) {
      addTimes(m, i * n, -share * (l[i * n + k] as number), m, k * n, k + 1);
    }
    m[i * n + i] = share;
  }
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      addTimes(inverse, j * n, m[i * n + j] as number, m, i * n, j + 1);
    }
  }
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < i; j += 1) inverse[j * n + i] = inverse[i * n + j] as number;
  return inverse;
};

/** Adds `count` numbers of `from`, beginning at `start`, times a factor, to those that begin at `at`. */
const addTimes = (
  into: Float64Array,
  at: number,
  factor: number,
  from: Float64Array,
  start: number,
  count: number,
): void => {
  if (factor === 0) return;
  for (let k = 0; k < count; k += 1)
    into[at + k] = (into[at + k] as number) + factor * (from[start + k] as number);
};

const cholesky = (a: Float64Array, n: number): Float64Array | null => {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const sum = (a[i * n + j] as number) - product(l, i * n, j * n, j);
      if (i === j) {
        if (!(sum > 1e-14 * Math.abs(a[i * n + i] as number))) return null;
        l[i * n + i] = Math.sqrt(sum);
      } else l[i * n + j] = sum / (l[j * n + j] as number);
    }
  }
  return l;
};

/** The product of two stretches of `count` numbers; four sums at once do not wait for each other. */
const product = (l: Float64Array, first: number, second: number, count: number): number => {
  let [a, b, c, d] = [0, 0, 0, 0];
  let m = 0;
  for (; m + 3 < count; m += 4) {
    a += (l[first + m] as number) * (l[second + m] as number);
    b += (l[first + m + 1] as number) * (l[second + m + 1] as number);
    c += (l[first + m + 2] as number) * (l[second + m + 2] as number);
    d += (l[first + m + 3] as number) * (l[second + m + 3] as number);
  }
  for (; m < count; m += 1) a += (l[first + m] as number) * (l[second + m] as number);
  return a + b + c + d;
};

const substitute = (l: Float64Array, b: Float64Array): Float64Array => {
  const n = b.length;
  const x = b.slice();
  for (let i = 0; i < n; i += 1) {
    let sum = x[i] as number;
    for (let m = 0; m < i; m += 1) sum -= (l[i * n + m] as number) * (x[m] as number);
    x[i] = sum / (l[i * n + i] as number);
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = x[i] as number;
    for (let m = i + 1; m < n; m += 1) sum -= (l[m * n + i] as number) * (x[m] as number);
    x[i] = sum / (l[i * n + i] as number);
  }
  return x;
};
