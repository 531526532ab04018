import { type Color, PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from 'pdf-lib';
import type { Block, PaperDocument, Run } from './blocks.ts';

type Design = {
  readonly ink: Color;
  readonly accent: Color;
  readonly tint: Color;
  readonly serif: boolean;
  readonly band: boolean;
};
const DESIGNS: Readonly<Record<string, Design>> = {
  banded: {
    ink: rgb(0.13, 0.15, 0.19),
    accent: rgb(0.12, 0.32, 0.5),
    tint: rgb(0.9, 0.94, 0.97),
    serif: false,
    band: true,
  },
  classic: {
    ink: rgb(0.1, 0.1, 0.1),
    accent: rgb(0.35, 0.14, 0.14),
    tint: rgb(0.96, 0.94, 0.9),
    serif: true,
    band: false,
  },
  plain: {
    ink: rgb(0.12, 0.14, 0.13),
    accent: rgb(0.13, 0.4, 0.3),
    tint: rgb(0.92, 0.96, 0.93),
    serif: false,
    band: false,
  },
};
const PAGE = { width: 612, height: 792, margin: 62, foot: 58 } as const;
const BODY = 10.6;
const LEADING = 15.2;

type Fonts = { readonly regular: PDFFont; readonly bold: PDFFont };
type Word = { readonly text: string; readonly font: PDFFont; readonly width: number };
/** The pen: where the next thing goes. `y` counts down as PDF pages do. */
type Writer = {
  readonly document: PDFDocument;
  readonly fonts: Fonts;
  readonly design: Design;
  page: PDFPage;
  y: number;
};

function newPage(writer: Writer): void {
  writer.page = writer.document.addPage([PAGE.width, PAGE.height]);
  writer.y = PAGE.height - PAGE.margin;
}

/** A page that has hardly been begun, because the last one ran over, is used before another is started. */
function breakPage(writer: Writer): void {
  if (writer.y > PAGE.height * 0.62) writer.y -= 18;
  else newPage(writer);
}

function room(writer: Writer, needed: number): void {
  if (writer.y - needed < PAGE.foot) newPage(writer);
}

function wordsOf(runs: readonly Run[], fonts: Fonts, size: number): Word[] {
  return runs.flatMap((run) => {
    const font = run.bold ? fonts.bold : fonts.regular;
    return run.text
      .split(/(?<=\s)/)
      .filter((text) => text !== '')
      .map((text) => ({ text, font, width: font.widthOfTextAtSize(text, size) }));
  });
}

function rowsOf(words: readonly Word[], width: number, size: number): Word[][] {
  const rows: Word[][] = [[]];
  let used = 0;
  for (const word of words) {
    const bare = word.font.widthOfTextAtSize(word.text.trimEnd(), size);
    if (used + bare > width && used > 0) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(word);
    used += word.width;
  }
  return rows;
}

function drawRow(
  writer: Writer,
  row: readonly Word[],
  x: number,
  y: number,
  size: number,
  colour: Color,
): void {
  let at = x;
  let index = 0;
  while (index < row.length) {
    const font = row[index]?.font ?? writer.fonts.regular;
    let text = '';
    let width = 0;
    while (index < row.length && row[index]?.font === font) {
      text += row[index]?.text ?? '';
      width += row[index]?.width ?? 0;
      index += 1;
    }
    writer.page.drawText(text.trimEnd(), { x: at, y, size, font, color: colour });
    at += width;
  }
}

function writeRuns(writer: Writer, runs: readonly Run[], indent: number): void {
  const width = PAGE.width - PAGE.margin * 2 - indent;
  for (const row of rowsOf(wordsOf(runs, writer.fonts, BODY), width, BODY)) {
    room(writer, LEADING);
    drawRow(writer, row, PAGE.margin + indent, writer.y - BODY, BODY, writer.design.ink);
    writer.y -= LEADING;
  }
}

function writeHeading(writer: Writer, level: 1 | 2 | 3, text: string): void {
  const size = level === 1 ? 19 : level === 2 ? 13 : 11.2;
  const rows = rowsOf(
    wordsOf([{ text, bold: true }], writer.fonts, size),
    PAGE.width - PAGE.margin * 2,
    size,
  );
  if (level > 1) writer.y -= 6;
  room(writer, rows.length * size * 1.25 + (level === 1 ? 10 : 40));
  for (const row of rows) {
    drawRow(
      writer,
      row,
      PAGE.margin,
      writer.y - size,
      size,
      level === 3 ? writer.design.ink : writer.design.accent,
    );
    writer.y -= size * 1.25;
  }
  if (level === 2) {
    const line = {
      start: { x: PAGE.margin, y: writer.y - 1 },
      end: { x: PAGE.width - PAGE.margin, y: writer.y - 1 },
    };
    writer.page.drawLine({ ...line, thickness: 0.7, color: writer.design.accent, opacity: 0.5 });
  }
  writer.y -= level === 1 ? 8 : 6;
}

function columnWidths(rows: readonly (readonly string[])[], total: number): number[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const weights = Array.from({ length: columns }, (_, column) =>
    Math.min(60, Math.max(9, ...rows.map((row) => (row[column] ?? '').length))),
  );
  const softened = weights.map((weight) => weight ** 0.75);
  const sum = softened.reduce((one, other) => one + other, 0);
  return softened.map((weight) => (weight / sum) * total);
}

function writeTableRow(
  writer: Writer,
  cells: readonly string[],
  widths: readonly number[],
  bold: boolean,
  fill: Color | undefined,
): void {
  const size = 9.6;
  const leading = 13;
  const wrapped = widths.map((width, column) =>
    rowsOf(wordsOf([{ text: cells[column] ?? '', bold }], writer.fonts, size), width - 12, size),
  );
  const height = Math.max(...wrapped.map((rows) => rows.length)) * leading + 9;
  room(writer, height);
  let x = PAGE.margin;
  for (const [column, rows] of wrapped.entries()) {
    const width = widths[column] ?? 0;
    const box = {
      x,
      y: writer.y - height,
      width,
      height,
      borderWidth: 0.6,
      borderColor: rgb(0.68, 0.7, 0.72),
    };
    writer.page.drawRectangle(fill === undefined ? box : { ...box, color: fill });
    for (const [index, row] of rows.entries()) {
      drawRow(writer, row, x + 6, writer.y - 5 - size - index * leading + 1, size, writer.design.ink);
    }
    x += width;
  }
  writer.y -= height;
}

function writeTable(writer: Writer, header: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = columnWidths([header, ...rows], PAGE.width - PAGE.margin * 2);
  writeTableRow(writer, header, widths, true, writer.design.tint);
  for (const row of rows) writeTableRow(writer, row, widths, false, undefined);
  writer.y -= 10;
}

function writeBlock(writer: Writer, block: Block): void {
  if (block.kind === 'page-break') breakPage(writer);
  else if (block.kind === 'heading') writeHeading(writer, block.level, block.text);
  else if (block.kind === 'table') writeTable(writer, block.header, block.rows);
  else if (block.kind === 'paragraph') {
    writeRuns(writer, block.runs, 0);
    writer.y -= 6;
  } else {
    for (const [index, item] of block.items.entries()) {
      room(writer, LEADING);
      const mark = block.ordered ? `${index + 1}.` : '•';
      writer.page.drawText(mark, {
        x: PAGE.margin + 6,
        y: writer.y - BODY,
        size: BODY,
        font: writer.fonts.regular,
        color: writer.design.accent,
      });
      writeRuns(writer, item, 22);
      writer.y -= 2;
    }
    writer.y -= 5;
  }
}

function writeFacts(writer: Writer, facts: PaperDocument['facts']): void {
  for (const [label, value] of facts)
    writeTableRow(
      writer,
      [label, value],
      [120, PAGE.width - PAGE.margin * 2 - 120],
      false,
      writer.design.tint,
    );
  writer.y -= 12;
}

function footers(writer: Writer, label: string): void {
  const pages = writer.document.getPages();
  for (const [index, page] of pages.entries()) {
    const text = `Page ${index + 1} of ${pages.length}`;
    const small = { y: 34, size: 8.5, font: writer.fonts.regular, color: rgb(0.42, 0.44, 0.47) };
    page.drawText(label, { ...small, x: PAGE.margin });
    page.drawText(text, {
      ...small,
      x: PAGE.width - PAGE.margin - writer.fonts.regular.widthOfTextAtSize(text, 8.5),
    });
    if (writer.design.band)
      page.drawRectangle({
        x: 0,
        y: PAGE.height - 16,
        width: PAGE.width,
        height: 16,
        color: writer.design.accent,
      });
  }
}

/** A laid-out PDF with a text layer. `label` stands in the footer; characters outside WinAnsi are an error naming the document. */
export async function paperPdf(paper: PaperDocument, label: string): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const design = DESIGNS[paper.settings.get('design') ?? 'plain'];
  if (design === undefined) throw new Error(`${label}: unknown design. Use banded, classic or plain.`);
  const [regular, bold] = await Promise.all([
    document.embedFont(design.serif ? StandardFonts.TimesRoman : StandardFonts.Helvetica),
    document.embedFont(design.serif ? StandardFonts.TimesRomanBold : StandardFonts.HelveticaBold),
  ]);
  const writer: Writer = {
    document,
    fonts: { regular, bold },
    design,
    page: document.addPage([PAGE.width, PAGE.height]),
    y: PAGE.height - PAGE.margin,
  };
  const [title, ...rest] = paper.blocks;
  if (title?.kind !== 'heading') throw new Error(`${label}: the document must start with a heading.`);
  writeBlock(writer, title);
  writeFacts(writer, paper.facts);
  for (const block of rest) writeBlock(writer, block);
  footers(writer, label);
  document.setTitle(title.text);
  document.setCreationDate(new Date('2026-01-15T12:00:00Z'));
  document.setModificationDate(new Date('2026-01-15T12:00:00Z'));
  return document.save();
}
