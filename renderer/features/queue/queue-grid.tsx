import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { QueueItem } from '../../../shared/workbench-api/queue.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useShortcut } from '../../shortcuts/shortcut-context.tsx';
import { useNow, useQueue } from '../../stores/use-stores.tsx';
import { Grid } from '../../ui/grid-roles.tsx';
import { QueueColumns } from './queue-columns.tsx';
import styles from './queue-grid.module.css';
import { QueueRow } from './queue-row.tsx';

const rowHeight = 46;
const headHeight = 30;
const rowId = (index: number): string => `queue-row-${index}`;

type QueueGridProps = {
  readonly rows: readonly QueueItem[];
  readonly at: number;
};

/** Where a key of movement leads; null for other keys. */
const target = (key: string, at: number, last: number, page: number): number | null => {
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  if (key === 'PageDown') return Math.min(at + page, last);
  if (key === 'PageUp') return Math.max(at - page, 0);
  return null;
};

/**
 * Only the rows in sight are in the page. The grid itself has the focus and names the selected row, which stays in the
 * page even when it is scrolled away.
 */
export const QueueGrid = ({ rows, at }: QueueGridProps) => {
  const m = useMessages();
  const now = useNow();
  const setLook = useQueue((slice) => slice.setLook);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.assignmentId ?? index,
    getScrollElement: () => scroller.current,
    overscan: 8,
    paddingStart: headHeight,
    scrollPaddingStart: headHeight,
    rangeExtractor: (range: Range) => withSelected(defaultRangeExtractor(range), at),
  });

  const select = (index: number): void => {
    const row = rows[index];
    if (row !== undefined) setLook({ selectedId: row.assignmentId });
  };
  const move = (step: number): void => {
    select(Math.max(0, Math.min(at + step, rows.length - 1)));
    scroller.current?.focus({ preventScroll: true });
  };
  useShortcut('queue.next', () => move(1));
  useShortcut('queue.previous', () => move(-1));

  useEffect(() => virtualizer.scrollToIndex(at), [virtualizer, at]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1;
    const next = target(event.key, at, rows.length - 1, Math.max(page, 1));
    if (next === null || event.target !== event.currentTarget) return;
    event.preventDefault();
    select(next);
  };

  return (
    <Grid
      aria-activedescendant={rowId(at)}
      aria-label={m.queue.grid}
      aria-rowcount={rows.length + 1}
      className={styles.grid}
      onKeyDown={onKeyDown}
      ref={scroller}
    >
      <div className={styles.sizer} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        <QueueColumns />
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <QueueRow
              id={rowId(index)}
              index={index}
              isSelected={index === at}
              item={row}
              key={key}
              now={now}
              top={start}
            />
          );
        })}
      </div>
    </Grid>
  );
};

const withSelected = (indexes: number[], at: number): number[] =>
  at < 0 || indexes.includes(at) ? indexes : [...indexes, at].sort((a, b) => a - b);
