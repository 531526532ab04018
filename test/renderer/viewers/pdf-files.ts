import { createHash, randomBytes } from 'node:crypto';
import { degrees, PDFDocument, PDFName, PDFString, StandardFonts } from 'pdf-lib';

/** PDFs for tests, made here so that every one of them says what it is for. */

/** Words that a test looks for, one line each. */
export type PageLines = readonly string[];

export type PageShape = {
  /** Points. */
  readonly size?: readonly [number, number];
  /** Left, bottom, width and height of the crop box in user space. */
  readonly crop?: readonly [number, number, number, number];
  readonly rotate?: 0 | 90 | 180 | 270;
  readonly lines: PageLines;
};

const textSize = 12;
const leading = 18;

/** A PDF with lines of words from the top left of each page's crop box. */
export const pdfOf = async (pages: readonly PageShape[]): Promise<PDFDocument> => {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  for (const { size = [612, 792], crop, rotate = 0, lines } of pages) {
    const page = pdf.addPage([size[0], size[1]]);
    const [left, bottom, , height] = crop ?? [0, 0, ...size];
    if (crop !== undefined) page.setCropBox(...crop);
    page.setRotation(degrees(rotate));
    for (const [at, line] of lines.entries()) {
      page.drawText(line, { x: left + 60, y: bottom + height - 60 - at * leading, size: textSize, font });
    }
  }
  return pdf;
};

/** Without object streams, so that the file can be read and broken by hand. */
export const bytesOf = async (pdf: PDFDocument): Promise<Uint8Array> => pdf.save({ useObjectStreams: false });

/** Pages of plain words, each different: page and line are named in it. */
export const longPdf = async (pages: number, lines = 30): Promise<Uint8Array> =>
  bytesOf(
    await pdfOf(
      Array.from({ length: pages }, (_, page) => ({
        lines: Array.from(
          { length: lines },
          (_line, line) => `Page ${page + 1} line ${line + 1} of the lesson plan.`,
        ),
      })),
    ),
  );

/** Pages that each drag a load along which nothing shows: a file too large to be read whole. */
export const heavyPdf = async (pages: number, bytesEach: number): Promise<Uint8Array> => {
  const pdf = await pdfOf(
    Array.from({ length: pages }, (_, page) => ({ lines: [`Heavy page ${page + 1}.`] })),
  );
  for (const page of pdf.getPages()) {
    const load = pdf.context.stream(new Uint8Array(randomBytes(bytesEach)), { Type: 'Metadata' });
    page.node.set(PDFName.of('Metadata'), pdf.context.register(load));
  }
  return bytesOf(pdf);
};

/** Pages that are pictures: shapes, and not one letter. */
export const scannedPdf = async (pages: number): Promise<Uint8Array> => {
  const pdf = await PDFDocument.create();
  for (let at = 0; at < pages; at += 1) {
    const page = pdf.addPage([612, 792]);
    for (let line = 0; line < 20; line += 1) {
      page.drawRectangle({ x: 72, y: 700 - line * 30, width: 420 - (line % 4) * 40, height: 9 });
    }
  }
  return bytesOf(pdf);
};

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const fromLatin = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** The table that says where things stand points nowhere, and so does the way to it. */
export const brokenXref = (bytes: Uint8Array): Uint8Array =>
  fromLatin(
    latin(bytes)
      .replace(/startxref\s+\d+/, 'startxref\n7')
      .replace(/\d{10} \d{5} n/g, '0000000003 00000 n'),
  );

