import type { ReadingPage } from './reading-page.ts';

/** How a key moves the reading cursor, in the words of `Selection.modify`. */
export type CursorMove = {
  readonly alter: 'move' | 'extend';
  readonly direction: 'left' | 'right' | 'forward' | 'backward';
  readonly granularity: 'character' | 'word' | 'line' | 'sentence' | 'lineboundary';
};

type CursorKey = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

const moves: Readonly<
  Record<string, Pick<CursorMove, 'direction' | 'granularity'> & { withCtrl: CursorMove['granularity'] }>
> = {
  ArrowLeft: { direction: 'left', granularity: 'character', withCtrl: 'word' },
  ArrowRight: { direction: 'right', granularity: 'character', withCtrl: 'word' },
  ArrowUp: { direction: 'backward', granularity: 'line', withCtrl: 'sentence' },
  ArrowDown: { direction: 'forward', granularity: 'line', withCtrl: 'sentence' },
  Home: { direction: 'backward', granularity: 'lineboundary', withCtrl: 'lineboundary' },
  End: { direction: 'forward', granularity: 'lineboundary', withCtrl: 'lineboundary' },
};

/**
 * What a key does to the reading cursor, as in any text field: arrows by letter and line, Ctrl (Option on a Mac) by word
 * and, up and down, by sentence; Shift selects. `leave`: Escape. Null: the key is not the cursor's. While there is no
 * cursor, the keys that scroll a page go on doing so.
 */
export const cursorMove = (press: CursorKey, shown: boolean): CursorMove | 'leave' | null => {
  if (press.metaKey) return null;
  if (press.key === 'Escape') return shown ? 'leave' : null;
  const move = moves[press.key];
  if (move === undefined) return null;
  const wide = press.ctrlKey || press.altKey;
  const sideways = press.key === 'ArrowLeft' || press.key === 'ArrowRight';
  if (!shown && !sideways && !press.shiftKey && !(wide && move.withCtrl === 'sentence')) return null;
  return {
    alter: press.shiftKey ? 'extend' : 'move',
    direction: move.direction,
    granularity: wide ? move.withCtrl : move.granularity,
  };
};

/** Where the cursor begins: at the first line in view. */
const beginning = ({ document: inner }: ReadingPage): { node: Node; offset: number } => {
  const body = inner.body.getBoundingClientRect();
  const style = inner.defaultView?.getComputedStyle(inner.body);
  const left = body.left + Number.parseFloat(style?.paddingLeft ?? '0') + 2;
  for (let y = 8; y < 400; y += 16) {
    const place = inner.caretPositionFromPoint(left, y);
    if (place !== null && inner.body.contains(place.offsetNode) && place.offsetNode.nodeType === 3)
      return { node: place.offsetNode, offset: place.offset };
  }
  return { node: inner.body, offset: 0 };
};

const caretBox = (selection: Selection): DOMRect | null => {
  const { focusNode, focusOffset } = selection;
  if (focusNode === null) return null;
  const range = focusNode.ownerDocument?.createRange();
  if (range === undefined) return null;
  range.setStart(focusNode, focusOffset);
  const own = range.getClientRects()[0];
  if (own !== undefined) return own;
  const length = focusNode.nodeType === 3 ? (focusNode as Text).data.length : focusNode.childNodes.length;
  if (focusOffset >= length) return null;
  range.setEnd(focusNode, focusOffset + 1);
  return range.getClientRects()[0] ?? null;
};

/** Shows the caret where the selection's moving end is, and keeps it in view. */
const drawCaret = ({ window: inner, caret }: ReadingPage, selection: Selection): void => {
  const box = caretBox(selection);
  caret.hidden = box === null;
  if (box === null) return;
  const room = 48;
  if (box.top < room) inner.scrollBy(0, box.top - room);
  if (box.bottom > inner.innerHeight - room) inner.scrollBy(0, box.bottom - inner.innerHeight + room);
  const at = caretBox(selection) ?? box;
  caret.style.transform = `translate(${at.left + inner.scrollX - 1}px, ${at.top + inner.scrollY}px)`;
  caret.style.height = `${at.height}px`;
};

/** Takes the cursor away; the words that are selected stay so. */
export const hideCaret = ({ caret }: ReadingPage): void => {
  caret.hidden = true;
};

/** Moves the reading cursor by a key; true when the key was used. */
export const moveCursor = (page: ReadingPage, press: CursorKey): boolean => {
  const move = cursorMove(press, !page.caret.hidden);
  const selection = page.document.getSelection();
  if (move === null || selection === null) return false;
  if (move === 'leave') {
    hideCaret(page);
    selection.removeAllRanges();
    return true;
  }
  const known = selection.focusNode !== null && page.document.body.contains(selection.focusNode);
  if (!known) {
    const { node, offset } = beginning(page);
    selection.collapse(node, offset);
  }
  // The first key without Shift only shows the cursor, so that nothing is skipped.
  if (known || move.alter === 'extend') {
    const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
    selection.modify(move.alter, move.direction, move.granularity);
    const outside = selection.focusNode !== null && !page.document.body.contains(selection.focusNode);
    if (outside && anchorNode !== null && focusNode !== null)
      selection.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
  }
  drawCaret(page, selection);
  return true;
};
