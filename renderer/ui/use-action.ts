import { useCallback, useState } from 'react';
import type { Problem } from '../../shared/lib/problem.ts';
import type { Result } from '../../shared/lib/result.ts';

export type Action<Input extends readonly unknown[], Output> = {
  readonly run: (...input: Input) => Promise<Result<Output, Problem>>;
  readonly isRunning: boolean;
  /** Why the last run failed; null after one that worked and while one runs. */
  readonly problem: Problem | null;
  readonly clear: () => void;
};

/** A store action as a form needs it: running, failed with a reason, or done. */
export const useAction = <Input extends readonly unknown[], Output>(
  act: (...input: Input) => Promise<Result<Output, Problem>>,
): Action<Input, Output> => {
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = useCallback(
    async (...input: Input) => {
      setRunning(true);
      setProblem(null);
      const answer = await act(...input);
      setRunning(false);
      if (!answer.ok) setProblem(answer.problem);
      return answer;
    },
    [act],
  );
  const clear = useCallback(() => setProblem(null), []);
  return { run, isRunning, problem, clear };
};
