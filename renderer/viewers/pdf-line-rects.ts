import { type PageRect, rectAround, storedRect } from './pdf-geometry.ts';
import type { PageText, TextRun } from './pdf-page-text.ts';

/** How wide words are in a font, in any unit: only shares of a run's known length are taken from it. */
export type Measure = (words: string, family: string) => number;

/** What a page locator may hold. */
const mostRects = 500;

/** A piece of a line in the frame of its direction: `from`–`to` along it, `top`–`bottom` across it, y downwards. */
type Piece = {
  readonly angle: number;
  readonly base: number;
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bottom: number;
};

const shareOf = ({ words, family }: TextRun, units: number, measure: Measure): number => {
  if (units <= 0) return 0;
  if (units >= words.length) return 1;
  const whole = measure(words, family);
  return whole > 0 ? measure(words.slice(0, units), family) / whole : units / words.length;
};

const pieceOf = (run: TextRun, from: number, to: number, measure: Measure): Piece => {
  const along = run.x * Math.cos(run.angle) + run.y * Math.sin(run.angle);
  const base = run.y * Math.cos(run.angle) - run.x * Math.sin(run.angle);
  const shares = [shareOf(run, from, measure), shareOf(run, to, measure)].map((share) =>
    run.rightToLeft ? 1 - share : share,
  );
  const [begin = 0, end = 1] = shares.sort((a, b) => a - b);
  return {
    angle: run.angle,
    base,
    from: along + begin * run.length,
    to: along + end * run.length,
    top: base - run.ascent,
    bottom: base + run.descent,
  };
};

/** Whether a piece goes on in the line of the one before: same direction, about the same base line, no wide gap. */
const continues = (line: Piece, next: Piece): boolean => {
  const height = Math.max(line.bottom - line.top, next.bottom - next.top);
  const gap = Math.max(next.from - line.to, line.from - next.to);
  const turned = Math.abs(Math.sin((line.angle - next.angle) / 2)) > 0.01;
  return !turned && Math.abs(line.base - next.base) < height * 0.45 && gap < height * 1.6;
};

const joined = (a: Piece, b: Piece): Piece => ({
  ...a,
  from: Math.min(a.from, b.from),
  to: Math.max(a.to, b.to),
  top: Math.min(a.top, b.top),
  bottom: Math.max(a.bottom, b.bottom),
});

const rectOf = ({ angle, from, to, top, bottom }: Piece): PageRect => {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const corners = [from, to].flatMap((along) =>
    [top, bottom].map((across) => ({ x: along * cos - across * sin, y: along * sin + across * cos })),
  );
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
};

/**
 * The rectangles of the words between two UTF-16 offsets of a page's text, one for each line, in page space. They come
 * from the file alone, so they are the same at every zoom and rotation.
 */
export const lineRects = (content: PageText, from: number, to: number, measure: Measure): PageRect[] => {
  const lines: Piece[] = [];
  for (const run of content.runs) {
    const begin = Math.max(0, from - run.start);
    const end = Math.min(run.words.length, to - run.start);
    if (begin >= end || run.length <= 0 || run.words.slice(begin, end).trim() === '') continue;
    const piece = pieceOf(run, begin, end, measure);
    const line = lines.at(-1);
    if (line !== undefined && continues(line, piece)) lines[lines.length - 1] = joined(line, piece);
    else lines.push(piece);
  }
  const rects = lines.map(rectOf).map(storedRect);
  if (rects.length <= mostRects) return rects;
  const around = rectAround(rects);
  return around === null ? [] : [storedRect(around)];
};
