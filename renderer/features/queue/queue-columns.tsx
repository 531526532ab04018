import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMessages } from '../../messages/use-messages.ts';
import type { QueueSortKey } from '../../stores/queue.ts';
import { useQueue } from '../../stores/use-stores.tsx';
import { GridHead, GridRow } from '../../ui/grid-roles.tsx';
import styles from './queue-grid.module.css';

const Sortable = ({ sortKey, title }: { sortKey: QueueSortKey; title: string }) => {
  const sort = useQueue((slice) => slice.look.sort);
  const setLook = useQueue((slice) => slice.setLook);
  const active = sort.key === sortKey;
  const Arrow = sort.descending ? ArrowDown : ArrowUp;
  return (
    <GridHead
      aria-sort={active ? (sort.descending ? 'descending' : 'ascending') : 'none'}
      className={styles.head}
    >
      <button
        className={styles.sort}
        onClick={() => setLook({ sort: { key: sortKey, descending: active && !sort.descending } })}
        type="button"
      >
        {title}
        {active && <Arrow aria-hidden />}
      </button>
    </GridHead>
  );
};

const Plain = ({ title }: { title: string }) => <GridHead className={styles.head}>{title}</GridHead>;

/** The head of the list; some columns sort it. */
export const QueueColumns = () => {
  const m = useMessages();
  return (
    <GridRow aria-rowindex={1} className={styles.columns}>
      <Sortable sortKey="submission" title={m.queue.column.submission} />
      <Sortable sortKey="micro-credential" title={m.queue.column.microCredential} />
      <Sortable sortKey="due" title={m.queue.column.due} />
      <Sortable sortKey="state" title={m.queue.column.state} />
      <Plain title={m.queue.column.scored} />
      <Plain title={m.queue.column.evidence} />
      <Plain title={m.queue.column.sent} />
    </GridRow>
  );
};
