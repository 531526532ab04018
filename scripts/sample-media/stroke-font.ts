import type { Chance } from './chance.ts';

/**
 * A hand-printed alphabet drawn for this program as single pen strokes: [advance width, SVG path].
 * Baseline y = 0, x-height 10, capitals 18, descenders to +7.
 */
const GLYPHS: Readonly<Record<string, readonly [number, string]>> = {
  a: [11, 'M9 -8C7 -11 1 -11 1 -4.5C1 1 7 1 9 -4M9 -10L9 -1Q9 0 10.5 0'],
  b: [11, 'M1.5 -18L1.5 0M1.5 -6C3 -11 10 -11 10 -5C10 1 3 1.5 1.5 -2'],
  c: [10, 'M8.5 -8C6 -11.5 1 -10 1 -5C1 1 6.5 1 9 -2'],
  d: [11, 'M9.5 -8C7 -11 1 -11 1 -4.5C1 1 7.5 1 9.5 -4M9.5 -18L9.5 0'],
  e: [10, 'M1 -5L8.5 -5.5C8.5 -11 1 -11.5 1 -5C1 1 6.5 1 9 -2'],
  f: [8, 'M8 -16C6.5 -19 3.5 -18.5 3.5 -14L3.5 0M.5 -9.5L7.5 -10'],
  g: [11, 'M9 -8C7 -11 1 -11 1 -5C1 0 7 0 9 -4.5M9 -10L9 3C9 7.5 3 7.5 1 4.5'],
  h: [10.5, 'M1.5 -18L1.5 0M1.5 -6C3 -10.5 9 -12 9 -6L9 0'],
  i: [3.8, 'M1.5 -9.5L1.5 0M1.4 -14L1.7 -13.2'],
  j: [6, 'M4 -9.5L4 3C4 7 1 7 -.5 5M4 -14L4.3 -13.2'],
  k: [9.5, 'M1.5 -18L1.5 0M8.5 -10L1.8 -4.5L9 0'],
  l: [4.2, 'M1.5 -18L1.5 -1.5Q1.5 0 3 0'],
  m: [15.5, 'M1.5 -10L1.5 0M1.5 -6C3 -11 7.5 -11.5 7.5 -6L7.5 0M7.5 -6C9 -11 13.5 -11.5 13.5 -6L13.5 0'],
  n: [10.8, 'M1.5 -10L1.5 0M1.5 -6C3 -11 9 -12 9 -6L9 0'],
  o: [10.5, 'M5 -10C-.5 -10 -.5 0 5 0C10.5 0 10.5 -10 5 -10'],
  p: [11, 'M1.5 -10L1.5 7M1.5 -6C3 -11 10 -11 10 -5C10 1 3 1.5 1.5 -3'],
  q: [12, 'M9 -8C7 -11 1 -11 1 -5C1 .5 7 .5 9 -4M9 -10L9 6L11.5 4.5'],
  r: [8, 'M1.5 -10L1.5 0M1.5 -5C2.5 -9.5 5 -11 7.5 -9.5'],
  s: [9, 'M7.5 -8.5C5.5 -11 1.5 -10.5 1.5 -7.5C1.5 -4.5 8 -5.5 8 -2.5C8 .8 2.5 .8 .8 -1.8'],
  t: [8.5, 'M3.8 -15L3.8 -2.5C3.8 .3 6.5 .3 7.8 -1.2M.5 -10L7.5 -10.2'],
  u: [10.8, 'M1.5 -10L1.5 -4C1.5 1 7.5 1 9 -4M9 -10L9 0'],
  v: [9.8, 'M.8 -10L5 0L9 -10'],
  w: [14.8, 'M.8 -10L4 0L7.3 -9L10.6 0L14 -10'],
  x: [10, 'M1 -10L9 0M9 -10L.8 0'],
  y: [10, 'M1 -10L5.3 -1.5M9.3 -10L3 7'],
  z: [10, 'M1 -10L8.5 -10L.8 0L9 0'],
  A: [14.5, 'M.5 0L7 -18L13.5 0M3 -6.5L11 -6.5'],
  B: [12, 'M1.5 -18L1.5 0M1.5 -18C12 -18.5 12 -10 1.5 -9.5C14 -10 14 0 1.5 0'],
  C: [13.5, 'M12 -15C8 -20 1 -17.5 1 -9C1 0 8 2 12.5 -3'],
  D: [13.5, 'M1.5 -18L1.5 0M1.5 -18C16 -18 16 0 1.5 0'],
  E: [12, 'M11 -18L1.5 -18L1.5 0L11 0M1.5 -9.3L9 -9.5'],
  F: [11.5, 'M11 -18L1.5 -18L1.5 0M1.5 -9.3L9 -9.5'],
  G: [14, 'M12 -15C8 -20 1 -17.5 1 -9C1 1 10 2 12.5 -4L12.5 -8L8 -8'],
  H: [14, 'M1.5 -18L1.5 0M12 -18L12 0M1.5 -9L12 -9'],
  I: [8.5, 'M1 -18L7 -18M4 -18L4 0M1 0L7 0'],
  J: [11, 'M9 -18L9 -5C9 1.5 1.5 1.5 1 -4'],
  K: [12.5, 'M1.5 -18L1.5 0M11.5 -18L1.8 -8L12 0'],
  L: [11, 'M1.5 -18L1.5 0L10.5 0'],
  M: [17.5, 'M1.5 0L2 -18L8.5 -4L15 -18L15.8 0'],
  N: [14, 'M1.5 0L1.5 -18L12 0L12 -18'],
  O: [16.5, 'M8 -18C-1.5 -18 -1.5 0 8 0C17.5 0 17.5 -18 8 -18'],
  P: [12, 'M1.5 -18L1.5 0M1.5 -18C13.5 -18.5 13.5 -8 1.5 -8'],
  Q: [16.5, 'M8 -18C-1.5 -18 -1.5 0 8 0C17.5 0 17.5 -18 8 -18M10 -5L15.5 1.5'],
  R: [12.5, 'M1.5 -18L1.5 0M1.5 -18C13.5 -18.5 13.5 -8 1.5 -8M6 -8L12 0'],
  S: [13, 'M11 -15C8 -19.5 1.5 -18.5 1.5 -13.5C1.5 -8 11.5 -10.5 11.5 -5C11.5 1 3.5 1.5 .8 -3'],
  T: [13.5, 'M.5 -18L13 -18M6.8 -18L6.8 0'],
  U: [14, 'M1.5 -18L1.5 -6C1.5 2 12 2 12 -6L12 -18'],
  V: [13, 'M.8 -18L6.6 0L12.4 -18'],
  W: [18, 'M.8 -18L4.6 0L9 -14L13.4 0L17.4 -18'],
  X: [13, 'M1 -18L12 0M12 -18L.8 0'],
  Y: [13, 'M1 -18L6.5 -9L12 -18M6.5 -9L6.5 0'],
  Z: [12.5, 'M1 -18L11.5 -18L.8 0L12 0'],
  '0': [11, 'M5.5 -17C-.5 -17 -.5 0 5.5 0C11.5 0 11.5 -17 5.5 -17'],
  '1': [7, 'M1.5 -13.5L5 -17L5 0'],
  '2': [11, 'M1.2 -13C2 -19 10 -18 9.5 -12C9 -8 3 -4 1 0L10 0'],
  '3': [
    10.5,
    'M1.2 -15C4 -19 10 -16.5 8.5 -12C7.8 -9.8 5.5 -9.3 4 -9.3C10 -9.5 11 -3 7.5 -1C5 .6 2 0 .8 -2.5',
  ],
  '4': [11, 'M7.5 0L7.5 -17L.8 -5.5L10.3 -5.5'],
  '5': [10.5, 'M9.5 -17L2.5 -17L1.8 -9.5C5 -11.5 10 -10 9.5 -5C9 1 3 1 .8 -2'],
  '6': [10.5, 'M8 -17C3 -14 1 -9 1 -5C1 1.5 9.5 1.5 9.5 -5C9.5 -10 3 -10.5 1.3 -6'],
  '7': [10, 'M.8 -17L9.5 -17L3.5 0'],
  '8': [
    10.5,
    'M5.3 -9.3C0 -11 1 -17 5.3 -17C9.6 -17 10.6 -11 5.3 -9.3C-1 -7 0 0 5.3 0C10.6 0 11.6 -7 5.3 -9.3',
  ],
  '9': [10.5, 'M9 -12C9 -18.5 1 -18.5 1 -12C1 -7 8 -7 9 -12C9.3 -7 8.5 -3 6.5 0'],
  '.': [4.5, 'M1.6 -.6L2.2 0'],
  ',': [5, 'M2.4 -1L1 3.5'],
  '!': [4.5, 'M2 -18L2 -5M2 -.6L2.3 0'],
  '?': [10, 'M1.2 -14C2 -19.5 9.5 -18 8.8 -13C8.2 -10 5 -9.5 5 -5M5 -.6L5.3 0'],
  "'": [3.5, 'M2 -18L1.4 -14'],
  '"': [6, 'M2 -18L1.6 -14M5 -18L4.6 -14'],
  '-': [8, 'M1 -6.5L7 -6.7'],
  _: [11, 'M.5 1L10.5 1'],
  ':': [4.5, 'M2 -8L2.4 -7.4M2 -.6L2.4 0'],
  ';': [5, 'M2.4 -8L2.8 -7.4M2.6 -1L1.2 3.5'],
  '(': [6, 'M5 -19C1 -14 1 -3 5 2'],
  ')': [6, 'M1 -19C5 -14 5 -3 1 2'],
  '/': [9, 'M8 -18L1 2'],
  '+': [11, 'M5.5 -12L5.5 -2M.8 -7L10.2 -7'],
  '=': [11, 'M1 -9L10 -9M1 -4.5L10 -4.5'],
  '>': [11, 'M1 -12L9.5 -7L1 -2'],
  '<': [11, 'M9.5 -12L1 -7L9.5 -2'],
  '%': [
    14,
    'M12 -17L2 0M4 -16C1 -16 1 -10.5 4 -10.5C7 -10.5 7 -16 4 -16M10.5 -6C7.5 -6 7.5 -.3 10.5 -.3C13.5 -.3 13.5 -6 10.5 -6',
  ],
  '&': [14, 'M13 0L3.5 -12C1.5 -18 9.5 -19 8.5 -13.5C7.5 -10 1 -8.5 1 -4.5C1 2 9.5 1 11.5 -6'],
  '*': [9, 'M4.5 -16L4.5 -8M1 -14L8 -10M8 -14L1 -10'],
  $: [12, 'M10 -14C7.5 -18 2 -17 2 -12.8C2 -8 10.5 -10 10.5 -5C10.5 .5 3.5 1 1 -3M6 -20L6 3'],
};
const SPACE = 8;
/** Characters without a glyph of their own. */
const PLAIN: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '×': 'x',
  '…': '.',
};

