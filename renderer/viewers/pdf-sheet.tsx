import { type KeyboardEvent, type PointerEvent, type ReactNode, type RefObject, useMemo } from 'react';
import { DraftArea } from './pdf-area-mark.tsx';
import { ordered, type Picked } from './pdf-caret.ts';
import { searchPattern } from './pdf-fold.ts';
import type { PageRect } from './pdf-geometry.ts';
import { leftOf, lookOf, type PagesLayout, topOf } from './pdf-layout.ts';
import { PdfPage } from './pdf-page.tsx';
import type { PdfStage } from './pdf-stage.ts';
import styles from './pdf-viewer.module.css';
import type { PlacedMark } from './use-pdf-anchors.ts';
import type { PdfArea } from './use-pdf-area.ts';
import type { PdfPages } from './use-pdf-pages.ts';
import type { PdfSearch } from './use-pdf-search.ts';
import { type PdfSelection, pickOn } from './use-pdf-selection.ts';
import type { ViewerProps } from './viewer.ts';

export type PdfSheetProps = Pick<ViewerProps, 'onPick' | 'onMove' | 'onActivity'> & {
  readonly label: string;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly stage: PdfStage;
  readonly pages: PdfPages;
  readonly placed: ReadonlyMap<number, readonly PlacedMark[]>;
  readonly selection: PdfSelection;
  readonly area: PdfArea;
  /** Null while nothing is searched. */
  readonly search: PdfSearch | null;
  readonly flashOn: (page: number) => PageRect | null;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onWords: (any: boolean) => void;
};

/** Pages whose words stay while they are selected: as many as one place may go over. */
const mostPicked = 21;

const none: readonly PlacedMark[] = [];

/** The pages that are laid out: those in view with one before and after, and those with selected words. */
const pagesShown = ({ first, last, layout }: PdfPages, pick: Picked | null): number[] => {
  const shown = new Set<number>();
  for (let page = Math.max(1, first - 1); page <= Math.min(layout.pages, last + 1); page += 1)
    shown.add(page);
  if (pick === null) return [...shown];
  const [begin, end] = ordered(pick);
  for (let page = begin.page; page <= Math.min(end.page, begin.page + mostPicked - 1); page += 1)
    shown.add(page);
  // In the file's order, so that a selection runs through them as it is read.
  return [...shown.add(end.page)].sort((a, b) => a - b);
};

const lookAt = (layout: PagesLayout, page: number) => {
  const box = layout.boxOf(page);
  return { box, look: lookOf(layout, box), left: leftOf(layout, page), top: topOf(layout, page) };
};

type PagePlace = ReturnType<typeof lookAt>;

/** The same object for a page as long as the layout is the same, so that what did not change is not drawn again. */
const usePlaces = (layout: PagesLayout): ((page: number) => PagePlace) =>
  useMemo(() => {
    const known = new Map<number, PagePlace>();
    return (page) => {
      const place = known.get(page) ?? lookAt(layout, page);
      known.set(page, place);
      return place;
    };
  }, [layout]);

/** The long sheet of pages that is scrolled. */
export const PdfSheet = (props: PdfSheetProps) => {
  const { label, scroller, stage, pages, placed, selection, area, search, onActivity } = props;
  const { layout } = pages;
  const placeOf = usePlaces(layout);
  const typed = search?.typed ?? null;
  const pattern = useMemo(() => (typed === null ? null : searchPattern(typed)), [typed]);
  const onPointerDown = (event: PointerEvent): void => {
    area.handlers.onPointerDown(event);
    const onControl = event.target instanceof Element && event.target.closest('button') !== null;
    if (event.button === 0 && !event.shiftKey && !onControl) selection.forget();
  };
  const isNear = (page: number): boolean => page >= pages.first - 1 && page <= pages.last + 1;
  return (
    <section
      aria-label={label}
      className={styles.scroller}
      data-entry
      data-marking={area.marking || undefined}
      {...area.handlers}
      onKeyDown={props.onKeyDown}
      onPointerDown={onPointerDown}
      onScroll={() => {
        pages.onScroll();
        onActivity();
      }}
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
    >
      <div className={styles.pages} style={{ height: layout.height, width: layout.width }}>
        {pages.ready &&
          pagesShown(pages, selection.pick).map((page) => (
            <PdfPage
              {...placeOf(page)}
              current={search?.current?.page === page ? search.current.from : null}
              flash={props.flashOn(page)}
              key={page}
              near={isNear(page)}
              onActivity={onActivity}
              onBox={pages.onBox}
              onMove={props.onMove}
              onPick={props.onPick}
              onWords={props.onWords}
              page={page}
              picked={selection.shown ? null : pickOn(selection.pick, page)}
              placed={placed.get(page) ?? none}
              search={pattern}
              stage={stage}
            >
              {area.draft?.page === page && draftOn(props, page)}
            </PdfPage>
          ))}
      </div>
    </section>
  );
};

const draftOn = ({ area, pages, onActivity }: PdfSheetProps, page: number): ReactNode => {
  const { box, look } = lookAt(pages.layout, page);
  return area.draft === null ? null : (
    <DraftArea
      aiming={area.marking}
      box={box}
      look={look}
      onActivity={onActivity}
      onChange={area.change}
      onKeep={area.keep}
      onLeave={area.leave}
      page={page}
      rect={area.draft.rect}
    />
  );
};
