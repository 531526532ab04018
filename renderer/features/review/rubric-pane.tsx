import { Scale } from 'lucide-react';
import { useMessages } from '../../messages/use-messages.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { CriterionPanel } from './criterion-panel.tsx';
import { CriterionTabs } from './criterion-tabs.tsx';
import { useDesk } from './desk-context.tsx';
import { OverallPanel } from './overall-panel.tsx';
import styles from './rubric-pane.module.css';

/** The rubric: criteria as tabs, the one in focus with all its levels in view, and last the submission as a whole. */
export const RubricPane = () => {
  const m = useMessages();
  const { document, criterionId } = useDesk();
  const { criteria } = document.microCredential.rubric;
  const at = criteria.findIndex(({ id }) => id === criterionId);
  const criterion = criteria[at];
  return (
    <section aria-label={m.review.rubric} className={styles.pane} data-region="rubric">
      {criteria.length === 0 ? (
        <EmptyState icon={<Scale />} text={m.review.noCriteriaText} title={m.review.noCriteriaTitle} />
      ) : (
        <>
          <CriterionTabs />
          {criterion === undefined ? (
            <OverallPanel />
          ) : (
            <CriterionPanel at={at} criterion={criterion} key={criterion.id} />
          )}
        </>
      )}
    </section>
  );
};
