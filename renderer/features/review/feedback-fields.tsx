import type { Feedback, FeedbackField } from '../../../shared/domain/feedback.ts';
import type { CriterionId } from '../../../shared/domain/ids.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useDesk } from './desk-context.tsx';
import { DraftArea } from './draft-area.tsx';
import styles from './feedback-fields.module.css';

const fields: readonly FeedbackField[] = ['strength', 'gap', 'nextStep'];

export const filledFields = (feedback: Feedback): number =>
  fields.filter((field) => feedback[field].trim() !== '').length;

type FeedbackFieldsProps = {
  /** Null: on the submission as a whole. */
  readonly criterionId: CriterionId | null;
  readonly feedback: Feedback;
};

/** What the earner is told: a strength, a gap, a next step. */
export const FeedbackFields = ({ criterionId, feedback }: FeedbackFieldsProps) => {
  const m = useMessages();
  const { type } = useDesk();
  return (
    <div className={styles.fields}>
      {fields.map((field) => (
        <DraftArea
          field={field}
          key={field}
          label={m.review[field]}
          onType={(text) => type({ op: 'feedback.set', criterionId, field, text })}
          value={feedback[field]}
        />
      ))}
    </div>
  );
};
