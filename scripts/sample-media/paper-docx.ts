import {
  AlignmentType,
  Document,
  HeadingLevel,
  LevelFormat,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { Block, PaperDocument, Run } from './blocks.ts';

const HEADINGS = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const;

function textRuns(runs: readonly Run[]): TextRun[] {
  return runs.map((run) => new TextRun({ text: run.text, bold: run.bold }));
}

function cell(text: string, bold: boolean): TableCell {
  return new TableCell({
    margins: { top: 60, bottom: 60, left: 100, right: 100 },
    ...(bold ? { shading: { fill: 'E7EDF3' } } : {}),
    children: [new Paragraph({ children: [new TextRun({ text, bold })] })],
  });
}

function table(rows: readonly (readonly string[])[], headerRows: number): Table {
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: rows.map(
      (row, index) =>
        new TableRow({
          tableHeader: index < headerRows,
          children: row.map((text) => cell(text, index < headerRows)),
        }),
    ),
  });
}

function blockParts(block: Block, list: number): (Paragraph | Table)[] {
  if (block.kind === 'heading') return [new Paragraph({ text: block.text, heading: HEADINGS[block.level] })];
  if (block.kind === 'paragraph')
    return [new Paragraph({ children: textRuns(block.runs), spacing: { after: 140 } })];
  if (block.kind === 'page-break') return [new Paragraph({ text: '', pageBreakBefore: true })];
  if (block.kind === 'table') return [table([block.header, ...block.rows], 1), new Paragraph({ text: '' })];
  const style = block.ordered
    ? { numbering: { reference: 'steps', level: 0, instance: list } }
    : { bullet: { level: 0 } };
  return block.items.map(
    (item) => new Paragraph({ children: textRuns(item), spacing: { after: 60 }, ...style }),
  );
}

/** The same blocks as a Word document with real headings, lists and tables. */
export async function paperDocx(paper: PaperDocument): Promise<Uint8Array> {
  const facts = paper.facts.map(([label, value]) => [label, value]);
  const [title, ...rest] = paper.blocks;
  const head = title === undefined ? [] : blockParts(title, 0);
  const document = new Document({
    creator: 'Sample program',
    numbering: {
      config: [
        {
          reference: 'steps',
          levels: [
            {
              level: 0,
              format: LevelFormat.DECIMAL,
              text: '%1.',
              alignment: AlignmentType.START,
              style: { paragraph: { indent: { left: 500, hanging: 300 } } },
            },
          ],
        },
      ],
    },
    sections: [
      {
        children: [
          ...head,
          ...(facts.length === 0 ? [] : [table(facts, 0), new Paragraph({ text: '' })]),
          ...rest.flatMap((block, index) => blockParts(block, index)),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}