export type Hand = {
  /** Height of a capital in pixels. */
  readonly size: number;
  readonly colour: string;
  readonly pen: number;
  /** 0 is a ruler; 1 is a six-year-old. */
  readonly wobble: number;
  /** Degrees to the right. */
  readonly slant: number;
};

function glyphOf(character: string): readonly [number, string] | undefined {
  return GLYPHS[PLAIN[character] ?? character];
}

/** Width in pixels of a text in a hand, without the wobble. */
export function inkWidth(text: string, hand: Hand): number {
  const units = [...text].reduce((sum, character) => sum + (glyphOf(character)?.[0] ?? SPACE) + 1.6, 0);
  return (units * hand.size) / 18;
}

/** SVG of one line of handwriting with its baseline starting at (x, y). */
export function inkLine(text: string, x: number, y: number, hand: Hand, chance: Chance): string {
  const scale = hand.size / 18;
  let pen = x;
  let drift = 0;
  const strokes = [...text].map((character) => {
    const glyph = glyphOf(character);
    if (glyph === undefined) {
      pen += (SPACE + 1.6) * scale * chance.between(1 - 0.15 * hand.wobble, 1 + 0.3 * hand.wobble);
      drift = chance.between(-1.6, 1.6) * hand.wobble * scale;
      return '';
    }
    const at = pen;
    const size = scale * chance.between(1 - 0.09 * hand.wobble, 1 + 0.09 * hand.wobble);
    pen += (glyph[0] + 1.6) * scale;
    const turn = chance.between(-5, 5) * hand.wobble;
    const dy = y + drift + chance.between(-0.9, 0.9) * hand.wobble * scale;
    const place = `translate(${at.toFixed(1)} ${dy.toFixed(1)}) rotate(${turn.toFixed(1)}) skewX(${-hand.slant}) scale(${size.toFixed(3)})`;
    return `<path d="${glyph[1]}" transform="${place}" stroke-width="${(hand.pen / size).toFixed(2)}"/>`;
  });
  return `<g fill="none" stroke="${hand.colour}" stroke-linecap="round" stroke-linejoin="round">${strokes.join('')}</g>`;
}
