import type { Page } from 'playwright-core';

/** CSS pixels of the window. */
export type Bounds = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

/** The words of a page as its text layer has them, with where each letter is; runs in the page. */
const wordRects = (page: Page, number: number, words: string): Promise<Bounds[]> =>
  page.evaluate(
    ([wanted, sought]) => {
      const layer = document.querySelector(`[data-page="${wanted}"] [data-text-layer]`);
      if (layer === null) throw new Error(`page ${wanted} is not laid out`);
      const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
      const nodes: Text[] = [];
      while (walker.nextNode() !== null) nodes.push(walker.currentNode as Text);
      const text = nodes.map(({ data }) => data).join('');
      const from = text.indexOf(sought);
      if (from === -1) throw new Error(`“${sought}” is not on page ${wanted}: ${text}`);
      const rects: { left: number; top: number; right: number; bottom: number }[] = [];
      let start = 0;
      for (const node of nodes) {
        const begin = Math.max(0, from - start);
        const end = Math.min(node.data.length, from + sought.length - start);
        start += node.data.length;
        if (begin >= end) continue;
        const range = document.createRange();
        range.setStart(node, begin);
        range.setEnd(node, end);
        const { left, top, right, bottom } = range.getBoundingClientRect();
        rects.push({ left, top, right, bottom });
      }
      return rects;
    },
    [number, words] as const,
  );

const around = (rects: readonly Bounds[]): Bounds => ({
  left: Math.min(...rects.map(({ left }) => left)),
  top: Math.min(...rects.map(({ top }) => top)),
  right: Math.max(...rects.map(({ right }) => right)),
  bottom: Math.max(...rects.map(({ bottom }) => bottom)),
});

/** Where words of one line stand on a page. */
export const boundsOfWords = async (page: Page, number: number, words: string): Promise<Bounds> =>
  around(await wordRects(page, number, words));

/** Where the marks of a page are drawn. */
export const boundsOfTints = async (page: Page, number: number): Promise<Bounds> => {
  const tints = page.locator(`[data-page="${number}"] [data-tint]`);
  await tints.first().waitFor({ state: 'attached' });
  const rects = await tints.evaluateAll((elements) =>
    elements.map((element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      return { left, top, right, bottom };
    }),
  );
  return around(rects);
};

/** Where the pointer takes hold of words, just inside their first or last letter. */
export const wordPoint = async (
  page: Page,
  number: number,
  words: string,
  side: 'start' | 'end',
): Promise<{ x: number; y: number }> => {
  const { left, right, top, bottom } = await boundsOfWords(page, number, words);
  return { x: side === 'start' ? left + 1 : right - 1, y: (top + bottom) / 2 };
};
