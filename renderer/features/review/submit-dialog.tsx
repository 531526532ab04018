import { useState } from 'react';
import { reviewGaps } from '../../../shared/domain/review.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useReviewActions } from '../../stores/use-review.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useAction } from '../../ui/use-action.ts';
import { CheckList } from './check-list.tsx';
import { UncitedScores } from './citations/uncited-hints.tsx';
import { DecisionBox } from './decision-box.tsx';
import { useDesk } from './desk-context.tsx';
import { DialogRoom } from './dialog-room.tsx';
import { focusSoon } from './regions.ts';
import { ScoreSummary } from './score-summary.tsx';
import { nextButtonId } from './state-banner.tsx';

/** The last look: what is missing, or what the scores amount to, then submitting. */
export const SubmitDialog = () => {
  const m = useMessages();
  const announce = useAnnounce();
  const { assignmentId, document, content, openDialog } = useDesk();
  const submit = useAction(useReviewActions().submit);
  const { microCredential, submission } = document;
  // What comes from another computer while this is open has not been looked at.
  const [seen] = useState(document.arrivals);
  const gaps = reviewGaps(microCredential, content);
  const close = (): void => openDialog(null);

  const send = async (): Promise<void> => {
    if (submit.isRunning) return;
    const answer = await submit.run(assignmentId, seen);
    if (!answer.ok) return;
    close();
    focusSoon(() => window.document.getElementById(nextButtonId));
    announce(m.review.submitted(submission.code));
  };

  return (
    <Dialog
      footer={
        <>
          <Button onPress={close}>{m.review.keepWorking}</Button>
          {gaps.length === 0 && (
            <Button autoFocus onPress={() => void send()} variant="primary">
              {submit.isRunning ? m.review.submitting : m.review.submitConfirm}
            </Button>
          )}
        </>
      }
      isOpen
      onClose={close}
      title={m.review.submitTitle(submission.code)}
    >
      <DialogRoom>
        {gaps.length > 0 ? <CheckList onJump={close} /> : <Ready onJump={close} />}
        {submit.problem !== null && (
          <Banner inset role="alert" tone="bad">
            {m.common.problem(submit.problem)}
          </Banner>
        )}
      </DialogRoom>
    </Dialog>
  );
};

const Ready = ({ onJump }: { onJump: () => void }) => {
  const m = useMessages();
  const { document } = useDesk();
  return (
    <>
      <ScoreSummary />
      <UncitedScores onJump={onJump} />
      <DecisionBox />
      <p>{m.review.submitText(document.microCredential.policies.graceMinutes)}</p>
    </>
  );
};
