import type { Locator } from '../../shared/domain/locator.ts';
import { readDomText, selectedOffsets } from './dom-text.ts';
import { quoteOf } from './text-quote.ts';

/** Where one is in a PDF: the selected words when they are on one page of it; else the page alone. */
export const describePage = (scroller: HTMLElement | null, page: number): Locator => {
  const selection = document.getSelection();
  const anchor = selection?.anchorNode ?? null;
  const layer =
    (anchor instanceof Element ? anchor : anchor?.parentElement)?.closest('[data-text-layer]') ?? null;
  const whole: Locator = { kind: 'page', page, rects: [], quote: null, position: null };
  if (layer === null || scroller?.contains(layer) !== true) return whole;
  const content = readDomText(layer);
  const selected = selectedOffsets(content, layer, selection);
  const quoted = selected === null ? null : quoteOf(content.text, selected.from, selected.to);
  if (quoted === null) return whole;
  const on = Number(layer.closest<HTMLElement>('[data-page]')?.dataset.page ?? page);
  return { kind: 'page', page: on, rects: [], quote: quoted.quote, position: quoted.position };
};
