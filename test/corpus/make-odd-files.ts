import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as documents from './odd-documents.ts';
import * as images from './odd-images.ts';
import * as pdfs from './odd-pdfs.ts';
import * as texts from './odd-texts.ts';

type Make = (canary: string) => Uint8Array | Promise<Uint8Array>;

/**
 * The corpus of odd files, by the name each has as evidence. `canary` is an address that must never be asked. Media
 * files and PDFs whose geometry is odd are made elsewhere. Names are of the kinds that hubs receive: the hub shows them
 * as labels and never uses them as paths.
 */
export const oddFiles: Readonly<Record<string, Make>> = {
  'owner-password.pdf': pdfs.ownerPasswordPdf,
  'user-password.pdf': pdfs.userPasswordPdf,
  'no-text-layer.pdf': pdfs.noTextLayerPdf,
  'broken-xref.pdf': pdfs.brokenXrefPdf,
  'truncated.pdf': pdfs.truncatedPdf,
  'hopeless.pdf': pdfs.hopelessPdf,
  'hostile.pdf': pdfs.hostilePdf,
  'really-a-zip.pdf': documents.plainZip,
  'empty.pdf': () => new Uint8Array(),

  'remote.docx': documents.remoteDocx,
  'macro.docx': documents.macroDocx,
  'revised.docx': documents.revisedDocx,
  'password.docx': documents.passwordDocx,
  'old-word.docx': documents.legacyDoc,
  'bomb.docx': documents.bombDocx,
  'lying-bomb.docx': () => documents.lyingBombDocx(),
  'not-word.docx': documents.plainZip,

  'huge.png': () => images.hugePng(),
  'huge.jpg': () => images.greyJpeg(20_000, 20_000),
  'broken.png': images.brokenPng,
  'broken.jpg': images.brokenJpeg,
  'sideways.jpg': () => images.greyJpeg(640, 400, 6),
  'program.png': images.windowsProgram,
  'empty.png': () => new Uint8Array(),
  'hostile.svg': images.hostileSvg,
  'sizeless.svg': images.sizelessSvg,
  'vast.svg': images.vastSvg,

  'hostile.html': (canary) => new TextEncoder().encode(texts.hostileHtml(canary)),
  'utf-16-le.txt': () => texts.utf16Text(texts.reflectionWords),
  'utf-16-be.txt': () => texts.utf16Text(texts.reflectionWords, { bigEndian: true }),
  'utf-16-no-mark.txt': () => texts.utf16Text(texts.reflectionWords, { mark: false }),
  'windows-1252.txt': texts.windows1252Text,
  'mixed-line-ends.txt': texts.mixedLineEnds,
  'emoji.txt': texts.emojiText,
  'right-to-left.txt': texts.rightToLeftText,
  'one-long-line.txt': texts.oneLongLine,
  'binary.txt': texts.binaryText,
  'nuls.txt': texts.textWithNuls,
  'empty.txt': () => new Uint8Array(),

  'unknown.xyz': () => new TextEncoder().encode('neither here nor there'),
  'con\u202efdp.exe': images.windowsProgram,
  'a name & <b>marks "quoted" 100% 🙂.txt': texts.emojiText,
};

/** Writes the corpus, or the files of it that are named, into a folder. */
export const writeOddFiles = async (
  folder: string,
  canary: string,
  names: readonly string[] = Object.keys(oddFiles),
): Promise<void> => {
  await mkdir(folder, { recursive: true });
  for (const name of names) {
    const make = oddFiles[name];
    if (make === undefined) throw new Error(`the corpus has no file ${name}`);
    await writeFile(join(folder, name), await make(canary));
  }
};

// node test/corpus/make-odd-files.ts FOLDER: to look at the files, or to try them in another program.
if (import.meta.main) {
  const folder = process.argv[2];
  if (folder === undefined) throw new Error('say which folder the files are to be written to');
  await writeOddFiles(folder, 'http://127.0.0.1:9');
}
