import type { ConditionCode } from '../../../shared/domain/condition-code.ts';
import type { CriterionId } from '../../../shared/domain/ids.ts';
import type { MicroCredential } from '../../../shared/domain/micro-credential.ts';
import type { ReviewOperation } from '../../../shared/domain/review-operation.ts';
import { allowedScores } from '../../../shared/domain/rubric.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import { type Problem, problem } from '../../../shared/lib/problem.ts';

/** What an edit may speak of: the criteria and conditions of the micro-credential, and the submission's artifacts. */
export type EditScope = {
  readonly microCredential: Pick<MicroCredential, 'rubric' | 'policies'>;
  readonly artifactIds: ReadonlySet<string>;
};

/** The first reason why these edits do not fit the assignment; null when all do. */
export const checkOperations = (scope: EditScope, operations: readonly ReviewOperation[]): Problem | null => {
  for (const operation of operations) {
    const found = checkOperation(scope, operation);
    if (found !== null) return found;
  }
  return null;
};

const checkOperation = (scope: EditScope, operation: ReviewOperation): Problem | null => {
  switch (operation.op) {
    case 'score.set':
      return checkScore(scope, operation.criterionId, operation.score);
    case 'rationale.set':
    case 'feedback.set':
      return checkCriterion(scope, operation.criterionId);
    case 'condition.set':
      return (
        checkCriterion(scope, operation.criterionId) ??
        // A condition that is no longer offered can still be taken away.
        (operation.present ? checkCondition(scope, operation.code, scopeOf(operation.criterionId)) : null)
      );
    case 'annotation.put': {
      const { artifactId, criterionIds } = operation.annotation;
      if (!scope.artifactIds.has(artifactId)) return problem('foreign-artifact');
      return criterionIds.map((id) => checkCriterion(scope, id)).find((found) => found !== null) ?? null;
    }
    case 'annotation.remove':
      return null;
    default:
      return assertNever(operation);
  }
};

const checkScore = (
  { microCredential }: EditScope,
  criterionId: CriterionId,
  score: number | null,
): Problem | null => {
  const { rubric, policies } = microCredential;
  const criterion = rubric.criteria.find(({ id }) => id === criterionId);
  if (criterion === undefined) return problem('unknown-criterion', { criterion: criterionId });
  if (score === null || allowedScores(criterion, policies.halfPoints).includes(score)) return null;
  return problem('score-not-allowed', { score });
};

const checkCriterion = ({ microCredential }: EditScope, criterionId: CriterionId | null): Problem | null =>
  criterionId === null || microCredential.rubric.criteria.some(({ id }) => id === criterionId)
    ? null
    : problem('unknown-criterion', { criterion: criterionId });

export const checkCondition = (
  { microCredential }: Pick<EditScope, 'microCredential'>,
  code: string,
  scope: ConditionCode['scope'],
): Problem | null =>
  microCredential.policies.conditionCodes.some((one) => one.code === code && one.scope === scope)
    ? null
    : problem('unknown-condition', { code });

const scopeOf = (criterionId: CriterionId | null): ConditionCode['scope'] =>
  criterionId === null ? 'submission' : 'criterion';
