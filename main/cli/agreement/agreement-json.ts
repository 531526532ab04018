import type { AgreementResult } from './agreement-result.ts';

/** The result as one JSON value: `n`, `criteria` with their `records`, `warnings`, and how it was computed. */
export const agreementJson = ({ n, options, truth, criteria, warnings }: AgreementResult): string => {
  const { bootstrap: replicates, seed, distance, cut, minOverlap, pairs } = options;
  return JSON.stringify({
    n,
    criteria: criteria.map((one) => ({
      criterion: one.criterion,
      scale: one.scale,
      categories: one.categories,
      n: one.n,
      records: one.records,
    })),
    warnings,
    bootstrap: { replicates, seed },
    options: {
      distance,
      ...(truth === null ? {} : { truth }),
      ...(cut === null ? {} : { cut }),
      min_overlap: minOverlap,
      pairs,
    },
  });
};
