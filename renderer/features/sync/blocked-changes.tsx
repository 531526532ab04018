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
import styles from './sync-screen.module.css';

/** What the hub refused, why, where to look and what to do about it; below it, what has been settled. */
export const BlockedChanges = () => {
  const m = useMessages();
  const changes = useSync((slice) => slice.blocked);
  const [compared, setCompared] = useState<BlockedChange | null>(null);
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
            <Blocked changes={changes} key={changes.first.eventId} onCompare={setCompared} />
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
    </section>
  );
};

/** A final that differs from the hub's record can be compared with it, field by field. */
const canCompare = ({ type, problem }: BlockedChange): boolean =>
  type === 'review.submitted' && problem.code === 'conflict-content-mismatch';

type OnCompare = (change: BlockedChange) => void;

const Blocked = ({ changes, onCompare }: { changes: AlikeChanges; onCompare: OnCompare }) => {
  const m = useMessages();
  const go = useGo();
  const { first } = changes;
  const { submissionCode, assignmentId } = first;
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
      <Button onPress={() => go({ name: 'review', assignmentId })} size="small">
        {m.sync.blockedOpen(submissionCode)}
      </Button>
    </Line>
  );
};

const Settled = ({ settled, onCompare }: { settled: readonly BlockedChange[]; onCompare: OnCompare }) => {
  const m = useMessages();
  const announce = useAnnounce();
  const dismiss = useAction(useSync((slice) => slice.dismiss));
  const take = async (eventIds: readonly string[]): Promise<void> => {
    const answer = await dismiss.run(eventIds);
    if (answer.ok) announce(m.otherDevice.dismissed);
  };
  return (
    <>
      <h3 className={styles.cardTitle}>{m.otherDevice.settledTitle}</h3>
      <p className={styles.muted}>{m.otherDevice.settledText}</p>
      {dismiss.problem !== null && (
        <Banner inset role="alert" tone="bad">
          {m.common.problem(dismiss.problem)}
        </Banner>
      )}
      <ul className={styles.list}>
        {alikeChanges(settled).map((changes) => (
          <Line changes={changes} key={changes.first.eventId}>
            {canCompare(changes.first) && (
              <Button
                aria-label={m.otherDevice.lookOf(changes.first.submissionCode)}
                onPress={() => onCompare(changes.first)}
                size="small"
              >
                {m.otherDevice.look}
              </Button>
            )}
            <Button
              aria-label={m.otherDevice.dismissOf(nameOf(m, changes))}
              isDisabled={dismiss.isRunning}
              onPress={() => void take(changes.eventIds)}
              size="small"
            >
              {m.otherDevice.dismiss}
            </Button>
          </Line>
        ))}
      </ul>
    </>
  );
};

const nameOf = (m: Messages, { first, eventIds }: AlikeChanges): string =>
  m.sync.eventsOf(first.type, eventIds.length, first.submissionCode);

const Line = ({ changes, children }: { changes: AlikeChanges; children: ReactNode }) => {
  const m = useMessages();
  const now = useNow();
  const { first } = changes;
  // Once it is settled, there is nothing to submit any more.
  const reason =
    first.settledAt !== null && canCompare(first)
      ? m.otherDevice.settledFinal(first.settledAt, now)
      : m.common.problem(first.problem);
  return (
    <li className={styles.blocked}>
      <div>
        <p className={styles.blockedTitle}>
          <span>{nameOf(m, changes)}</span>
          <span>{m.sync.when(first.occurredAt, now)}</span>
        </p>
        <p>{reason}</p>
      </div>
      <div className={styles.blockedActions}>{children}</div>
    </li>
  );
};
