/** A covariance of criteria, raters and steps in this order, square. */
type Covariance = {
  readonly matrix: Float64Array;
  readonly criteria: number;
  readonly raters: number;
};

/** Standard errors of raters, each from the mean of its own subset. */
export const raterErrors = ({ matrix, criteria, raters }: Covariance, ofRater: Uint32Array): Float64Array => {
  const n = Math.round(Math.sqrt(matrix.length));
  const at = (a: number, b: number): number => matrix[(criteria + a) * n + criteria + b] as number;
  const members = new Map<number, number[]>();
  ofRater.forEach((subset, r) => {
    members.set(subset, [...(members.get(subset) ?? []), r]);
  });
  const errors = new Float64Array(raters);
  for (const own of members.values()) {
    const means = own.map((r) => own.reduce((sum, s) => sum + at(r, s), 0) / own.length);
    const mean = means.reduce((sum, value) => sum + value, 0) / own.length;
    own.forEach((r, k) => {
      const variance = at(r, r) - 2 * (means[k] as number) + mean;
      errors[r] = variance > 0 ? Math.sqrt(variance) : Number.NaN;
    });
  }
  return errors;
};
