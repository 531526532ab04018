import { GitCompareArrows, X } from 'lucide-react';
import type { Feedback } from '../../../shared/domain/feedback.ts';
import { criterionLetter } from '../../../shared/domain/rubric.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { toneOf, toneStyle } from '../../viewers/tone.ts';
import { priorBySlot } from './comparison/stage-files.ts';
import { useDesk } from './desk-context.tsx';
import { KindIcon } from './evidence-names.tsx';
import styles from './prior-panel.module.css';

/** The attempt before this one: what the earner says has changed, and the feedback it followed. */
export const PriorPanel = () => {
  const m = useMessages();
  const { document, showPrior } = useDesk();
  const { changeNote, priorFeedback } = document.submission;
  const { rubric, policies } = document.microCredential;
  const { criteria } = rubric;
  const blind = policies.resubmission === 'blind';
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
        <Evidence />
        {priorFeedback === null ? (
          <p className={styles.none}>{blind ? m.comparison.blind : m.review.noPriorFeedback}</p>
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

/** Its files, each a way to the second stage, and what changed in the texts since. */
const Evidence = () => {
  const m = useMessages();
  const { document, stages } = useDesk();
  const { prior, microCredential } = document;
  if (microCredential.policies.resubmission === 'blind') return null;
  if (prior === null) return <p className={styles.none}>{m.comparison.noPriorEvidence}</p>;
  const items = priorBySlot(document).flatMap((group) => group.items);
  return (
    <>
      <h3>{m.comparison.priorEvidenceOf(prior.submission.code)}</h3>
      {items.length === 0 && <p className={styles.none}>{m.comparison.noPriorFiles}</p>}
      <ul aria-label={m.comparison.priorEvidence} className={styles.files}>
        <li>
          <Button
            command="review.changes"
            icon={<GitCompareArrows aria-hidden />}
            onPress={() => stages.showBeside('changes')}
            size="small"
          >
            {m.comparison.showChanges}
          </Button>
        </li>
        {items.map((item) => (
          <li key={item.id}>
            <Button
              aria-label={m.comparison.openBeside(item.label)}
              icon={<KindIcon kind={item.kind} />}
              onPress={() => stages.showBeside(item.id)}
              size="small"
              variant="quiet"
            >
              {item.label}
            </Button>
          </li>
        ))}
      </ul>
    </>
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
