import type { Result } from '../../../shared/lib/result.ts';

/** The value; fails the test with the problem where there is none. */
export const expectValue = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(`expected a value, got ${JSON.stringify(result.problem)}`);
  return result.value;
};

/** The problem; fails the test where there is none. */
export const expectProblem = <T, E>(result: Result<T, E>): E => {
  if (result.ok) throw new Error('expected a problem, got a value');
  return result.problem;
};
