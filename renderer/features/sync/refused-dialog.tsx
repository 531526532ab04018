import { useEffect, useState } from 'react';
import type { RefusedFinal } from '../../../shared/workbench-api/other-device.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useGo, useNow, useSync } from '../../stores/use-stores.tsx';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TwoVersions, VersionList } from '../../ui/two-versions.tsx';
import { useAction } from '../../ui/use-action.ts';
import styles from './sync-screen.module.css';

type RefusedDialogProps = {
  readonly eventId: string;
  readonly submissionCode: string;
  readonly onClose: () => void;
};

/** A final that the hub refused beside what stands now, and the two ways on: submit that, or go back to work. */
export const RefusedDialog = ({ eventId, submissionCode, onClose }: RefusedDialogProps) => {
  const m = useMessages();
  const { refused, problem, compare } = useComparison(eventId);
  const resolve = useResolving(refused, compare, onClose);
  const failed = resolve.problem ?? problem;
  const open = refused !== null && refused.settledAt === null && !cameTooLate(refused);
  return (
    <Dialog
      footer={
        <>
          <Button onPress={onClose}>{m.otherDevice.close}</Button>
          {open && (
            <Button isDisabled={resolve.isRunning} onPress={() => void resolve.run('edit')}>
              {m.otherDevice.backToWork}
            </Button>
          )}
          {open && refused.gaps === 0 && (
            <Button
              isPending={resolve.isRunning}
              onPress={() => void resolve.run('submit')}
              variant="primary"
            >
              {resolve.isRunning ? m.otherDevice.submitting : m.otherDevice.submitAgain}
            </Button>
          )}
        </>
      }
      isOpen
      onClose={onClose}
      title={m.otherDevice.compareTitle(submissionCode)}
      wide
    >
      {failed !== null && (
        <Banner inset role="alert" tone="bad">
          {m.common.problem(failed)}
        </Banner>
      )}
      {refused === null ? problem === null && <Skeleton /> : <Comparison refused={refused} />}
    </Dialog>
  );
};

/** Another final counts for good: there is nothing to submit any more. */
const cameTooLate = ({ problem }: RefusedFinal): boolean => problem.code === 'already-finalised';

/** Compared when the dialog opens, and again when the review has changed under it. */
const useComparison = (eventId: string) => {
  const { run, problem } = useAction(useSync((slice) => slice.compareRefused));
  const [refused, setRefused] = useState<RefusedFinal | null>(null);
  const compare = async (): Promise<void> => {
    const answer = await run(eventId);
    if (answer.ok) setRefused(answer.value);
  };
  useEffect(() => {
    let gone = false;
    void run(eventId).then((answer) => {
      if (answer.ok && !gone) setRefused(answer.value);
    });
    return () => {
      gone = true;
    };
  }, [run, eventId]);
  return { refused, problem, compare };
};

const useResolving = (refused: RefusedFinal | null, compare: () => Promise<void>, onClose: () => void) => {
  const m = useMessages();
  const go = useGo();
  const announce = useAnnounce();
  const action = useAction(useSync((slice) => slice.resolveRefused));
  const run = async (next: 'submit' | 'edit'): Promise<void> => {
    if (refused === null || action.isRunning) return;
    const { assignmentId, submissionCode } = refused;
    const answer = await action.run(assignmentId, refused.arrivals, next);
    if (!answer.ok) {
      await compare();
      return;
    }
    onClose();
    if (next === 'edit') go({ name: 'review', assignmentId });
    else announce(m.otherDevice.submittedAgain(submissionCode));
  };
  return { run, isRunning: action.isRunning, problem: action.problem };
};

const Comparison = ({ refused }: { refused: RefusedFinal }) => {
  const m = useMessages();
  const now = useNow();
  const { differences, gaps, settledAt, submittedAt } = refused;
  const late = cameTooLate(refused);
  const open = settledAt === null && !late;
  return (
    <>
      <p>{(late ? m.supersede : m.otherDevice).compareText(submittedAt, now)}</p>
      {!late && !open && <p className={styles.muted}>{m.otherDevice.comparedSettled}</p>}
      {late && differences.length === 0 && <p>{m.supersede.compareSame}</p>}
      {open && differences.length === 0 && <p>{m.otherDevice.same}</p>}
      {open && gaps > 0 && (
        <Banner inset tone="warn">
          {m.otherDevice.gaps(gaps)}
        </Banner>
      )}
      <VersionList>
        {differences.map(({ difference, by, criterion, condition }) => (
          <TwoVersions
            after={{
              label: late ? m.supersede.atHub : m.otherDevice.stands,
              text: m.otherDevice.value(difference.after),
              note: m.otherDevice.by(by, now),
            }}
            before={{ label: m.otherDevice.submitted, text: m.otherDevice.value(difference.before) }}
            key={difference.key}
            title={m.otherDevice.where(difference.field, criterion, condition)}
          />
        ))}
      </VersionList>
    </>
  );
};
