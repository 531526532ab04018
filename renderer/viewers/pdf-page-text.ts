import type { PDFPageProxy } from 'pdfjs-dist';
import { fromUserSpace, type PageBox } from './pdf-geometry.ts';

export type TextContent = Awaited<ReturnType<PDFPageProxy['getTextContent']>>;
type TextItem = Extract<TextContent['items'][number], { str: string }>;

/**
 * A stretch of words that pdf.js tells as one: where it stands in the page's text and on the page. Lengths are points,
 * positions in page space; `angle` (radians, clockwise on the page) is the direction of reading.
 */
export type TextRun = {
  /** UTF-16 offset in the page's text. */
  readonly start: number;
  readonly words: string;
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly length: number;
  /** Above and below the base line. */
  readonly ascent: number;
  readonly descent: number;
  readonly family: string;
  readonly rightToLeft: boolean;
};

/** The words of a page, made from what the file says and from nothing that a screen adds. */
export type PageText = {
  readonly page: number;
  readonly text: string;
  /** One for each item of pdf.js that has words or ends a line, in its order. */
  readonly runs: readonly TextRun[];
};

const isItem = (item: TextContent['items'][number]): item is TextItem => 'str' in item;

/** A font says how far it reaches above and below the base line; some say nothing, or nonsense. */
const reachOf = (style: TextContent['styles'][string] | undefined): { ascent: number; descent: number } => {
  if (style?.vertical === true) return { ascent: 0.5, descent: 0.5 };
  const { ascent = 0, descent = 0 } = style ?? {};
  const sane = ascent > 0.3 && ascent <= 1.3 && descent <= 0 && descent >= -0.6;
  return sane ? { ascent, descent: -descent } : { ascent: 0.8, descent: 0.2 };
};

const runOf = (item: TextItem, start: number, styles: TextContent['styles'], box: PageBox): TextRun => {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = item.transform as number[];
  const style = styles[item.fontName];
  const vertical = style?.vertical === true;
  const height = Math.hypot(c, d) * box.userUnit;
  const { ascent, descent } = reachOf(style);
  return {
    start,
    words: item.str,
    ...fromUserSpace(box, e, f),
    // User space counts y upwards, page space downwards.
    angle: Math.atan2(-b, a) + (vertical ? Math.PI / 2 : 0),
    length: (vertical ? item.height : item.width) * box.userUnit,
    ascent: ascent * height,
    descent: descent * height,
    family: style?.fontFamily ?? 'sans-serif',
    rightToLeft: item.dir === 'rtl',
  };
};

/**
 * The text of a page: the items in the file's order, with a line end where pdf.js sees one. Positions that are stored
 * count in this text.
 */
export const readPageText = (page: number, { items, styles }: TextContent, box: PageBox): PageText => {
  const runs: TextRun[] = [];
  let text = '';
  for (const item of items) {
    if (!isItem(item)) continue;
    runs.push(runOf(item, text.length, styles, box));
    text += item.hasEOL ? `${item.str}\n` : item.str;
  }
  return { page, text, runs };
};

export const hasWords = ({ text }: PageText): boolean => text.trim() !== '';
