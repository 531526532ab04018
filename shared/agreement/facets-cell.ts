/**
 * One place of the model: category shares, the score's mean and variance, how likely each step is passed, and how
 * passing it goes with the score.
 */
export type Cell = {
  readonly share: Float64Array;
  /** P(score ≥ j) for j = 1…top, at j − 1. */
  readonly passed: Float64Array;
  /** Cov(score, [score ≥ j]). */
  readonly together: Float64Array;
  mean: number;
  variance: number;
};

export const cellOf = (top: number): Cell => ({
  share: new Float64Array(top + 1),
  passed: new Float64Array(top),
  together: new Float64Array(top),
  mean: 0,
  variance: 0,
});

/**
 * P(k) ∝ exp(k·at − Σ_{j≤k} τ_j), with the steps from `from` in `steps`. Scaled by the greatest term: nothing overflows.
 */
export const fillCell = (cell: Cell, at: number, steps: Float64Array, from: number): void => {
  const { share, passed, together } = cell;
  const top = passed.length;
  let [log, greatest] = [0, 0];
  share[0] = 0;
  for (let k = 1; k <= top; k += 1) {
    log += at - (steps[from + k - 1] as number);
    share[k] = log;
    if (log > greatest) greatest = log;
  }
  let total = 0;
  for (let k = 0; k <= top; k += 1) {
    const term = Math.exp((share[k] as number) - greatest);
    share[k] = term;
    total += term;
  }
  let mean = 0;
  for (let k = 0; k <= top; k += 1) {
    const p = (share[k] as number) / total;
    share[k] = p;
    mean += k * p;
  }
  let [variance, tail, tailSum] = [(share[0] as number) * mean * mean, 0, 0];
  for (let k = top; k > 0; k -= 1) {
    const p = share[k] as number;
    variance += p * (k - mean) * (k - mean);
    tail += p;
    tailSum += p * k;
    passed[k - 1] = tail;
    together[k - 1] = tailSum - tail * mean;
  }
  cell.mean = mean;
  cell.variance = variance;
};

/** The score's fourth central moment. */
export const fourthMoment = ({ share, mean }: Cell): number => {
  let fourth = 0;
  for (let k = 0; k < share.length; k += 1) fourth += (share[k] as number) * (k - mean) ** 4;
  return fourth;
};
