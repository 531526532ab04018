import type { Annotation } from '../../../../shared/domain/annotation.ts';
import { type Criterion, criterionLetter } from '../../../../shared/domain/rubric.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import { toneOf, toneStyle } from '../../../viewers/tone.ts';
import styles from './criteria-toggles.module.css';
import { useRowDesk } from './row-context.tsx';

/** Criteria up to which each has its own letter on every row; of more, a row has the letters it is tied to. */
const fits = 8;

/** The letters of the criteria a citation speaks for, each a switch; all of them, in columns, where there is room. */
export const CriteriaToggles = ({ annotation, active }: { annotation: Annotation; active: boolean }) => {
  const m = useMessages();
  const { criteria } = useRowDesk();
  const shown = criteria
    .map((criterion, at) => ({ criterion, at, on: annotation.criterionIds.includes(criterion.id) }))
    .filter(({ on }) => on || criteria.length <= fits);
  const whole = annotation.criterionIds.length === 0;
  return (
    <span className={styles.letters} data-whole={whole || undefined}>
      {shown.map(({ criterion, at, on }) => (
        <Letter
          active={active}
          annotation={annotation}
          at={at}
          criterion={criterion}
          key={criterion.id}
          on={on}
        />
      ))}
      {whole && <span className={styles.whole}>{m.citations.wholeSubmission}</span>}
    </span>
  );
};

type LetterProps = {
  readonly annotation: Annotation;
  readonly criterion: Criterion;
  readonly at: number;
  readonly on: boolean;
  readonly active: boolean;
};

const Letter = ({ annotation, criterion, at, on, active }: LetterProps) => {
  const m = useMessages();
  const { editable, act } = useRowDesk();
  const letter = criterionLetter(at);
  const title = m.citations.forTitle(letter, criterion.title);
  if (!editable) {
    return (
      <span
        aria-hidden={!on}
        className={styles.letter}
        data-on={on || undefined}
        style={toneStyle(toneOf(at))}
        title={title}
      >
        {on && letter}
      </span>
    );
  }
  return (
    <button
      aria-label={title}
      aria-pressed={on}
      className={styles.letter}
      data-on={on || undefined}
      onClick={() => act.toggle(annotation, criterion.id)}
      style={toneStyle(toneOf(at))}
      tabIndex={active ? 0 : -1}
      title={title}
      type="button"
    >
      {letter}
    </button>
  );
};
