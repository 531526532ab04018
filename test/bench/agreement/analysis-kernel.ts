import { analyse } from '../../../shared/agreement/analyse.ts';
import type { Kernel } from './curve.ts';

/** All that is said of a criterion, without drawn intervals: every coefficient, and the pairs that share most. */
export const analysisKernel: Kernel = {
  name: 'the whole analysis of a criterion',
  run: (ratings) => {
    const found = analyse({
      criterion: 'one',
      units: [],
      raters: Array.from({ length: ratings.raters }, (_, at) => `rater ${at}`),
      labels: null,
      ratings,
      truth: null,
      options: {
        scale: 'ordinal',
        categories: null,
        distance: 'value',
        customWeights: null,
        cut: null,
        bootstrap: 0,
        seed: 1,
        minOverlap: 30,
        pairs: 20,
      },
    });
    return found?.records.length ?? Number.NaN;
  },
};
