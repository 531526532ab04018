/**
 * The character maps, fonts and decoders that pdf.js asks for by name, as files of this application. Each is fetched
 * only when a page needs it; nothing is inlined, because data: addresses may not be fetched here.
 */
const files: Readonly<Record<string, string>> = import.meta.glob(
  [
    '../../node_modules/pdfjs-dist/cmaps/*.bcmap',
    '../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}',
    '../../node_modules/pdfjs-dist/wasm/{jbig2,openjpeg,qcms_bg}.wasm',
  ],
  { query: '?url&no-inline', import: 'default', eager: true },
);

const addresses = new Map(
  Object.entries(files).map(([path, address]) => [path.slice(path.lastIndexOf('/') + 1), address]),
);

/** What pdf.js calls instead of putting a file name behind a folder's address. */
export class PdfAssets {
  async fetch({ filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const address = addresses.get(filename);
    if (address === undefined) throw new Error(`pdf.js asked for an unknown file: ${filename}`);
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${filename} could not be read: ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  }
}
