import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { repository } from '../../../scripts/vite/repository.ts';

/** A line of a page: its words and the rectangle they cover, in points from the top left. */
export type BenchLine = {
  readonly words: string;
  readonly rect: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
};

/** A PDF with the lines of each of its pages, so that places in it can be cited as a viewer would. */
export type BenchPdf = { readonly bytes: Uint8Array; readonly pages: readonly (readonly BenchLine[])[] };

const [width, height] = [595, 842];
const size = 11;
const picture = 'resources/sample/program/submissions/FWF-202/student-work/first-draft-marked.jpg';

const vocabulary = (
  'the class compares two lengths and a student says why one is longer while the teacher waits for a second ' +
  'answer before anybody writes the sum so that every table has time to think about the missing piece'
).split(' ');

const wordsOf = (page: number, line: number): string =>
  `${page + 1}.${line + 1} ${Array.from({ length: 11 }, (_, at) => vocabulary[(page * 41 + line * 7 + at * 5) % vocabulary.length]).join(' ')}`;

/** A lesson plan of the usual kind: text in an embedded font's metrics, and a photograph on every fourth page. */
export const makeBenchPdf = async (pageCount: number): Promise<BenchPdf> => {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  const photo = await pdf.embedJpg(await readFile(join(repository, picture)));
  const pages = Array.from({ length: pageCount }, (_, page) => {
    const sheet = pdf.addPage([width, height]);
    const hasPhoto = page % 4 === 0;
    if (hasPhoto)
      sheet.drawImage(photo, { x: 60, y: 60, width: 240, height: (240 * photo.height) / photo.width });
    return Array.from({ length: hasPhoto ? 22 : 44 }, (_, line): BenchLine => {
      const words = wordsOf(page, line);
      const base = 72 + line * 16;
      sheet.drawText(words, { x: 60, y: height - base, size, font });
      return {
        words,
        rect: { x: 60, y: base - size, width: font.widthOfTextAtSize(words, size), height: size + 3 },
      };
    });
  });
  return { bytes: await pdf.save(), pages };
};
