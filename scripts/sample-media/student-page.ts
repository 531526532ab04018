import { type Chance, chanceFrom } from './chance.ts';
import { type Hand, inkLine, inkWidth } from './stroke-font.ts';

type Paper = 'wide-ruled' | 'college-ruled' | 'primary' | 'typed' | 'graph';
/** One written page: what the child wrote and what the teacher wrote on it. */
export type StudentPage = {
  readonly file: string;
  readonly paper: Paper;
  readonly age: number;
  readonly heading: string;
  readonly lines: readonly PageLine[];
  readonly sticky: readonly string[];
  /** A child's drawing under the words: SVG path data in a box of 600 by 200, or empty. */
  readonly drawing: string;
  /** A photograph on a desk (JPEG) rather than a flat scan (PNG). */
  readonly photo: boolean;
};
type PageLine = { readonly text: string; readonly note: string };

const PAGE_WIDTH = 820;
const MARGIN_LEFT = 96;
const NOTE_LEFT = 620;
const NOTE_INK = '#b2352f';
const NOTE_LEADING = 19;
const DRAWING_HEIGHT = 200;
const SPACING: Record<Paper, number> = {
  'wide-ruled': 42,
  'college-ruled': 34,
  primary: 58,
  typed: 30,
  graph: 36,
};

/**
 * Pages in a text file, parted by lines of `====`. Each starts with `key: value` lines, then `---`, then the child's lines;
 * `~~word~~` is struck out, `{word}` was written in above the line, `((word))` is circled by the teacher, and `<< note` ends a line with the teacher's note in the margin.
 */
export function parsePages(text: string): StudentPage[] {
  return text.split(/^====$/m).map((part) => {
    const [head = '', body = ''] = part.split(/^---$/m);
    const header = new Map(
      head
        .split('\n')
        .filter((line) => line.includes(':'))
        .map(
          (line) =>
            [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()] as const,
        ),
    );
    const lines = body
      .replace(/^\n/, '')
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [written = '', note = ''] = line.split('<<');
        return { text: written.trim(), note: note.trim() };
      });
    return {
      file: header.get('file') ?? 'page.png',
      paper: paperOf(header.get('paper') ?? ''),
      age: Number(header.get('age') ?? 10),
      heading: header.get('heading') ?? '',
      lines,
      sticky: (header.get('sticky') ?? '').split('|').filter((line) => line !== ''),
      drawing: header.get('drawing') ?? '',
      photo: (header.get('file') ?? '').endsWith('.jpg'),
    };
  });
}

function paperOf(name: string): Paper {
  if (
    name === 'wide-ruled' ||
    name === 'college-ruled' ||
    name === 'primary' ||
    name === 'typed' ||
    name === 'graph'
  )
    return name;
  throw new Error(`"${name}" is not a paper. Use wide-ruled, college-ruled, primary, typed or graph.`);
}

function childHand(page: StudentPage, seed: string): Hand {
  const chance = chanceFrom(`${seed}/hand`);
  const young = Math.max(0, Math.min(1, (15 - page.age) / 9));
  return {
    size: SPACING[page.paper] * (page.paper === 'primary' ? 0.5 : 0.46),
    colour: page.age < 11 ? '#454a55' : chance.pick(['#20397a', '#23262e', '#454a55']),
    pen: page.age < 9 ? 2.5 : 1.9,
    wobble: 0.35 + 1.05 * young * young,
    slant: chance.between(-2, 7) * (1 - young * 0.5),
  };
}

const NOTE_HAND: Hand = { size: 13.5, colour: NOTE_INK, pen: 1.5, wobble: 0.3, slant: 6 };

function circleAround(x: number, middle: number, width: number, size: number): string {
  const reach = width / 2 + 9;
  const middleX = x + width / 2;
  return `<ellipse cx="${middleX}" cy="${middle}" rx="${reach}" ry="${size * 0.92}" transform="rotate(-3 ${middleX} ${middle})" fill="none" stroke="${NOTE_INK}" stroke-width="1.7"/>`;
}

