import { decimal, numbersOf } from './decimal.ts';
import type { PageRect } from './pdf-fragment.ts';

/** Rectangles as the value of an SvgSelector, in the order given. */
export const writeSvgRects = (rects: readonly PageRect[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg">${rects.map(writeRect).join('')}</svg>`;

const writeRect = ({ x, y, width, height }: PageRect): string =>
  `<rect x="${decimal(x)}" y="${decimal(y)}" width="${decimal(width)}" height="${decimal(height)}"/>`;

/** Characters and shapes read of one value; more is refused. */
const longest = 200_000;
const mostShapes = 500;

/**
 * The rectangles of an SvgSelector: `rect` as it is, `polygon`, `polyline` and `path` (M L H V Z) as the box around
 * them. Null when there is none, or when something in it would have to be drawn to be understood: other shapes, curves,
 * transforms. Read as text: no document is ever made of it.
 */
export const parseSvgRects = (svg: string): PageRect[] | null => {
  if (svg.length > longest || /\stransform\s*=/i.test(svg)) return null;
  const content = svg.replace(/^\s*<\?xml\s[^<>]*\?>/, '');
  const elements = [...content.matchAll(element)];
  // Something is not understood: a comment, an entity, an attribute without quotes.
  if (elements.length !== content.split('<').length - 1) return null;
  const rects: PageRect[] = [];
  for (const [, closing, name = '', attributes = ''] of elements) {
    if (closing === '/' || isFrame(name)) continue;
    const shape = shapeOf(name, attributes);
    if (shape === null || rects.length === mostShapes) return null;
    rects.push(shape);
  }
  return rects.length === 0 ? null : rects;
};

const element = /<(\/?)(?:svg:)?([a-z][\w-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*\/?>/gi;

const isFrame = (name: string): boolean => ['svg', 'g', 'title', 'desc'].includes(name.toLowerCase());

const attributeOf = (attributes: string, name: string): string | null => {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return found === null ? null : (found[1] ?? found[2] ?? null);
};

const shapeOf = (name: string, attributes: string): PageRect | null => {
  if (name === 'rect') return rectOf(attributes);
  if (name === 'polygon' || name === 'polyline')
    return boxOf(pointsOf(attributeOf(attributes, 'points') ?? ''));
  return name === 'path' ? boxOf(pathPoints(attributeOf(attributes, 'd') ?? '')) : null;
};

const rectOf = (attributes: string): PageRect | null => {
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => {
    const text = attributeOf(attributes, name);
    return text === null ? (name === 'x' || name === 'y' ? 0 : null) : (numbersOf(text, 1)?.[0] ?? null);
  });
  if (x == null || y == null || width == null || height == null || width < 0 || height < 0) return null;
  return { x, y, width, height };
};

type Point = readonly [x: number, y: number];

const boxOf = (points: readonly Point[] | null): PageRect | null => {
  if (points === null || points.length < 2) return null;
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const x = xs.reduce((a, b) => Math.min(a, b));
  const y = ys.reduce((a, b) => Math.min(a, b));
  return {
    x,
    y,
    width: xs.reduce((a, b) => Math.max(a, b)) - x,
    height: ys.reduce((a, b) => Math.max(a, b)) - y,
  };
};

const numbersIn = (text: string): number[] | null => {
  if (!/^[\s,\d.+-]*$/.test(text)) return null;
  return (text.match(/[+-]?(?:\d+(?:\.\d*)?|\.\d+)/g) ?? []).map(Number);
};

const pointsOf = (text: string): Point[] | null => {
  const numbers = numbersIn(text);
  if (numbers === null || numbers.length % 2 === 1) return null;
  return Array.from({ length: numbers.length / 2 }, (_, at) => [
    numbers[2 * at] ?? 0,
    numbers[2 * at + 1] ?? 0,
  ]);
};

/** The corners of a path of straight lines, absolute (capitals) or relative to the corner before. */
const pathPoints = (path: string): Point[] | null => {
  const points: Point[] = [];
  if (!/^\s*(?:[MLHVZ][\s,\d.+-]*)+$/i.test(path)) return null;
  for (const [, command = '', text = ''] of path.matchAll(/([MLHVZ])([\s,\d.+-]*)/gi)) {
    const numbers = numbersIn(text) ?? [];
    const kind = command.toUpperCase();
    const relative = command !== kind;
    const size = kind === 'M' || kind === 'L' ? 2 : 1;
    if (kind === 'Z' ? numbers.length > 0 : numbers.length === 0 || numbers.length % size !== 0) return null;
    for (let at = 0; at < numbers.length; at += size) {
      const [beforeX, beforeY] = points.at(-1) ?? [0, 0];
      const [first = 0, second = 0] = [numbers[at], numbers[at + 1]];
      const x = kind === 'V' ? beforeX : first + (relative ? beforeX : 0);
      const y = kind === 'H' ? beforeY : (kind === 'V' ? first : second) + (relative ? beforeY : 0);
      points.push([x, y]);
    }
  }
  return points;
};
