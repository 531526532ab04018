import { Check } from 'lucide-react';
import { Fragment } from 'react';
import { type Criterion, criterionLetter } from '../../../shared/domain/rubric.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { type CommandId, commandIds } from '../../shortcuts/commands.ts';
import { useShortcutKeys } from '../../shortcuts/shortcut-context.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { useDesk } from './desk-context.tsx';
import styles from './level-choice.module.css';
import { halfBelow } from './score-keys.ts';

type LevelChoiceProps = {
  readonly criterion: Criterion;
  readonly at: number;
  readonly score: number | null;
};

const keysOfLevel = (score: number, ariaOf: (id: CommandId) => string | undefined): string | undefined => {
  const command = commandIds.find((id) => id === `review.level${score}`);
  return command === undefined ? undefined : ariaOf(command);
};

/**
 * The levels with their whole descriptors. Only a press, a click or a number key gives a score: arrows and the wheel
 * scroll, so no score is ever given by accident. The chosen level has a filled score, a tick and a border.
 */
export const LevelChoice = ({ criterion, at, score }: LevelChoiceProps) => {
  const m = useMessages();
  const { document, decide } = useDesk();
  const { ariaOf } = useShortcutKeys();
  const { halfPoints } = document.microCredential.policies;
  const give = (next: number): void => {
    if (next !== score) decide({ op: 'score.set', criterionId: criterion.id, score: next });
  };
  const name = `${criterionLetter(at)} ${criterion.title}`;
  const chosenLevel = criterion.levels.find((level) => level.score === score);
  const said =
    score === null
      ? m.review.noScore
      : (chosenLevel && m.review.level(score, chosenLevel.title)) || m.review.score(score);
  return (
    <fieldset aria-label={m.review.levels(name)} className={styles.levels}>
      {criterion.levels.map((level, index) => {
        const half = halfBelow(criterion, halfPoints, level.score);
        const below = criterion.levels[index - 1];
        return (
          <Fragment key={level.score}>
            {half !== null && (
              <button
                aria-label={m.review.halfLabel(half, below?.title ?? '', level.title)}
                aria-pressed={score === half}
                className={styles.half}
                disabled={!document.editable}
                onClick={() => give(half)}
                type="button"
              >
                <span>{m.review.half(half)}</span>
                {score === half && <Check aria-hidden />}
              </button>
            )}
            <button
              aria-keyshortcuts={keysOfLevel(level.score, ariaOf)}
              aria-pressed={score === level.score}
              className={styles.level}
              disabled={!document.editable}
              onClick={() => give(level.score)}
              type="button"
            >
              <span className={styles.score}>{m.review.score(level.score)}</span>
              <span className={styles.words}>
                <strong>{level.title}</strong> <span>{level.descriptor}</span>
              </span>
              <span className={styles.tick}>
                {score === level.score && <Check aria-hidden strokeWidth={2.5} />}
              </span>
            </button>
          </Fragment>
        );
      })}
      <span aria-live="polite">
        <VisuallyHidden>{`${name}: ${said}`}</VisuallyHidden>
      </span>
    </fieldset>
  );
};
