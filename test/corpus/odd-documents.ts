import { writeZip, type ZipEntry } from './zip-writer.ts';

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relation = 'http://schemas.openxmlformats.org/package/2006/relationships';
const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const mainType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const macroType = 'application/vnd.ms-word.document.macroEnabled.main+xml';

type Parts = {
  /** What stands in the body, as WordprocessingML. */
  readonly body: string;
  /** Relationships of the document, as XML elements. */
  readonly relations?: string;
  readonly contentType?: string;
  readonly more?: readonly ZipEntry[];
};

/** A .docx made by hand, so that it can hold what no writer would put into one. */
export const writeDocx = ({ body, relations = '', contentType = mainType, more = [] }: Parts): Uint8Array =>
  writeZip([
    {
      name: '[Content_Types].xml',
      content:
        `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>' +
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>' +
        `<Override PartName="/word/document.xml" ContentType="${contentType}"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content:
        `${xml}<Relationships xmlns="${relation}"><Relationship Id="rId1" ` +
        `Type="${office}/officeDocument" Target="word/document.xml"/></Relationships>`,
    },
    {
      name: 'word/document.xml',
      content:
        `${xml}<w:document xmlns:w="${word}" xmlns:r="${office}" ` +
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ' +
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" ' +
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">' +
        `<w:body>${body}</w:body></w:document>`,
    },
    {
      name: 'word/_rels/document.xml.rels',
      content: `${xml}<Relationships xmlns="${relation}">${relations}</Relationships>`,
    },
    ...more,
  ]);

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

export const docxParagraph = (text: string): string =>
  `<w:p><w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`;

const picture = (attribute: string): string =>
  '<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData>' +
  `<pic:pic><pic:blipFill><a:blip ${attribute}/></pic:blipFill></pic:pic>` +
  '</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>';

const outside = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}" TargetMode="External"/>`;

/** A picture, a template, a frame and a link that lie on a server; and a field that would fetch one. */
export const remoteDocx = (canary: string): Uint8Array =>
  writeDocx({
    body:
      docxParagraph('The words stay readable.') +
      picture('r:link="rId10"') +
      picture('r:embed="rId11"') +
      '<w:p><w:hyperlink r:id="rId12"><w:r><w:t>a link</w:t></w:r></w:hyperlink></w:p>' +
      '<w:p><w:hyperlink r:id="rId14"><w:r><w:t>a script</w:t></w:r></w:hyperlink></w:p>' +
      `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDEPICTURE "${canary}/field.png" \\d</w:instrText></w:r>` +
      '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>a field</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
    relations:
      outside('rId10', 'image', `${canary}/linked.png`) +
      outside('rId11', 'image', `${canary}/embedded.png`) +
      outside('rId12', 'hyperlink', `${canary}/link`) +
      outside('rId13', 'attachedTemplate', `${canary}/template.dotm`) +
      outside('rId14', 'hyperlink', "javascript:top.canary='docx-link'"),
  });

/** A document with a macro that runs on opening; by name an ordinary .docx. */
export const macroDocx = (): Uint8Array =>
  writeDocx({
    body: docxParagraph('Enable the content to read this plan.'),
    contentType: macroType,
    relations:
      '<Relationship Id="rId20" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>',
    more: [{ name: 'word/vbaProject.bin', content: compoundFile(['VBA', 'PROJECT', 'dir']) }],
  });

