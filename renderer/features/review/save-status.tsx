import { Check, CircleAlert } from 'lucide-react';
import { useMessages } from '../../messages/use-messages.ts';
import type { SaveState } from '../../stores/review-autosave.ts';
import { useReviewActions, useReviewSession } from '../../stores/use-review.ts';
import { Button } from '../../ui/button.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { useDesk } from './desk-context.tsx';
import styles from './save-status.module.css';

const untouched: SaveState = { kind: 'untouched' };

/** "Saved 12:04:31" once the edits are durable, and never before. */
export const SaveStatus = () => {
  const m = useMessages();
  const { assignmentId, document } = useDesk();
  const save = useReviewSession(assignmentId, (session) => session?.save ?? untouched);
  const { flush } = useReviewActions();
  if (save.kind === 'untouched' && !document.editable) return null;
  if (save.kind === 'failed') {
    const sentence = m.review.notSavedLong(m.common.problem(save.problem));
    return (
      <div className={styles.failed} role="alert">
        <CircleAlert aria-hidden />
        <span className={styles.reason} title={sentence}>
          {sentence}
        </span>
        <Button command="review.retrySave" onPress={() => void flush(assignmentId)} size="small">
          {m.review.retrySave}
        </Button>
      </div>
    );
  }
  const shown = { untouched: m.review.untouched, saving: m.review.saving, saved: '', failed: '' }[save.kind];
  const saved = save.kind === 'saved' ? m.review.saved(save.at) : '';
  return (
    <div className={styles.status} data-save={save.kind}>
      {save.kind === 'saved' && <Check aria-hidden />}
      <span aria-hidden>{saved || shown}</span>
      <span aria-live="polite" role="status">
        <VisuallyHidden>{saved}</VisuallyHidden>
      </span>
    </div>
  );
};
