import type { Stretch, Transcript } from './transcript-text.ts';

/** The element that holds the words of a caption, marked with the caption's number. */
const wordsOf = (node: Node): HTMLElement | null => {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest<HTMLElement>('[data-words]') ?? null;
};

/** Where a boundary of a selection stands in the transcript. Outside of words: at the caption's start or end. */
const offsetIn = (transcript: Transcript, node: Node, offset: number, atEnd: boolean): number | null => {
  const words = wordsOf(node);
  if (words !== null) {
    const before = document.createRange();
    before.selectNodeContents(words);
    before.setEnd(node, offset);
    return (transcript.starts[Number(words.dataset.words)] ?? 0) + before.toString().length;
  }
  const line = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>('[data-cue]');
  if (line == null) return null;
  const cue = Number(line.dataset.cue);
  const start = transcript.starts[cue] ?? 0;
  // Between two captions: a selection that ends at the next line's time ends with the line before.
  return atEnd ? Math.max(0, start - 1) : start;
};

/** The words that are selected in the transcript's list; null without any. */
export const selectedStretch = (list: HTMLElement, transcript: Transcript): Stretch | null => {
  const selection = document.getSelection();
  if (selection === null || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!list.contains(range.startContainer) || !list.contains(range.endContainer)) return null;
  const from = offsetIn(transcript, range.startContainer, range.startOffset, false);
  const to = offsetIn(transcript, range.endContainer, range.endOffset, true);
  return from === null || to === null || to <= from ? null : { from, to };
};

/** Selects the words of a caption, for a keyboard to go on from. */
export const selectCue = (list: HTMLElement, cue: number): void => {
  const words = list.querySelector(`[data-words="${cue}"]`);
  const first = words?.firstChild;
  if (words === null || first == null) return;
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  const start = walker.nextNode();
  let end = start;
  for (let next = walker.nextNode(); next !== null; next = walker.nextNode()) end = next;
  if (start === null || end === null) return;
  document.getSelection()?.setBaseAndExtent(start, 0, end, end.textContent?.length ?? 0);
};
