/**
 * The words of a piece of the page in reading order, and which text node holds which of them. Offsets count UTF-16
 * units in `text`.
 *
 * This is the text that quotes and positions of reflections and documents refer to: the text nodes of the sanitised page
 * in document order, with one line end at each `br` and at the start of each block that does not begin the text or
 * follow a line end. White space is kept as it stands in the nodes.
 */
export type DomText = {
  readonly text: string;
  readonly runs: readonly Run[];
  /** Where the words of a text node begin. */
  readonly starts: ReadonlyMap<Node, number>;
};

type Run = { readonly node: Text; readonly start: number };

const blocks = new Set([
  'P',
  'DIV',
  'LI',
  'UL',
  'OL',
  'BLOCKQUOTE',
  'PRE',
  'TABLE',
  'TR',
  'H1',
  'H2',
  'H3',
  'H4',
  'H5',
  'H6',
  'SECTION',
  'ARTICLE',
  'HEADER',
  'FOOTER',
  'FIGURE',
  'DL',
  'DT',
  'DD',
  'HR',
]);

const isText = (node: Node): node is Text => node.nodeType === 3;

export const readDomText = (root: Node): DomText => {
  const runs: Run[] = [];
  const parts: string[] = [];
  let length = 0;
  const add = (part: string): void => {
    if (part === '') return;
    parts.push(part);
    length += part.length;
  };
  const visit = (node: Node): void => {
    if (isText(node)) {
      runs.push({ node, start: length });
      add(node.data);
      return;
    }
    const begins = blocks.has(node.nodeName) && length > 0 && parts.at(-1)?.endsWith('\n') === false;
    if (node.nodeName === 'BR' || begins) add('\n');
    for (const child of node.childNodes) visit(child);
  };
  visit(root);
  return {
    text: parts.join(''),
    runs,
    starts: new Map(runs.map(({ node, start }) => [node, start])),
  };
};

const endOf = ({ node, start }: Run): number => start + node.data.length;

/** The index of the last run that begins at or before an offset; −1 without one. */
const runAt = (runs: readonly Run[], offset: number): number => {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

/** Where a boundary of a selection stands in the text; null when it is outside. */
export const offsetOf = (
  { text, runs, starts }: DomText,
  root: Node,
  node: Node,
  offset: number,
): number | null => {
  if (node !== root && !root.contains(node)) return null;
  if (isText(node)) {
    const start = starts.get(node);
    return start === undefined ? null : start + offset;
  }
  const child = node.childNodes[offset];
  if (child === undefined) {
    const inside = runs.filter((run) => node.contains(run.node)).at(-1);
    return inside === undefined ? text.length : endOf(inside);
  }
  const next = runs.find(
    (run) =>
      child.contains(run.node) ||
      (child.compareDocumentPosition(run.node) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
  );
  return next?.start ?? text.length;
};

/** The range of the words between two offsets; null when the text has no such words. */
export const rangeOf = ({ runs }: DomText, from: number, to: number): Range | null => {
  let first = Math.max(0, runAt(runs, from));
  while (first < runs.length && endOf(runs[first] as Run) <= from) first += 1;
  const begin = runs[first];
  const end = runs[runAt(runs, to - 1)];
  if (begin === undefined || end === undefined || end.start < begin.start) return null;
  const range = begin.node.ownerDocument.createRange();
  range.setStart(begin.node, Math.max(0, from - begin.start));
  range.setEnd(end.node, Math.min(end.node.data.length, to - end.start));
  return range;
};

/** The selected words' offsets in the text of `root`, blanks at the ends left out; null without a selection in it. */
export const selectedOffsets = (
  content: DomText,
  root: Node,
  selection: Selection | null,
): { from: number; to: number } | null => {
  if (selection === null || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const from = offsetOf(content, root, range.startContainer, range.startOffset);
  const to = offsetOf(content, root, range.endContainer, range.endOffset);
  if (from === null || to === null || to <= from) return null;
  const words = content.text.slice(from, to);
  const blank = words.length - words.trimStart().length;
  return blank === words.length ? null : { from: from + blank, to: from + words.trimEnd().length };
};
