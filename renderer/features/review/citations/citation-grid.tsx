import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { useMessages } from '../../../messages/use-messages.ts';
import { useDesk } from '../desk-context.tsx';
import { enterRegion } from '../regions.ts';
import styles from './citation-grid.module.css';
import { CitedLine } from './citation-line.tsx';
import { type CitationRow, isCited, stepFrom } from './citation-rows.ts';
import { FileLine, OrphansLine } from './group-lines.tsx';
import { OrphanLine } from './orphan-line.tsx';
import { RowProvider } from './row-context.tsx';
import type { CitationList } from './use-citation-list.ts';
import { useRowKeys } from './use-row-keys.ts';

/** Pixels. */
const heights: Readonly<Record<CitationRow['kind'], number>> = {
  orphans: 26,
  orphan: 48,
  file: 26,
  citation: 28,
};

const keyOf = (row: CitationRow | undefined, index: number): string | number => {
  if (row === undefined) return index;
  if (isCited(row)) return row.annotation.id;
  return row.kind === 'file' ? `file ${row.artifactId}` : row.kind;
};

const withIndexes = (indexes: number[], wanted: readonly number[]): number[] =>
  [...new Set([...indexes, ...wanted.filter((at) => at >= 0)])].sort((a, b) => a - b);

const rowElement = (grid: HTMLElement | null, id: string): HTMLElement | null =>
  grid?.querySelector<HTMLElement>(`[data-citation="${CSS.escape(id)}"]`) ?? null;

type Scroller = RefObject<HTMLDivElement | null>;

/** Only the rows in sight are in the page, and the active one, which holds the place of the Tab key. */
const useRows = ({ rows, at }: CitationList, scroller: Scroller) => {
  const { notedId } = useDesk();
  const noted = rows.findIndex((row) => isCited(row) && row.annotation.id === notedId);
  return useVirtualizer({
    count: rows.length,
    estimateSize: useCallback((index: number) => heights[rows[index]?.kind ?? 'citation'], [rows]),
    getItemKey: useCallback((index: number) => keyOf(rows[index], index), [rows]),
    getScrollElement: () => scroller.current,
    overscan: 6,
    paddingEnd: 4,
    rangeExtractor: (range: Range) => withIndexes(defaultRangeExtractor(range), [at, noted]),
  });
};

/** Puts the focus on a row as soon as it is drawn; nothing when the focus is not wanted there. */
const useWantedFocus = (scroller: Scroller) => {
  const wanted = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const row = rowElement(scroller.current, wanted.current);
    if (row === null) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });
  return useCallback((id: string) => {
    wanted.current = id;
  }, []);
};

/**
 * The list of citations: one stop of the Tab key, in which the arrows move from row to row and Tab goes on into the
 * controls of the row.
 */
export const CitationGrid = ({ list }: { list: CitationList }) => {
  const m = useMessages();
  const { artifactId, current, notedId } = useDesk();
  const { rows, at, activeId, isChosen, activate } = list;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useRows(list, scroller);
  const wantFocus = useWantedFocus(scroller);

  const focusRow = (index: number): void => {
    const row = rows[index];
    if (row === undefined || !isCited(row)) return;
    wantFocus(row.annotation.id);
    activate(row.annotation.id);
  };
  /** The neighbour of a row that goes takes the focus over; without one, the pane's first control. */
  const leaveRow = (index: number): void => {
    const next = stepFrom(rows, index, 1);
    const to = next === index ? stepFrom(rows, index, -1) : next;
    if (to !== index) focusRow(to);
    else {
      const screen =
        scroller.current?.closest<HTMLElement>('[data-region="citations"]')?.parentElement ?? null;
      requestAnimationFrame(() => enterRegion(screen, 'citations'));
    }
  };
  const keys = useRowKeys(list, leaveRow);

  // The list follows what is cited, shown or chosen; with the first row its heading comes into sight.
  useEffect(() => {
    if (activeId !== null && isChosen) virtualizer.scrollToIndex(at === 1 ? 0 : at);
  }, [virtualizer, activeId, isChosen, at]);
  useFollowStage(list, artifactId, scroller, virtualizer.scrollToIndex);

  const onKeyDown = (event: KeyboardEvent): void => {
    const to = target(event, list, scroller.current?.clientHeight ?? 0);
    if (to === null) return;
    event.preventDefault();
    focusRow(to);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
    <div
      aria-label={m.citations.list}
      aria-rowcount={rows.length}
      className={styles.grid}
      onKeyDown={onKeyDown}
      ref={scroller}
      role="grid"
      {...keys}
    >
      <div className={styles.sizer} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        <RowProvider leaveRow={leaveRow}>
          {virtualizer.getVirtualItems().map(({ index, key, start, size }) => {
            const row = rows[index];
            const line = { index, top: start, height: size };
            if (row === undefined) return null;
            if (row.kind === 'orphans') return <OrphansLine count={row.count} key={key} line={line} />;
            if (row.kind === 'file')
              return <FileLine artifactId={row.artifactId} count={row.count} key={key} line={line} />;
            const { annotation, standing } = row;
            const state = {
              active: index === at,
              current: annotation.id === current?.id,
              noting: annotation.id === notedId,
            };
            const Row = row.kind === 'orphan' ? OrphanLine : CitedLine;
            return <Row annotation={annotation} key={key} standing={standing} {...line} {...state} />;
          })}
        </RowProvider>
      </div>
    </div>
  );
};

/** Where a key of movement leads; null for other keys, and inside the controls of a row. */
const target = (event: KeyboardEvent, { rows, at }: CitationList, height: number): number | null => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return null;
  if (!(event.target instanceof HTMLElement) || event.target.dataset.citation === undefined) return null;
  const page = Math.max(1, Math.floor(height / heights.citation) - 1);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    End: rows.length,
    Home: -rows.length,
  };
  const step = steps[event.key];
  return step === undefined ? null : stepFrom(rows, at, step);
};

/** When another file comes on stage, its citations come into sight, unless the keyboard is in the list. */
const useFollowStage = (
  { rows, activeId }: CitationList,
  artifactId: string | null,
  scroller: Scroller,
  scrollTo: (index: number, options: { align: 'start' }) => void,
): void => {
  const followed = useRef(artifactId);
  useEffect(() => {
    if (followed.current === artifactId) return;
    followed.current = artifactId;
    if (scroller.current?.contains(document.activeElement) === true) return;
    const active = rows.find((row) => isCited(row) && row.annotation.id === activeId);
    if (active !== undefined && isCited(active) && active.annotation.artifactId === artifactId) return;
    const group = rows.findIndex((row) => row.kind === 'file' && row.artifactId === artifactId);
    if (group !== -1) scrollTo(group, { align: 'start' });
  });
};
