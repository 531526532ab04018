/**
 * Ratings for a many-facet Rasch model, one row each: which person, rater and criterion, and the score as steps from 0
 * to `top`. Every category is available in every cell.
 */
export type FacetsData = {
  readonly persons: number;
  readonly raters: number;
  readonly criteria: number;
  readonly top: number;
  readonly person: Uint32Array;
  readonly rater: Uint16Array;
  readonly criterion: Uint16Array;
  readonly score: Uint8Array;
  /** Partial credit alone: the greatest score on each criterion, where not all reach `top`. */
  readonly tops?: Uint8Array;
  /**
   * Directions along which the ratings say nothing, over criteria and then raters, raters summing to 0; that all
   * criteria may shift together goes without saying. The fit stays where it began along them.
   */
  readonly flat?: readonly Float64Array[];
};

/** One set of steps for all criteria (rating scale), or one for each (partial credit). */
export type StepModel = 'rating-scale' | 'partial-credit';

/**
 * Logits. Raters sum to 0; each set of steps sums to 0; criteria are free. `steps[set * top + step]`; a step that a
 * criterion does not have is Infinity.
 */
export type FacetsParameters = {
  readonly criteria: Float64Array;
  readonly raters: Float64Array;
  readonly steps: Float64Array;
};

export const stepSets = (model: StepModel, criteria: number): number =>
  model === 'rating-scale' ? 1 : criteria;
