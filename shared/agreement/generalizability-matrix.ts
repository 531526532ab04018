/** Symmetric positive definite matrices, n × n, row by row; only the lower triangle is read. */
export type Factor = {
  readonly lower: Float64Array;
  readonly n: number;
  readonly logDeterminant: number;
};

/** Cholesky's factor; null when the matrix is not definite. */
export const factorise = (a: Float64Array, n: number): Factor | null => {
  const lower = new Float64Array(n * n);
  let logDeterminant = 0;
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const sum = (a[i * n + j] as number) - rowProduct(lower, i * n, lower, j * n, j);
      if (i > j) {
        lower[i * n + j] = sum / (lower[j * n + j] as number);
        continue;
      }
      if (!(sum > 0)) return null;
      logDeterminant += Math.log(sum);
      lower[i * n + i] = Math.sqrt(sum);
    }
  }
  return { lower, n, logDeterminant };
};

/** The product of two rows, from where they begin; two sums at once, which the processor adds side by side. */
const rowProduct = (a: Float64Array, i: number, b: Float64Array, j: number, count: number): number => {
  let [even, odd] = [0, 0];
  let k = 0;
  for (; k + 1 < count; k += 2) {
    even += (a[i + k] as number) * (b[j + k] as number);
    odd += (a[i + k + 1] as number) * (b[j + k + 1] as number);
  }
  if (k < count) even += (a[i + k] as number) * (b[j + k] as number);
  return even + odd;
};

/** L⁻¹b, so that its square is b'A⁻¹b. */
export const forward = ({ lower, n }: Factor, b: Float64Array): Float64Array => {
  const x = b.slice();
  for (let i = 0; i < n; i += 1) {
    let sum = x[i] as number;
    for (let k = 0; k < i; k += 1) sum -= (lower[i * n + k] as number) * (x[k] as number);
    x[i] = sum / (lower[i * n + i] as number);
  }
  return x;
};

/** The whole inverse, from the inverse of the factor. */
export const inverseOf = ({ lower, n }: Factor): Float64Array => {
  // Row j holds column j of L⁻¹ from place j on, so that both loops run along rows.
  const columns = new Float64Array(n * n);
  for (let j = 0; j < n; j += 1) {
    columns[j * n + j] = 1 / (lower[j * n + j] as number);
    for (let i = j + 1; i < n; i += 1) {
      const sum = rowProduct(lower, i * n + j, columns, j * n + j, i - j);
      columns[j * n + i] = -sum / (lower[i * n + i] as number);
    }
  }
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const sum = rowProduct(columns, i * n + i, columns, j * n + i, n - i);
      inverse[i * n + j] = sum;
      inverse[j * n + i] = sum;
    }
  }
  return inverse;
};

/** Σ a·b. */
export const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] as number) * (b[at] as number);
  return sum;
};

/** A square matrix times a vector. */
export const times = (matrix: Float64Array, vector: Float64Array): Float64Array => {
  const n = vector.length;
  const product = new Float64Array(n);
  for (let row = 0; row < n; row += 1) product[row] = rowProduct(matrix, row * n, vector, 0, n);
  return product;
};
