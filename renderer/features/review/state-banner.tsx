import { Lock } from 'lucide-react';
import { useMessages } from '../../messages/use-messages.ts';
import { useShortcut } from '../../shortcuts/shortcut-context.tsx';
import { useReviewActions, useReviewSession } from '../../stores/use-review.ts';
import { useNow } from '../../stores/use-stores.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useDesk } from './desk-context.tsx';
import { CompareButton } from './other-device-banners.tsx';
import styles from './state-banner.module.css';
import { useNextAssignment } from './use-next-assignment.ts';

/** What a decision leads to takes the focus, because the button that led to it is gone. */
export const nextButtonId = 'review-next';

/** The last read failed: what is shown is as it was before. */
export const ReadProblem = () => {
  const m = useMessages();
  const { assignmentId } = useDesk();
  const { open } = useReviewActions();
  const problem = useReviewSession(assignmentId, (session) => session?.problem ?? null);
  if (problem === null) return null;
  return (
    <Banner
      action={<Button onPress={() => void open(assignmentId)}>{m.common.retry}</Button>}
      role="alert"
      tone="bad"
    >
      {m.common.problem(problem)}
    </Banner>
  );
};

/** How the review stands when there is more to say than a badge: submitted, amending, locked, closed, evidence missing. */
export const StateBanner = () => {
  const m = useMessages();
  const { document } = useDesk();
  const { state, missingSlots } = document;
  switch (state) {
    case 'submitted':
      return <SubmittedBanner />;
    case 'locked':
      return document.refusedFinal ? (
        <Banner action={<RefusedActions />} tone="warn">
          {m.otherDevice.refusedBanner}
        </Banner>
      ) : (
        <Banner action={<NextButton />} icon={<Lock aria-hidden />} tone="good">
          {document.onOldRubric ? m.review.lockedByRubric : m.review.locked}{' '}
          {m.review.unsent(document.unsent)}
        </Banner>
      );
    case 'set-aside':
    case 'recused':
    case 'withdrawn':
      return (
        <Banner action={<NextButton />} tone="info">
          {m.review.closedState[state]}
        </Banner>
      );
    default:
      return (
        <>
          {state === 'amending' && <Banner tone="info">{m.review.amending}</Banner>}
          {missingSlots.length > 0 && (
            <Banner tone="warn">{m.review.missingEvidence(missingSlots.map(({ title }) => title))}</Banner>
          )}
        </>
      );
  }
};

const SubmittedBanner = () => {
  const m = useMessages();
  const now = useNow();
  const { assignmentId, document } = useDesk();
  const actions = useReviewActions();
  const amend = useAction(actions.amend);
  const { amendableUntil: until, refusedFinal } = document;
  const mayAmend = !refusedFinal && until !== null && new Date(until).getTime() > now;
  const start = (): void => {
    if (!amend.isRunning) void amend.run(assignmentId);
  };
  useShortcut('review.amend', start, mayAmend);
  return (
    <Banner
      action={
        <span className={styles.actions}>
          {refusedFinal ? (
            <CompareButton variant="primary" />
          ) : (
            mayAmend && (
              <Button command="review.amend" onPress={start}>
                {m.review.amend}
              </Button>
            )
          )}
          <NextButton variant={refusedFinal ? 'secondary' : 'primary'} />
        </span>
      }
      role={amend.problem === null ? 'status' : 'alert'}
      tone={amend.problem === null ? (refusedFinal ? 'warn' : 'good') : 'bad'}
    >
      {amend.problem !== null ? (
        m.common.problem(amend.problem)
      ) : refusedFinal ? (
        m.otherDevice.refusedBanner
      ) : (
        <>
          <strong>{`${m.review.stateSubmitted}. `}</strong>
          {`${mayAmend ? m.review.amendableUntil(until, now) : m.review.lockedNow} ${m.review.unsent(document.unsent)}`}
          {document.editsSinceFinal > 0 && ` ${m.otherDevice.sinceFinal(document.editsSinceFinal)}`}
        </>
      )}
    </Banner>
  );
};

const RefusedActions = () => (
  <span className={styles.actions}>
    <CompareButton variant="primary" />
    <NextButton variant="secondary" />
  </span>
);

/** What one would do next: the next review, or the queue when there is none. */
const NextButton = ({ variant = 'primary' }: { variant?: 'primary' | 'secondary' }) => {
  const m = useMessages();
  const { assignmentId } = useDesk();
  const { item, go } = useNextAssignment(assignmentId);
  return (
    <Button command="review.nextInQueue" id={nextButtonId} onPress={go} variant={variant}>
      {item === null ? m.review.backToQueue : m.review.nextIs(item.submissionCode)}
    </Button>
  );
};
