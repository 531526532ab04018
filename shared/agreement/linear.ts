/** Solves a symmetric positive definite system by Cholesky; `a` is n × n, row by row. Null when it is not definite. */
export const solveDefinite = (a: Float64Array, b: Float64Array): Float64Array | null => {
  const factor = cholesky(a, b.length);
  return factor === null ? null : substitute(factor, b);
};

/** The inverse of a symmetric positive definite matrix; null when it is not definite. */
export const invertDefinite = (a: Float64Array, n: number): Float64Array | null => {
  const factor = cholesky(a, n);
  if (factor === null) return null;
  const inverse = new Float64Array(n * n);
  for (let j = 0; j < n; j += 1) {
    const unit = new Float64Array(n);
    unit[j] = 1;
    const column = substitute(factor, unit);
    for (let i = 0; i < n; i += 1) inverse[i * n + j] = column[i] as number;
  }
  return inverse;
};

const cholesky = (a: Float64Array, n: number): Float64Array | null => {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = a[i * n + j] as number;
      for (let m = 0; m < j; m += 1) sum -= (l[i * n + m] as number) * (l[j * n + m] as number);
      if (i === j) {
        if (!(sum > 1e-14 * Math.abs(a[i * n + i] as number))) return null;
        l[i * n + i] = Math.sqrt(sum);
      } else l[i * n + j] = sum / (l[j * n + j] as number);
    }
  }
  return l;
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
