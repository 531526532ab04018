import type { PageLayer, PageLayers } from './pdf-layers.ts';

/** From this Chromium on, room that cannot be selected is enough; before, it has to follow the pointer. */
const steadyChromium = 148;

const chromiumVersion = (): number =>
  Number(/\bChrome\/(\d+)\b/.exec(navigator.userAgent)?.[1] ?? steadyChromium);

const rest = ({ element, end }: PageLayer): void => {
  if (end.parentElement !== element || element.lastElementChild !== end) element.append(end);
  end.removeAttribute('style');
  delete element.dataset.selecting;
};

/** Puts the room that cannot be selected right behind (or before) the end of the selection that moves. */
const follow = (layers: PageLayers, range: Range, before: Range | null): void => {
  const movesStart =
    before !== null &&
    (range.compareBoundaryPoints(Range.END_TO_END, before) === 0 ||
      range.compareBoundaryPoints(Range.START_TO_END, before) === 0);
  const node = movesStart ? range.startContainer : range.endContainer;
  const word = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  if (!(word instanceof HTMLElement)) return;
  const layer = [...layers.values()].find(({ element }) => element !== word && element.contains(word));
  if (layer === undefined || word === layer.end) return;
  layer.end.style.width = '100%';
  layer.end.style.height = '100%';
  layer.end.style.userSelect = 'text';
  word.parentElement?.insertBefore(layer.end, movesStart ? word : word.nextSibling);
};

/**
 * Words of a PDF lie where they were printed, each by itself, so a selection that is dragged over empty room jumps to
 * the end of the page. As pdf.js's own viewer does: while something is selected, the empty room of its pages holds on to
 * the selection's end. Returns what ends the watch.
 */
export const guardSelection = (layers: PageLayers): (() => void) => {
  const watch = new AbortController();
  const { signal } = watch;
  const steady = chromiumVersion() >= steadyChromium;
  let pressed = false;
  let before: Range | null = null;
  const release = (): void => {
    pressed = false;
    layers.forEach(rest);
  };
  const changed = (): void => {
    const selection = document.getSelection();
    const range = selection === null || selection.rangeCount === 0 ? null : selection.getRangeAt(0);
    const ignored = range === null || (range.collapsed && !pressed);
    let touched = false;
    for (const layer of layers.values()) {
      if (ignored || !range.intersectsNode(layer.element)) {
        rest(layer);
        continue;
      }
      layer.element.dataset.selecting = '';
      touched = true;
    }
    if (range === null || !touched || !pressed || steady) return;
    follow(layers, range, before);
    before = range.cloneRange();
  };
  document.addEventListener(
    'pointerdown',
    () => {
      pressed = true;
    },
    { signal },
  );
  document.addEventListener('pointerup', release, { signal });
  window.addEventListener('blur', release, { signal });
  document.addEventListener('selectionchange', changed, { signal });
  return () => watch.abort();
};