/** Numbered objects as a file with a correct table. */
const assemble = (objects: readonly string[], trailer: string): Uint8Array => {
  let text = '%PDF-1.4\n';
  const offsets: number[] = [];
  for (const [at, object] of objects.entries()) {
    offsets.push(text.length);
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const xref = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${text.length}\n%%EOF\n`;
  return fromLatin(text + xref + end);
};

export const noPagesPdf = (): Uint8Array =>
  assemble(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>'], '');

/** A second page that says it is a page and is none. */
export const brokenPagePdf = (): Uint8Array =>
  assemble(
    [
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R 9 0 R] /Count 2 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
      streamOf('BT /F1 24 Tf 72 700 Td (The first page is whole) Tj ET'),
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ],
    '',
  );

const streamOf = (content: string): string =>
  `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;

const rc4 = (key: Uint8Array, data: Uint8Array): Uint8Array => {
  const state = Uint8Array.from({ length: 256 }, (_, at) => at);
  const swap = (a: number, b: number): void => {
    [state[a], state[b]] = [state[b] ?? 0, state[a] ?? 0];
  };
  for (let at = 0, j = 0; at < 256; at += 1) {
    j = (j + (state[at] ?? 0) + (key[at % key.length] ?? 0)) & 255;
    swap(at, j);
  }
  let [i, j] = [0, 0];
  return data.map((byte) => {
    i = (i + 1) & 255;
    j = (j + (state[i] ?? 0)) & 255;
    swap(i, j);
    return byte ^ (state[((state[i] ?? 0) + (state[j] ?? 0)) & 255] ?? 0);
  });
};

const md5 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

/** The padding of PDF's standard security handler. */
const padding = Uint8Array.from(
  '28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a'.match(/../g) ?? [],
  (hex) => Number.parseInt(hex, 16),
);
const padded = (password: string): Uint8Array =>
  new Uint8Array([...fromLatin(password), ...padding]).slice(0, 32);
const hex = (bytes: Uint8Array): string => `<${Buffer.from(bytes).toString('hex')}>`;

/** One page, encrypted with 40 bits as the first PDFs were. Without a user password every reader opens it. */
export const encryptedPdf = (words: string, passwords: { owner: string; user: string }): Uint8Array => {
  const id = fromLatin('0123456789abcdef');
  const permissions = -44;
  const bits = Uint8Array.from([permissions & 255, (permissions >> 8) & 255, 255, 255]);
  const owner = rc4(md5(padded(passwords.owner)).slice(0, 5), padded(passwords.user));
  const key = md5(padded(passwords.user), owner, bits, id).slice(0, 5);
  const user = rc4(key, padding);
  const content = fromLatin(`BT /F1 24 Tf 72 700 Td (${words}) Tj ET`);
  const contentKey = md5(key, Uint8Array.from([4, 0, 0, 0, 0])).slice(0, 10);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    streamOf(latin(rc4(contentKey, content))),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Filter /Standard /V 1 /R 2 /O ${hex(owner)} /U ${hex(user)} /P ${permissions} >>`,
  ];
  return assemble(objects, `/Encrypt 6 0 R /ID [${hex(id)} ${hex(id)}]`);
};

/** Everything a PDF can try: scripts on opening and on the page, launching, calling addresses, a form of XFA, a file. */
export const hostilePdf = async (address: string): Promise<Uint8Array> => {
  const pdf = await pdfOf([{ lines: ['The words stay readable.'] }]);
  const { context, catalog } = pdf;
  const script = `app.alert(1); this.canary = 'pdf'; globalThis.canary = 'pdf'; fetch('${address}/script'); app.launchURL('${address}/launch')`;
  const run = context.obj({ S: 'JavaScript', JS: PDFString.of(script) });
  pdf.addJavaScript('opening', script);
  catalog.set(PDFName.of('OpenAction'), run);
  catalog.set(PDFName.of('AA'), context.obj({ WC: run, DS: run }));
  const page = pdf.getPage(0);
  page.node.set(PDFName.of('AA'), context.obj({ O: run, C: run }));
  const everywhere = [0, 0, 612, 792];
  const link = (action: Record<string, unknown>) =>
    context.register(
      context.obj({
        Type: 'Annot',
        Subtype: 'Link',
        Rect: everywhere,
        A: context.obj(action as never),
      } as never),
    );
  const annotations = [
    link({ S: 'URI', URI: PDFString.of(`${address}/uri`) }),
    link({ S: 'Launch', F: PDFString.of(`${address}/program.exe`), NewWindow: true }),
    link({ S: 'GoToR', F: PDFString.of(`${address}/remote.pdf`), D: [0, 'Fit'] }),
    link({ S: 'SubmitForm', F: PDFString.of(`${address}/form`) }),
    link({ S: 'JavaScript', JS: PDFString.of(script) }),
    context.register(
      context.obj({
        Type: 'Annot',
        Subtype: 'Screen',
        Rect: everywhere,
        A: context.obj({ S: 'Rendition', JS: PDFString.of(script), OP: 0 } as never),
      } as never),
    ),
  ];
  page.node.set(PDFName.of('Annots'), context.obj(annotations));
  const xfa =
    context.stream(`<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template><subform><event activity="initialize">
<script contentType="application/x-javascript">${script}</script></event></subform></template></xdp:xdp>`);
  catalog.set(PDFName.of('AcroForm'), context.obj({ Fields: [], XFA: context.register(xfa) } as never));
  await pdf.attach(new TextEncoder().encode(`<script>fetch('${address}/attached')</script>`), 'run-me.html', {
    mimeType: 'text/html',
  });
  return bytesOf(pdf);
};
