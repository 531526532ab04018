import { type ReactNode, useState } from 'react';
import type { BlockedChange } from '../../../shared/workbench-api/sync-status.ts';
import type { Messages } from '../../messages/en.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useGo, useNow, useSync } from '../../stores/use-stores.tsx';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/use-action.ts';
import { type AlikeChanges, alikeChanges } from './alike-changes.ts';
import { RefusedDialog } from './refused-dialog.tsx';
import { SupersedeDialog } from './supersede-dialog.tsx';
import styles from './sync-screen.module.css';

/** What the hub refused, why, where to look and what to do about it; below it, what has been settled. */
export const BlockedChanges = () => {
  const m = useMessages();
  const changes = useSync((slice) => slice.blocked);
  const [compared, setCompared] = useState<BlockedChange | null>(null);
  const [asked, setAsked] = useState<BlockedChange | null>(null);
  const blocked = changes.filter(({ settledAt }) => settledAt === null);
  const settled = changes.filter(({ settledAt }) => settledAt !== null);
  return (
    <section className={styles.card}>
      <h2 className={styles.cardTitle}>{m.sync.blockedTitle}</h2>
      <p className={styles.muted}>
        {blocked.length > 0
          ? m.sync.blockedText
          : settled.length > 0
            ? m.otherDevice.blockedNoneNow
            : m.sync.blockedNone}
      </p>
      {blocked.length > 0 && (
        <ul className={styles.list}>
          {alikeChanges(blocked).map((changes) => (
            <Blocked changes={changes} key={changes.first.eventId} onAsk={setAsked} onCompare={setCompared} />
          ))}
        </ul>
      )}
      {settled.length > 0 && <Settled onCompare={setCompared} settled={settled} />}
      {compared !== null && (
        <RefusedDialog
          eventId={compared.eventId}
          onClose={() => setCompared(null)}
          submissionCode={compared.submissionCode}
        />
      )}
      {asked !== null && <SupersedeDialog change={asked} onClose={() => setAsked(null)} />}
    </section>
  );
};

/** A final that differs from the hub's record can be compared with it, field by field. */
const canCompare = ({ type, problem }: BlockedChange): boolean =>
  type === 'review.submitted' && problem.code === 'conflict-content-mismatch';

/** A final that came too late is read beside what stands at the hub. */
const canLook = (change: BlockedChange): boolean => canCompare(change) || change.supersede !== null;

type OnCompare = (change: BlockedChange) => void;

type BlockedProps = {
  readonly changes: AlikeChanges;
  readonly onCompare: OnCompare;
  readonly onAsk: OnCompare;
};

const Blocked = ({ changes, onCompare, onAsk }: BlockedProps) => {
  const m = useMessages();
  const go = useGo();
  const { first } = changes;
  const { submissionCode, assignmentId, supersede } = first;
  return (
    <Line changes={changes}>
      {canCompare(first) && (
        <Button
          aria-label={m.otherDevice.compareOf(submissionCode)}
          onPress={() => onCompare(first)}
          size="small"
          variant="primary"
        >
          {m.otherDevice.compare}
        </Button>
      )}
      {supersede !== null && <LookButton change={first} onCompare={onCompare} />}
      {supersede?.state === 'may-ask' && (
        <Button
          aria-label={m.supersede.askOf(submissionCode)}
          onPress={() => onAsk(first)}
          size="small"
          variant="primary"
        >
          {m.supersede.ask}
        </Button>
      )}
      <Button onPress={() => go({ name: 'review', assignmentId })} size="small">
        {m.sync.blockedOpen(submissionCode)}
      </Button>
      {first.dismissable && <DismissButton changes={changes} />}
    </Line>
  );
};

const LookButton = ({ change, onCompare }: { change: BlockedChange; onCompare: OnCompare }) => {
  const m = useMessages();
  return (
    <Button
      aria-label={m.otherDevice.lookOf(change.submissionCode)}
      onPress={() => onCompare(change)}
      size="small"
    >
      {m.otherDevice.look}
    </Button>
  );
};

/** Takes what holds nothing up off the list. */
const DismissButton = ({ changes }: { changes: AlikeChanges }) => {
  const m = useMessages();
  const announce = useAnnounce();
  const dismiss = useAction(useSync((slice) => slice.dismiss));
  const take = async (): Promise<void> => {
    const answer = await dismiss.run(changes.eventIds);
    if (answer.ok) announce(m.otherDevice.dismissed);
  };
  return (
    <>
      {dismiss.problem !== null && (
        <Banner inset role="alert" tone="bad">
          {m.common.problem(dismiss.problem)}
        </Banner>
      )}
      <Button
        aria-label={m.otherDevice.dismissOf(nameOf(m, changes))}
        isDisabled={dismiss.isRunning}
        onPress={() => void take()}
        size="small"
      >
        {m.otherDevice.dismiss}
      </Button>
    </>
  );
};

const Settled = ({ settled, onCompare }: { settled: readonly BlockedChange[]; onCompare: OnCompare }) => {
  const m = useMessages();
  return (
    <>
      <h3 className={styles.cardTitle}>{m.otherDevice.settledTitle}</h3>
      <p className={styles.muted}>{m.otherDevice.settledText}</p>
      <ul className={styles.list}>
        {alikeChanges(settled).map((changes) => (
          <Line changes={changes} key={changes.first.eventId}>
            {canLook(changes.first) && <LookButton change={changes.first} onCompare={onCompare} />}
            <DismissButton changes={changes} />
          </Line>
        ))}
      </ul>
    </>
  );
};

const nameOf = (m: Messages, { first, eventIds }: AlikeChanges): string =>
  m.sync.eventsOf(first.type, eventIds.length, first.submissionCode);

/** Once it is settled, there is nothing to submit any more; once it was asked for, nothing to ask. */
const reasonOf = (m: Messages, change: BlockedChange, now: number): string => {
  const { settledAt, supersede, problem } = change;
  if (settledAt !== null && canCompare(change)) return m.otherDevice.settledFinal(settledAt, now);
  if (supersede === null || supersede.state === 'may-ask') return m.common.problem(problem);
  return supersede.state === 'granted' ? '' : m.supersede.kept;
};

const Line = ({ changes, children }: { changes: AlikeChanges; children: ReactNode }) => {
  const m = useMessages();
  const now = useNow();
  const { first } = changes;
  const reason = reasonOf(m, first, now);
  const request = first.supersede === null ? '' : m.supersede.state(first.supersede, now);
  return (
    <li className={styles.blocked}>
      <div>
        <p className={styles.blockedTitle}>
          <span>{nameOf(m, changes)}</span>
          <span>{m.sync.when(first.occurredAt, now)}</span>
        </p>
        {reason !== '' && <p>{reason}</p>}
        {request !== '' && <p>{request}</p>}
      </div>
      <div className={styles.blockedActions}>{children}</div>
    </li>
  );
};
