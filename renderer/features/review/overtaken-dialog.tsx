import type { Overtaken } from '../../../shared/workbench-api/other-device.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useReviewActions } from '../../stores/use-review.ts';
import { useNow } from '../../stores/use-stores.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TwoVersions, VersionList } from '../../ui/two-versions.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useDesk } from './desk-context.tsx';
import { DialogRoom } from './dialog-room.tsx';

/** Texts written here where the other computer's stand now: each can be taken back, or let go. */
export const OvertakenDialog = () => {
  const m = useMessages();
  const { assignmentId, document, openDialog } = useDesk();
  const choose = useAction(useReviewActions().chooseWords);
  const close = (): void => openDialog(null);
  const take = (key: string, words: 'mine' | 'theirs'): void => {
    if (!choose.isRunning) void choose.run(assignmentId, key, words);
  };
  return (
    <Dialog
      footer={<Button onPress={close}>{m.otherDevice.close}</Button>}
      isOpen
      onClose={close}
      title={m.otherDevice.overtakenTitle}
      wide
    >
      <DialogRoom>
        <p>{document.overtaken.length === 0 ? m.otherDevice.overtakenDone : m.otherDevice.overtakenText}</p>
        {choose.problem !== null && (
          <Banner inset role="alert" tone="bad">
            {m.common.problem(choose.problem)}
          </Banner>
        )}
        <VersionList>
          {document.overtaken.map((one) => (
            <OvertakenText key={one.key} onTake={take} overtaken={one} />
          ))}
        </VersionList>
      </DialogRoom>
    </Dialog>
  );
};

type OvertakenTextProps = {
  readonly overtaken: Overtaken;
  readonly onTake: (key: string, words: 'mine' | 'theirs') => void;
};

const OvertakenText = ({ overtaken, onTake }: OvertakenTextProps) => {
  const m = useMessages();
  const now = useNow();
  const { rubric, policies } = useDesk().document.microCredential;
  const { key, field, criterionId, code, mine, theirs, by } = overtaken;
  const criterion = rubric.criteria.find(({ id }) => id === criterionId)?.title ?? null;
  const condition = policies.conditionCodes.find((one) => one.code === code)?.title ?? null;
  const where = m.otherDevice.where(field, criterion, condition);
  return (
    <TwoVersions
      actions={
        <>
          <Button
            aria-label={m.otherDevice.keepTheirsOf(where)}
            onPress={() => onTake(key, 'theirs')}
            size="small"
          >
            {m.otherDevice.keepTheirs}
          </Button>
          <Button
            aria-label={m.otherDevice.useMineOf(where)}
            onPress={() => onTake(key, 'mine')}
            size="small"
          >
            {m.otherDevice.useMine}
          </Button>
        </>
      }
      after={{
        label: m.otherDevice.theirs,
        text: m.otherDevice.value(theirs),
        note: m.otherDevice.by(by, now),
      }}
      before={{ label: m.otherDevice.mine, text: mine }}
      title={where}
    />
  );
};
