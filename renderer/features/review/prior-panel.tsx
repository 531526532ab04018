import { X } from 'lucide-react';
import type { Feedback } from '../../../shared/domain/feedback.ts';
import { criterionLetter } from '../../../shared/domain/rubric.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { IconButton } from '../../ui/button.tsx';
import { toneOf, toneStyle } from '../../viewers/tone.ts';
import { useDesk } from './desk-context.tsx';
import styles from './prior-panel.module.css';

/** The attempt before this one: what the earner says has changed, and the feedback it followed. */
export const PriorPanel = () => {
  const m = useMessages();
  const { document, showPrior } = useDesk();
  const { changeNote, priorFeedback } = document.submission;
  const { criteria } = document.microCredential.rubric;
  return (
    <aside aria-label={m.review.prior} className={styles.panel}>
      <div className={styles.head}>
        <h2>{m.review.prior}</h2>
        <IconButton
          command="review.priorFeedback"
          icon={<X />}
          label={m.common.close}
          onPress={() => showPrior(false)}
          size="small"
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <section aria-label={m.review.prior} className={styles.body} tabIndex={0}>
        <h3>{m.review.changeNote}</h3>
        <p className={styles.note}>{changeNote.trim() === '' ? m.review.noChangeNote : changeNote}</p>
        {priorFeedback === null ? (
          <p className={styles.none}>{m.review.noPriorFeedback}</p>
        ) : (
          <>
            <h3>{m.review.priorFeedback(priorFeedback.attempt)}</h3>
            <Said feedback={priorFeedback.overall} />
            {priorFeedback.criteria.map((one) => {
              const at = criteria.findIndex(({ id }) => id === one.criterionId);
              if (at === -1) return null;
              return (
                <div className={styles.criterion} key={one.criterionId}>
                  <p className={styles.name} style={toneStyle(toneOf(at))}>
                    <b>{criterionLetter(at)}</b> {criteria[at]?.title}
                    <span>{m.review.priorScore(one.score)}</span>
                  </p>
                  <Said feedback={one} />
                </div>
              );
            })}
          </>
        )}
      </section>
    </aside>
  );
};

const Said = ({ feedback }: { feedback: Feedback }) => {
  const m = useMessages();
  const lines = (['strength', 'gap', 'nextStep'] as const).filter((field) => feedback[field].trim() !== '');
  if (lines.length === 0) return null;
  return (
    <dl className={styles.said}>
      {lines.map((field) => (
        <div key={field}>
          <dt>{m.review[field]}</dt>
          <dd>{feedback[field]}</dd>
        </div>
      ))}
    </dl>
  );
};
