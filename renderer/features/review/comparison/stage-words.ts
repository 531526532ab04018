import type { Messages } from '../../../messages/en.ts';
import type { Stages } from './use-stages.ts';

/** Why the active stage cannot be cited, where it shows no file of this submission. */
export const whyNotCited = (
  { file, second, activeId, priorAttempt }: Pick<Stages, 'file' | 'second' | 'activeId' | 'priorAttempt'>,
  { comparison }: Messages,
): string => {
  if (file?.ofPrior === true) return comparison.readOnly(priorAttempt);
  return activeId === 'second' && second?.changes === true
    ? comparison.changesNotCited
    : comparison.nothingToCite;
};
