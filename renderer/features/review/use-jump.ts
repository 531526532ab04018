import { useCallback } from 'react';
import type { ReviewGap } from '../../../shared/domain/review.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import { useDesk } from './desk-context.tsx';
import { focusSoon } from './regions.ts';

/** The field that fills a gap, by its `data-field`. */
export const fieldOfGap = ({ kind }: ReviewGap): string => {
  switch (kind) {
    case 'score-missing':
    case 'score-not-allowed':
    case 'citation-missing':
      return 'tab';
    case 'rationale-missing':
      return 'rationale';
    case 'feedback-missing':
      return 'strength';
    default:
      return assertNever(kind);
  }
};

/** Goes to where a gap is filled: the criterion, and in it the field. */
export const useJump = (): ((gap: ReviewGap) => void) => {
  const { focusCriterion } = useDesk();
  return useCallback(
    (gap) => {
      focusCriterion(gap.criterionId);
      const field = fieldOfGap(gap);
      focusSoon(() => document.querySelector<HTMLElement>(`[data-region="rubric"] [data-field="${field}"]`));
    },
    [focusCriterion],
  );
};
