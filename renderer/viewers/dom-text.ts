/** The words of a piece of the page in reading order, and which text node holds which of them. UTF-16 offsets. */
export type DomText = {
  readonly text: string;
  readonly runs: readonly { readonly node: Text; readonly start: number }[];
};

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

/** A line break, and the start of a block, count as one line end, so that words of two lines are not run together. */
export const readDomText = (root: Node): DomText => {
  const runs: { node: Text; start: number }[] = [];
  let text = '';
  const visit = (node: Node): void => {
    if (isText(node)) {
      runs.push({ node, start: text.length });
      text += node.data;
      return;
    }
    if (node.nodeName === 'BR' || (blocks.has(node.nodeName) && text !== '' && !text.endsWith('\n')))
      text += '\n';
    for (const child of node.childNodes) visit(child);
  };
  visit(root);
  return { text, runs };
};

/** Where a boundary of a selection stands in the text; null when it is outside. */
export const offsetOf = ({ text, runs }: DomText, root: Node, node: Node, offset: number): number | null => {
  if (node !== root && !root.contains(node)) return null;
  if (isText(node)) {
    const run = runs.find((one) => one.node === node);
    return run === undefined ? null : run.start + offset;
  }
  const child = node.childNodes[offset];
  if (child === undefined) {
    const inside = runs.filter((run) => node.contains(run.node)).at(-1);
    return inside === undefined ? text.length : inside.start + inside.node.data.length;
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
  const first = runs.findLast((run) => run.start <= from && from < run.start + run.node.data.length);
  const last = runs.find((run) => run.start < to && to <= run.start + run.node.data.length);
  const begin = first ?? runs.find((run) => run.start >= from);
  const end = last ?? runs.findLast((run) => run.start + run.node.data.length <= to);
  if (begin === undefined || end === undefined) return null;
  const range = begin.node.ownerDocument.createRange();
  range.setStart(begin.node, Math.max(0, from - begin.start));
  range.setEnd(end.node, Math.min(end.node.data.length, to - end.start));
  return range;
};

/** The selected words' offsets in the text of `root`; null without a selection in it. */
export const selectedOffsets = (
  content: DomText,
  root: Node,
  selection: Selection | null,
): { from: number; to: number } | null => {
  if (selection === null || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const from = offsetOf(content, root, range.startContainer, range.startOffset);
  const to = offsetOf(content, root, range.endContainer, range.endOffset);
  return from === null || to === null || to <= from ? null : { from, to };
};
