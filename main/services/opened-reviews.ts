import type { OpenedOperations } from '../database/tables/review-registers.ts';

/**
 * The operations of the reviews read last, opened. Lives in memory as long as the workspace is open; what belongs to a
 * submission is forgotten before its key is destroyed.
 */
export type OpenedReviews = {
  of(assignment: { readonly id: string; readonly submissionId: string }): OpenedOperations;
  forget(submissionId: string): void;
};

/** As many reviews as a reviewer goes back and forth between; only the last few where much stands in them. */
const mostReviews = 32;
const fewReviews = 4;
/** Of the reviews kept beyond the last few, with them. */
const mostOperations = 5000;

export const createOpenedReviews = (): OpenedReviews => {
  const reviews = new Map<string, { readonly submissionId: string; readonly operations: OpenedOperations }>();
  const isTooMuch = (): boolean => {
    if (reviews.size <= fewReviews) return false;
    let operations = 0;
    for (const review of reviews.values()) operations += review.operations.size;
    return reviews.size > mostReviews || operations > mostOperations;
  };
  const makeRoom = (): void => {
    for (const oldest of reviews.keys()) {
      if (!isTooMuch()) return;
      reviews.delete(oldest);
    }
  };
  return {
    of: ({ id, submissionId }) => {
      const known = reviews.get(id);
      const review = known ?? { submissionId, operations: new Map() };
      reviews.delete(id);
      reviews.set(id, review);
      // What one that is kept has grown by counts when another comes.
      if (known === undefined) makeRoom();
      return review.operations;
    },
    forget: (submissionId) => {
      for (const [id, known] of reviews) {
        if (known.submissionId === submissionId) reviews.delete(id);
      }
    },
  };
};
