import { rangeOf } from './dom-text.ts';
import type { PlacedMark, ReadingPage } from './reading-page.ts';

type Line = { readonly top: number; readonly marks: PlacedMark[] };

/** Marks that begin closer together than this, in CSS pixels, share a line. */
const sameLine = 6;

/** The lines on which marks begin, from the top; `top` in the page. */
const linesOf = (page: ReadingPage, placed: readonly PlacedMark[]): Line[] => {
  const tops = placed.flatMap((one) => {
    const box = rangeOf(page.content, one.at.from, one.at.to)?.getClientRects()[0];
    return box === undefined ? [] : [{ one, top: box.top + page.window.scrollY }];
  });
  const lines: Line[] = [];
  for (const { one, top } of tops.sort((a, b) => a.top - b.top)) {
    const line = lines.at(-1);
    if (line !== undefined && top - line.top < sameLine) line.marks.push(one);
    else lines.push({ top, marks: [one] });
  }
  return lines;
};

const mostLetters = 3;
/** CSS pixels between the letters and the words. */
const gap = 5;

const lettersOf = (marks: readonly PlacedMark[]): string => {
  const letters = [...new Set(marks.flatMap(({ mark }) => [...mark.letters]))].sort();
  return letters.length > mostLetters ? `${letters.slice(0, mostLetters - 1).join('')}+` : letters.join('');
};

/**
 * Writes the criteria's letters into the margin, beside the lines where marks begin: the second sign beside the colour.
 * A letter is pressed to go to its citation; where several share a line, one after the other.
 */
export const drawMargin = (
  page: ReadingPage,
  placed: readonly PlacedMark[],
  onPick: (markId: string) => void,
): void => {
  const { left } = page.document.body.getBoundingClientRect();
  const padding = Number.parseFloat(page.window.getComputedStyle(page.document.body).paddingLeft);
  const edge = left + page.window.scrollX + padding;
  const tags = linesOf(page, placed).flatMap(({ top, marks }) => {
    const letters = lettersOf(marks);
    if (letters === '') return [];
    const tag = page.document.createElement('button');
    tag.type = 'button';
    tag.tabIndex = -1;
    tag.title = marks.map(({ mark }) => mark.title).join('\n');
    tag.ariaLabel = tag.title;
    tag.dataset.letters = letters;
    tag.dataset.tone = String(
      new Set(marks.map(({ mark }) => mark.tone)).size === 1 ? (marks[0]?.mark.tone ?? 0) : 0,
    );
    tag.style.top = `${top}px`;
    let next = 0;
    tag.addEventListener('click', () => {
      const { mark } = marks[next % marks.length] as PlacedMark;
      next += 1;
      onPick(mark.id);
    });
    return [tag];
  });
  const drawn = page.document.createElement('div');
  drawn.style.width = `${edge - gap}px`;
  drawn.append(...tags);
  // One element comes and one goes: each node that goes alone is compared with every range of the page.
  page.margin.replaceChildren(drawn);
};
