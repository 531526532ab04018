import { Quote } from 'lucide-react';
import { useRef } from 'react';
import { flushSync } from 'react-dom';
import type { Feedback, FeedbackField } from '../../../shared/domain/feedback.ts';
import type { CriterionId } from '../../../shared/domain/ids.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useShortcut, useShortcutRegistry } from '../../shortcuts/shortcut-context.tsx';
import { useCommentBank } from '../../stores/use-stores.tsx';
import { Button } from '../../ui/button.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { useDesk } from './desk-context.tsx';
import { DraftArea } from './draft-area.tsx';
import styles from './feedback-fields.module.css';
import { citationsFor } from './snippets/citation-words.ts';
import { useWriteFromCitations } from './snippets/field-tools.tsx';

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
  const registry = useShortcutRegistry();
  const all = useRef<HTMLDivElement>(null);
  const { document: review, content, type, setFold } = useDesk();
  const write = useWriteFromCitations(criterionId);
  const noneEntered = useCommentBank(({ field }) => field === null);
  const cited = citationsFor(review, content, criterionId).length > 0;

  /** Before any field was entered: the first that is empty, or the first. */
  const writeIntoFirst = (): void => {
    flushSync(() => setFold('feedback', true));
    const field = fields.find((one) => feedback[one].trim() === '') ?? 'strength';
    const area = all.current?.querySelector<HTMLTextAreaElement>(`[data-field="${field}"]`);
    if (area) write(area);
  };
  useShortcut('review.feedbackFromCitations', writeIntoFirst, review.editable && noneEntered);

  return (
    <div className={styles.fields} ref={all}>
      {review.editable && cited && (
        <div className={styles.tools}>
          <Button
            command="review.feedbackFromCitations"
            icon={<Quote aria-hidden />}
            onPress={() => registry.run('review.feedbackFromCitations')}
            size="small"
            variant="quiet"
          >
            {m.commentBank.fromCitationsShort}
            <KeyCaps command="review.feedbackFromCitations" />
          </Button>
        </div>
      )}
      {fields.map((field) => (
        <DraftArea
          criterionId={criterionId}
          field={field}
          isDefault={criterionId === null && field === 'strength'}
          key={field}
          kind={field}
          label={m.review[field]}
          onType={(text) => type({ op: 'feedback.set', criterionId, field, text })}
          value={feedback[field]}
        />
      ))}
    </div>
  );
};