function writtenLine(line: string, y: number, hand: Hand, chance: Chance): string {
  let x = MARGIN_LEFT + 8;
  return line
    .split(/(~~[^~]+~~|\{[^}]+\}|\(\(.+?\)\))/)
    .map((part) => {
      if (part.startsWith('{')) {
        const small: Hand = { ...hand, size: hand.size * 0.74, colour: '#2b6a4a' };
        const caret = `<path d="M${x - 7} ${y + 5}l5 -9l5 9" fill="none" stroke="#2b6a4a" stroke-width="1.8"/>`;
        return caret + inkLine(part.slice(1, -1), x - 4, y - hand.size * 0.98, small, chance);
      }
      const struck = part.startsWith('~~');
      const circled = part.startsWith('((');
      const words = struck || circled ? part.slice(2, -2) : part;
      const width = inkWidth(words, hand);
      const ink = inkLine(words, x, y, hand, chance);
      const middle = y - hand.size * 0.32;
      const stroke = struck
        ? `<path d="M${x - 2} ${middle + 2}L${x + width} ${middle - 3}M${x} ${middle - 3}L${x + width - 2} ${middle + 3}" stroke="${hand.colour}" stroke-width="2"/>`
        : '';
      const ring = circled ? circleAround(x, middle, width, hand.size) : '';
      x += width;
      return ink + stroke + ring;
    })
    .join('');
}

