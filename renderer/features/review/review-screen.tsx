import { FileX2 } from 'lucide-react';
import { useEffect } from 'react';
import type { AssignmentId } from '../../../shared/domain/ids.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useReviewActions, useReviewSession } from '../../stores/use-review.ts';
import { useGo } from '../../stores/use-stores.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { ReviewDesk } from './review-desk.tsx';
import styles from './review-screen.module.css';

/** Evidence on one side, rubric on the other. */
export const ReviewScreen = ({ assignmentId }: { assignmentId: AssignmentId }) => {
  const { open, close } = useReviewActions();
  const isOpen = useReviewSession(assignmentId, (session) => (session?.document ?? null) !== null);
  const problem = useReviewSession(assignmentId, (session) => session?.problem ?? null);

  useEffect(() => {
    void open(assignmentId);
    return () => close(assignmentId);
  }, [assignmentId, open, close]);

  if (isOpen) return <ReviewDesk assignmentId={assignmentId} />;
  return problem === null ? <Opening /> : <Failed assignmentId={assignmentId} />;
};

const Opening = () => {
  const m = useMessages();
  return (
    <div className={styles.opening}>
      <VisuallyHidden>
        <ScreenHeading>{m.review.loading}</ScreenHeading>
      </VisuallyHidden>
      <Skeleton lines={12} />
      <Skeleton lines={12} />
    </div>
  );
};

const Failed = ({ assignmentId }: { assignmentId: AssignmentId }) => {
  const m = useMessages();
  const go = useGo();
  const { open } = useReviewActions();
  const problem = useReviewSession(assignmentId, (session) => session?.problem ?? null);
  if (problem === null) return null;
  return (
    <div className={styles.failed} role="alert">
      <VisuallyHidden>
        <ScreenHeading>{m.review.failedTitle}</ScreenHeading>
      </VisuallyHidden>
      <EmptyState
        action={
          <span className={styles.actions}>
            <Button onPress={() => void open(assignmentId)}>{m.common.retry}</Button>
            <Button onPress={() => go({ name: 'queue' })} variant="primary">
              {m.review.backToQueue}
            </Button>
          </span>
        }
        icon={<FileX2 />}
        text={m.common.problem(problem)}
        title={m.review.failedTitle}
      />
    </div>
  );
};
