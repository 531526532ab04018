import { memo } from 'react';
import type { QueueItem } from '../../../shared/workbench-api/queue.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useStores } from '../../stores/use-stores.tsx';
import { Badge } from '../../ui/badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { GridCell, GridRow } from '../../ui/grid-roles.tsx';
import { EvidenceMark } from './evidence-mark.tsx';
import styles from './queue-grid.module.css';
import { canOpen, isOverdue } from './queue-rows.ts';
import { StateBadge } from './state-badge.tsx';

type QueueRowProps = {
  readonly id: string;
  readonly index: number;
  readonly item: QueueItem;
  readonly now: number;
  readonly isSelected: boolean;
  /** Pixels from the top of the list. */
  readonly top: number;
};

/** One assignment in two lines. A click selects, a double click opens; the keys act on the grid. */
export const QueueRow = memo(({ id, index, item, now, isSelected, top }: QueueRowProps) => {
  const m = useMessages();
  const { queue, navigation } = useStores();
  const overdue = isOverdue(item, now);
  const { assignmentId } = item;
  return (
    <GridRow
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={classNames(styles.row, isSelected && styles.selected)}
      id={id}
      onClick={() => queue.getState().setLook({ selectedId: assignmentId })}
      onDoubleClick={() => {
        if (canOpen(item)) navigation.getState().go({ name: 'review', assignmentId });
      }}
      style={{ transform: `translateY(${top}px)` }}
    >
      <GridCell className={styles.cell}>
        <span className={styles.strong}>{item.submissionCode}</span>
        <span className={styles.sub}>{m.queue.attempt(item.attempt)}</span>
      </GridCell>
      <GridCell className={styles.cell}>
        <span className={styles.title}>
          {item.microCredential.title}
          {item.kind === 'practice' && <Badge>{m.queue.practice}</Badge>}
          {item.incompleteEvidence && <Badge tone="warn">{m.queue.incomplete}</Badge>}
        </span>
        <span className={styles.sub}>{item.context}</span>
      </GridCell>
      <GridCell className={styles.cell}>
        <span className={classNames(overdue && styles.overdue)}>
          {m.queue.dueRelative(item, now, overdue)}
        </span>
        <span className={styles.sub}>{m.queue.due(item.dueAt, now)}</span>
      </GridCell>
      <GridCell className={styles.cell}>
        <StateBadge state={item.state} />
      </GridCell>
      <GridCell className={classNames(styles.cell, styles.number)}>
        <span className={classNames(item.scored.done === 0 && styles.faint)}>
          {m.queue.scored(item.scored.done, item.scored.of)}
        </span>
      </GridCell>
      <GridCell className={styles.cell}>
        <EvidenceMark item={item} />
      </GridCell>
      <GridCell className={styles.cell}>
        <SentMark item={item} />
      </GridCell>
    </GridRow>
  );
});
QueueRow.displayName = 'QueueRow';

const SentMark = ({ item }: { item: QueueItem }) => {
  const m = useMessages();
  if (item.blocked > 0) return <Badge tone="bad">{m.queue.blocked(item.blocked)}</Badge>;
  if (item.unsent > 0) return <Badge tone="accent">{m.queue.unsent(item.unsent)}</Badge>;
  return null;
};