function wrapInk(text: string, width: number, hand: Hand): string[] {
  const rows: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${rows.at(-1) ?? ''} ${word}`.trim();
    if (rows.length > 0 && inkWidth(longer, hand) <= width) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  return rows;
}

function marginNote(rows: readonly string[], y: number, chance: Chance): string {
  const ink = rows
    .map((row, index) => inkLine(row, NOTE_LEFT, y - 4 + index * NOTE_LEADING, NOTE_HAND, chance))
    .join('');
  const foot = y + (rows.length - 1) * NOTE_LEADING;
  const bar = `<path d="M${NOTE_LEFT - 12} ${y - 18}Q${NOTE_LEFT - 18} ${(y + foot) / 2 - 9} ${NOTE_LEFT - 12} ${foot}" fill="none" stroke="${NOTE_INK}" stroke-width="1.6"/>`;
  return bar + ink;
}

/** The teacher's notes beside their lines, each pushed down where the one above needs the room. */
function marginNotes(page: StudentPage, spacing: number, chance: Chance): string {
  let free = 0;
  return page.lines
    .map((line, index) => {
      if (line.note === '') return '';
      const rows = wrapInk(line.note, PAGE_WIDTH - NOTE_LEFT - 20, NOTE_HAND);
      const y = Math.max(118 + index * spacing, free);
      free = y + rows.length * NOTE_LEADING + 8;
      return marginNote(rows, y, chance);
    })
    .join('');
}

function ruling(page: StudentPage, height: number): string {
  const spacing = SPACING[page.paper];
  if (page.paper === 'typed') return '';
  const rows = Math.floor((height - 110) / spacing);
  const lines = Array.from({ length: rows }, (_, index) => {
    const y = 118 + index * spacing;
    const middle =
      page.paper === 'primary'
        ? `<path d="M0 ${y - spacing * 0.28}L${PAGE_WIDTH} ${y - spacing * 0.28}" stroke="#9fc0dd" stroke-dasharray="9 7"/>`
        : '';
    return `<path d="M0 ${y}L${PAGE_WIDTH} ${y}" stroke="#9fc0dd" stroke-width="1.3"/>${middle}`;
  });
  const columns =
    page.paper === 'graph'
      ? Array.from(
          { length: 23 },
          (_, index) => `<path d="M${index * 36} 0L${index * 36} ${height}" stroke="#c4dccb"/>`,
        )
      : [];
  const red =
    page.paper === 'primary'
      ? ''
      : `<path d="M${MARGIN_LEFT - 8} 0L${MARGIN_LEFT - 8} ${height}" stroke="#e3a3a3" stroke-width="1.5"/>`;
  return [...columns, ...lines, red].join('');
}

function typedLine(line: string, y: number): string {
  const plain = line
    .replaceAll('~~', '')
    .replaceAll(/[{}]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
  return `<text x="${MARGIN_LEFT}" y="${y}" font-family="DejaVu Serif, Liberation Serif, serif" font-size="16" fill="#1d1f24">${plain}</text>`;
}

function childDrawing(page: StudentPage, top: number): string {
  if (page.drawing === '') return '';
  const frame = `<rect width="600" height="${DRAWING_HEIGHT}" rx="6" fill="#fffef8" stroke="#b9b2a0" stroke-width="1.5"/>`;
  return `<g transform="translate(${MARGIN_LEFT} ${top - 10})">${frame}<path d="${page.drawing}" fill="none" stroke="#4b5a78" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></g>`;
}

function stickyNote(page: StudentPage, height: number, chance: Chance): string {
  if (page.sticky.length === 0) return '';
  const hand: Hand = { size: 14, colour: '#3a3350', pen: 1.6, wobble: 0.35, slant: 4 };
  const tall = 34 + page.sticky.length * 25;
  const rows = page.sticky
    .map((row, index) => inkLine(row.trim(), 16, 34 + index * 25, hand, chance))
    .join('');
  const width = Math.max(...page.sticky.map((row) => inkWidth(row.trim(), hand))) + 34;
  const x = Math.max(110, PAGE_WIDTH - width - 26);
  return `<g transform="translate(${x} ${height - tall - 24}) rotate(-2)"><rect width="${width}" height="${tall}" fill="#f7e58a" stroke="#e2cc62"/>${rows}</g>`;
}

function onDesk(
  svg: string,
  height: number,
  chance: Chance,
): { markup: string; width: number; height: number } {
  const turn = chance.between(-1.8, 1.8).toFixed(2);
  const desk = chance.pick(['#9c7a52', '#8b8f94', '#a98a63']);
  return {
    markup: `<div style="width:900px;height:${height + 70}px;background:linear-gradient(115deg,${desk},#6d5a44);display:flex;align-items:center;justify-content:center"><div style="transform:rotate(${turn}deg);box-shadow:6px 9px 22px rgba(0,0,0,.45);position:relative">${svg}<div style="position:absolute;inset:0;background:linear-gradient(125deg,rgba(255,244,214,.16),rgba(60,50,40,.2))"></div></div></div>`,
    width: 900,
    height: height + 70,
  };
}

/** The page as markup for the browser, with the size of the picture. */
export function studentPage(
  page: StudentPage,
  seed: string,
): { markup: string; width: number; height: number } {
  const chance = chanceFrom(`${seed}/${page.file}`);
  const spacing = SPACING[page.paper];
  const written = 118 + (page.lines.length + 1) * spacing;
  const stickyRoom = page.sticky.length === 0 ? 0 : page.sticky.length * 25 + 60;
  const drawingRoom = page.drawing === '' ? 0 : DRAWING_HEIGHT + 40;
  const height = Math.max(620, written + drawingRoom + stickyRoom);
  const hand = childHand(page, seed);
  const rows = page.lines.map((line, index) => {
    const y = 118 + index * spacing - (page.paper === 'typed' ? 0 : 2);
    return page.paper === 'typed' ? typedLine(line.text, y) : writtenLine(line.text, y, hand, chance);
  });
  const heading = inkLine(page.heading, MARGIN_LEFT + 8, 62, { ...hand, size: hand.size * 1.1 }, chance);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${PAGE_WIDTH}" height="${height}"><rect width="100%" height="100%" fill="${page.paper === 'primary' ? '#fdf9ec' : '#fffefa'}"/>` +
    `${ruling(page, height)}${heading}${rows.join('')}${marginNotes(page, spacing, chance)}${childDrawing(page, written)}${stickyNote(page, height, chance)}</svg>`;
  return page.photo ? onDesk(svg, height, chance) : { markup: svg, width: PAGE_WIDTH, height };
}
