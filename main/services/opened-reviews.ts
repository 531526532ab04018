import type { OpenedOperations } from '../database/tables/review-registers.ts';

/**
 * The operations of the reviews read last, opened. Lives in memory as long as the workspace is open; what belongs to a
 * submission is forgotten before its key is destroyed.
 */
export type OpenedReviews = {
  of(assignment: { readonly id: string; readonly submissionId: string }): OpenedOperations;
  forget(submissionId: string): void;
};

/** As many reviews as a reviewer goes back and forth between. */
const limit = 4;

export const createOpenedReviews = (): OpenedReviews => {
  const reviews = new Map<string, { readonly submissionId: string; readonly operations: OpenedOperations }>();
  return {
    of: ({ id, submissionId }) => {
      const known = reviews.get(id) ?? { submissionId, operations: new Map() };
      reviews.delete(id);
      reviews.set(id, known);
      const [oldest] = reviews.keys();
      if (reviews.size > limit && oldest !== undefined) reviews.delete(oldest);
      return known.operations;
    },
    forget: (submissionId) => {
      for (const [id, known] of reviews) {
        if (known.submissionId === submissionId) reviews.delete(id);
      }
    },
  };
};
