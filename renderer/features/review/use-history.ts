import { useCallback, useEffect, useRef, useState } from 'react';
import type { AssignmentId } from '../../../shared/domain/ids.ts';
import type { Problem } from '../../../shared/lib/problem.ts';
import type { EarlierVersion } from '../../../shared/workbench-api/review-history.ts';
import { useReviewActions } from '../../stores/use-review.ts';

export type History = {
  /** Null until the first answer. */
  readonly versions: readonly EarlierVersion[] | null;
  readonly next: number | null;
  readonly problem: Problem | null;
  readonly more: () => void;
  /** From the newest again, after something was restored. */
  readonly again: () => void;
};

/** The earlier versions of one place of a review, or of all of it, page by page. */
export const useHistory = (assignmentId: AssignmentId, key: string | null): History => {
  const { history } = useReviewActions();
  const [versions, setVersions] = useState<readonly EarlierVersion[] | null>(null);
  const [next, setNext] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  /** An answer to a question that is no longer asked is let go. */
  const asked = useRef(0);

  const read = useCallback(
    async (upTo: number | null): Promise<void> => {
      asked.current += 1;
      const mine = asked.current;
      const answer = await history(assignmentId, key, upTo ?? undefined);
      if (asked.current !== mine) return;
      setProblem(answer.ok ? null : answer.problem);
      if (!answer.ok) return;
      setVersions((before) =>
        upTo === null ? answer.value.versions : [...(before ?? []), ...answer.value.versions],
      );
      setNext(answer.value.next);
    },
    [assignmentId, history, key],
  );

  useEffect(() => {
    void read(null);
  }, [read]);

  return { versions, next, problem, more: () => void read(next), again: () => void read(null) };
};