/** Insertions, deletions, a comment, a footnote, a header and a text box: what a plain reading may lose. */
export const revisedDocx = (): Uint8Array => {
  const run = (text: string): string => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
  const by = 'w:id="1" w:author="A mentor" w:date="2026-01-01T00:00:00Z"';
  return writeDocx({
    body:
      `<w:p>${run('The class waits ')}<w:del ${by}><w:r><w:delText xml:space="preserve">one second</w:delText></w:r></w:del>` +
      `<w:ins ${by}>${run('three seconds')}</w:ins>${run(' after each answer.')}</w:p>` +
      `<w:p><w:commentRangeStart w:id="0"/>${run('A remark stands at these words.')}<w:commentRangeEnd w:id="0"/>` +
      '<w:r><w:commentReference w:id="0"/></w:r></w:p>' +
      `<w:p>${run('A note follows.')}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>`,
    relations:
      `<Relationship Id="rId30" Type="${office}/comments" Target="comments.xml"/>` +
      `<Relationship Id="rId31" Type="${office}/footnotes" Target="footnotes.xml"/>` +
      `<Relationship Id="rId32" Type="${office}/header" Target="header1.xml"/>`,
    more: [
      {
        name: 'word/comments.xml',
        content: `${xml}<w:comments xmlns:w="${word}"><w:comment ${by.replace('"1"', '"0"')}>${docxParagraph('Why three?')}</w:comment></w:comments>`,
      },
      {
        name: 'word/footnotes.xml',
        content: `${xml}<w:footnotes xmlns:w="${word}"><w:footnote w:id="2">${docxParagraph('After Rowe, 1974.')}</w:footnote></w:footnotes>`,
      },
      {
        name: 'word/header1.xml',
        content: `${xml}<w:hdr xmlns:w="${word}">${docxParagraph('A header on every page')}</w:hdr>`,
      },
    ],
  });
};

/** A few hundred bytes whose directory says they unpack to four gigabytes. */
export const bombDocx = (): Uint8Array =>
  writeZip([
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: 'word/document.xml', content: 'x'.repeat(100_000), claimedSize: 0xffff_fff0 },
  ]);

/** Says that it is small, and unpacks to 60 MB of markup all the same: the directory lies. */
export const lyingBombDocx = (size = 60_000_000): Uint8Array =>
  writeZip([
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: 'word/document.xml', content: Buffer.alloc(size, 0x20), claimedSize: 2000 },
  ]);

const sector = 512;

/**
 * An OLE compound file (MS-CFB) with empty streams of these names: what Word writes for .doc, and around a .docx that is
 * protected by a password.
 */
export const compoundFile = (streams: readonly string[]): Uint8Array => {
  const directorySectors = Math.ceil((streams.length + 1) / 4);
  const file = Buffer.alloc(sector * (2 + directorySectors));
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file);
  file.writeUInt16LE(0x003e, 24);
  file.writeUInt16LE(3, 26);
  file.writeUInt16LE(0xfffe, 28);
  file.writeUInt16LE(9, 30);
  file.writeUInt16LE(6, 32);
  file.writeUInt32LE(1, 44);
  file.writeUInt32LE(1, 48);
  file.writeUInt32LE(4096, 56);
  file.writeUInt32LE(0xfffffffe, 60);
  file.writeUInt32LE(0xfffffffe, 68);
  file.fill(0xff, 76, sector);
  file.writeUInt32LE(0, 76);
  file.fill(0xff, sector, 2 * sector);
  file.writeUInt32LE(0xfffffffd, sector);
  for (let at = 1; at <= directorySectors; at += 1) {
    file.writeUInt32LE(at === directorySectors ? 0xfffffffe : at + 1, sector + at * 4);
  }
  for (const [index, name] of ['Root Entry', ...streams].entries()) {
    const at = 2 * sector + index * 128;
    file.write(name, at, 'utf16le');
    file.writeUInt16LE((name.length + 1) * 2, at + 64);
    file.writeUInt8(index === 0 ? 5 : 2, at + 66);
    file.fill(0xff, at + 68, at + 80);
  }
  return new Uint8Array(file);
};

/** A .docx as Word saves it under a password. */
export const passwordDocx = (): Uint8Array => compoundFile(['EncryptionInfo', 'EncryptedPackage']);

/** A .doc of Word 97–2003, whatever its name says. */
export const legacyDoc = (): Uint8Array => compoundFile(['WordDocument', '1Table']);

/** An archive, for files that claim to be something else. */
export const plainZip = (): Uint8Array =>
  writeZip([
    { name: 'plan.txt', content: 'The plan is in here.' },
    { name: 'inner.zip', content: writeZip([{ name: 'deeper.txt', content: 'and deeper' }]) },
  ]);
