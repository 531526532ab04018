import { reviewGaps } from '../../../shared/domain/review.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { CheckList } from './check-list.tsx';
import { ConditionPicker } from './condition-picker.tsx';
import { DecisionBox } from './decision-box.tsx';
import { useDesk } from './desk-context.tsx';
import { FeedbackFields } from './feedback-fields.tsx';
import { FoldSection } from './fold-section.tsx';
import styles from './overall-panel.module.css';

/** The submission as a whole: what is still missing, feedback, conditions. */
export const OverallPanel = () => {
  const m = useMessages();
  const { document, content } = useDesk();
  const { policies, rubric } = document.microCredential;
  const offered = policies.conditionCodes.filter(({ scope }) => scope === 'submission');
  return (
    <div
      aria-labelledby={`criterion-tab-${rubric.criteria.length}`}
      className={styles.panel}
      id="criterion-panel"
      role="tabpanel"
    >
      <h2 className={styles.title}>{m.review.overallTitle}</h2>
      {document.editable && (
        <section aria-label={m.review.check} className={styles.check}>
          <CheckList />
        </section>
      )}
      {reviewGaps(document.microCredential, content).length === 0 && <DecisionBox />}
      <h3 className={styles.part}>{m.review.feedbackTitle}</h3>
      <FeedbackFields criterionId={null} feedback={content.overall} />
      <FoldSection
        badge={content.conditions.length}
        command="review.conditions"
        fold="conditions"
        title={m.review.conditionsOfAll}
      >
        <ConditionPicker
          chosen={content.conditions}
          criterionId={null}
          hint={m.review.conditionsOfAllHint}
          offered={offered}
        />
      </FoldSection>
    </div>
  );
};
