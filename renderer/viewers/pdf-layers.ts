import { TextLayer } from 'pdfjs-dist';
import type { Caret } from './pdf-caret.ts';
import type { PageText } from './pdf-page-text.ts';
import type { ReadPage } from './pdf-texts.ts';

/** The selectable words over a page's picture: `words[n]` holds what run n of the page's text says. */
export type PageLayer = {
  readonly element: HTMLElement;
  readonly text: PageText;
  readonly words: readonly HTMLElement[];
  /** Takes the room behind the last word, see `guardSelection`. */
  readonly end: HTMLElement;
};

/** The layers that are in the document, by page. */
export type PageLayers = Map<number, PageLayer>;

/** Lays a page's words over its picture. Zoom and rotation move them by style alone, so this is done once. */
export const buildLayer = async (
  element: HTMLElement,
  { proxy, content, text }: ReadPage,
  endClass: string,
): Promise<PageLayer> => {
  element.replaceChildren();
  const layer = new TextLayer({
    textContentSource: content,
    container: element,
    viewport: proxy.getViewport({ scale: 1 }),
  });
  await layer.render();
  const end = element.ownerDocument.createElement('div');
  end.className = endClass;
  element.append(end);
  return { element, text, words: layer.textDivs, end };
};

const isText = (node: Node): node is Text => node.nodeType === 3;

/** 1 when the node begins behind the boundary, −1 when before it. */
const side = (boundary: Range, node: Node): number => {
  const parent = node.parentNode;
  if (parent === null) return -1;
  return boundary.comparePoint(parent, [...parent.childNodes].indexOf(node as ChildNode));
};

const offsetIn = ({ element, text, words }: PageLayer, node: Node, offset: number): number => {
  const span = isText(node) ? node.parentElement : node;
  const at = words.findIndex((one) => one.isSameNode(span));
  const run = text.runs[at];
  if (run !== undefined) {
    const inside = isText(node) ? offset : offset > 0 ? run.words.length : 0;
    return run.start + Math.min(run.words.length, inside);
  }
  const boundary = element.ownerDocument.createRange();
  boundary.setStart(node, offset);
  const after = words.findIndex((one) => one.isConnected && side(boundary, one) >= 0);
  return text.runs[after]?.start ?? text.text.length;
};

/** Where a boundary of the browser's selection stands in the pages' texts; null when no page is laid out. */
export const caretOf = (layers: PageLayers, node: Node, offset: number): Caret | null => {
  const sorted = [...layers].sort(([a], [b]) => a - b);
  const inside = sorted.find(([, { element }]) => element.contains(node));
  if (inside !== undefined) return { page: inside[0], offset: offsetIn(inside[1], node, offset) };
  const document = node.ownerDocument;
  if (document === null || sorted.length === 0) return null;
  const boundary = document.createRange();
  boundary.setStart(node, offset);
  const after = sorted.find(([, { element }]) => side(boundary, element) >= 0);
  if (after !== undefined) return { page: after[0], offset: 0 };
  const last = sorted.at(-1);
  return last === undefined ? null : { page: last[0], offset: last[1].text.text.length };
};

/** Where a caret stands in the document; null when its page is not laid out or has no words. */
export const nodeOf = (
  layers: PageLayers,
  { page, offset }: Caret,
): { node: Node; offset: number } | null => {
  const layer = layers.get(page);
  if (layer === undefined) return null;
  const { runs } = layer.text;
  const within = runs.findIndex(({ start, words }) => words !== '' && offset <= start + words.length);
  const at = within === -1 ? runs.findLastIndex(({ words }) => words !== '') : within;
  const [run, node] = [runs[at], layer.words[at]?.firstChild];
  if (run === undefined || node === undefined || node === null) return null;
  return { node, offset: Math.min(run.words.length, Math.max(0, offset - run.start)) };
};
