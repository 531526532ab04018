import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { type Caret, type CaretStep, moveCaret, ordered, type Picked } from './pdf-caret.ts';
import { rectToShown } from './pdf-geometry.ts';
import { caretOf, nodeOf } from './pdf-layers.ts';
import { lookOf, topOf } from './pdf-layout.ts';
import { lineRects } from './pdf-line-rects.ts';
import { guardSelection } from './pdf-selection-guard.ts';
import type { PdfStage } from './pdf-stage.ts';
import type { PdfPages } from './use-pdf-pages.ts';

type Scroller = RefObject<HTMLElement | null>;

/** What the browser has selected in the pages: null for nothing, undefined when its selection is somewhere else. */
const selectedIn = (stage: PdfStage, scroller: HTMLElement): Picked | null | undefined => {
  const selection = document.getSelection();
  const { anchorNode = null, focusNode = null } = selection ?? {};
  if (selection === null || anchorNode === null || focusNode === null) return undefined;
  if (!scroller.contains(anchorNode) || !scroller.contains(focusNode)) return undefined;
  if (selection.isCollapsed) return null;
  const anchor = caretOf(stage.layers, anchorNode, selection.anchorOffset);
  const focus = caretOf(stage.layers, focusNode, selection.focusOffset);
  return anchor === null || focus === null ? null : { anchor, focus };
};

const steps: Readonly<Record<string, readonly [CaretStep, -1 | 1]>> = {
  ArrowLeft: ['character', -1],
  ArrowRight: ['character', 1],
  ArrowUp: ['line', -1],
  ArrowDown: ['line', 1],
  Home: ['line-edge', -1],
  End: ['line-edge', 1],
};

/** The step that Shift and a key mean; with Ctrl (on a Mac Alt) by words. Null: another key. */
const stepOf = (event: KeyboardEvent): readonly [CaretStep, -1 | 1] | null => {
  const step = event.shiftKey && !event.metaKey ? steps[event.key] : undefined;
  if (step === undefined) return null;
  const byWord = event.ctrlKey || event.altKey;
  return byWord && step[0] === 'character' ? ['word', step[1]] : step;
};

/** The first word of the page being read that is in view: where selecting by keyboard begins. */
const firstInView = (stage: PdfStage, { layout, page }: PdfPages, scroller: HTMLElement): Caret | null => {
  const text = stage.layers.get(page)?.text;
  if (text === undefined) return null;
  const box = layout.boxOf(page);
  const above = scroller.scrollTop - topOf(layout, page);
  const run = text.runs.find(({ words, x, y }) => {
    if (words.trim() === '') return false;
    return rectToShown(box, lookOf(layout, box), { x, y, width: 0, height: 0 }).y >= above;
  });
  return run === undefined ? null : { page, offset: run.start };
};

/** Scrolls just as far as is needed to see where the selecting stands. */
const follow = (
  stage: PdfStage,
  { layout, goToRect }: PdfPages,
  scroller: HTMLElement,
  { page, offset }: Caret,
): void => {
  const text = stage.layers.get(page)?.text;
  if (text === undefined) return;
  const [rect] = [
    ...lineRects(text, Math.max(0, offset - 1), offset, stage.measure),
    ...lineRects(text, offset, offset + 1, stage.measure),
  ];
  if (rect === undefined) return;
  const box = layout.boxOf(page);
  const shown = rectToShown(box, lookOf(layout, box), rect);
  const top = topOf(layout, page) + shown.y - scroller.scrollTop;
  if (top < 0) goToRect(page, rect, 0.1);
  else if (top + shown.height > scroller.clientHeight) goToRect(page, rect, 0.8);
};

const startAt = (caret: Caret | null): Picked | null =>
  caret === null ? null : { anchor: caret, focus: caret };

/**
 * The selected words, however they were selected: by pointer, or with Shift and the arrow keys. They stay selected while
 * something is typed elsewhere, until they are cited or another place of the file is pressed.
 */
export const usePdfSelection = (stage: PdfStage, scroller: Scroller, onPick: () => void) => {
  const [pick, setPick] = useState<Picked | null>(null);
  /** The browser itself shows what is selected. */
  const [shown, setShown] = useState(false);
  const picked = useRef(onPick);
  useEffect(() => {
    picked.current = onPick;
  });

  useEffect(() => {
    const changed = (): void => {
      if (scroller.current === null) return;
      const next = selectedIn(stage, scroller.current);
      setShown(next !== undefined && next !== null);
      if (next === undefined) return;
      setPick(next);
      if (next !== null) picked.current();
    };
    document.addEventListener('selectionchange', changed);
    // The browser tells of a selection a moment after it was made; a key that follows at once must find it.
    document.addEventListener('pointerup', changed);
    const endGuard = guardSelection(stage.layers);
    return () => {
      document.removeEventListener('selectionchange', changed);
      document.removeEventListener('pointerup', changed);
      endGuard();
    };
  }, [stage, scroller]);

  const select = useCallback(
    ({ anchor, focus }: Picked): void => {
      const [from, to] = [nodeOf(stage.layers, anchor), nodeOf(stage.layers, focus)];
      if (from === null || to === null) return;
      document.getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
    },
    [stage],
  );

  const clear = useCallback(() => {
    const selection = document.getSelection();
    if (scroller.current?.contains(selection?.anchorNode ?? null) === true) selection?.removeAllRanges();
    setPick(null);
  }, [scroller]);

  /** Another place is pressed: what was selected no longer is. */
  const forget = useCallback(() => setPick(null), []);

  /** Selects by keyboard; true when the key was used. */
  const onKey = (event: KeyboardEvent, pages: PdfPages): boolean => {
    const element = scroller.current;
    const step = stepOf(event);
    if (element === null || step === null || event.target !== element) return false;
    const start = pick ?? startAt(firstInView(stage, pages, element));
    if (start === null) return false;
    const focus = moveCaret(start.focus, ...step, (page) => stage.layers.get(page)?.text.text ?? null);
    const next = { anchor: start.anchor, focus };
    setPick(next);
    picked.current();
    select(next);
    follow(stage, pages, element, focus);
    return true;
  };

  return { pick, shown, select, clear, forget, onKey };
};

export type PdfSelection = ReturnType<typeof usePdfSelection>;

/** The part of a selection that lies on a page, as offsets in its text; the end of a page counts as beyond it. */
export const pickOn = (pick: Picked | null, page: number): { from: number; to: number } | null => {
  if (pick === null) return null;
  const [begin, end] = ordered(pick);
  if (page < begin.page || page > end.page) return null;
  return {
    from: page === begin.page ? begin.offset : 0,
    to: page === end.page ? end.offset : Number.MAX_SAFE_INTEGER,
  };
};
