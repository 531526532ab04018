import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Document, Packer, Paragraph } from 'docx';
import { describe, expect, it } from 'vitest';
import { en } from '../../../renderer/messages/en.ts';
import {
  agreesWithType,
  type FileSignature,
  signatureLength,
  signatureOf,
} from '../../../renderer/viewers/file-signature.ts';
import { oddFiles } from '../../corpus/make-odd-files.ts';
import { realImages } from '../../corpus/real-images.ts';
import { writeZip } from '../../corpus/zip-writer.ts';

const head = (bytes: Uint8Array) => bytes.subarray(0, signatureLength);
const ascii = (text: string) => Uint8Array.from([...text].map((letter) => letter.charCodeAt(0)));
const media = (name: string) => readFile(join(import.meta.dirname, '../../fixtures/media', name));

describe('what a file is by its first bytes', () => {
  const odd: Readonly<Record<string, FileSignature | null>> = {
    'owner-password.pdf': 'pdf',
    'truncated.pdf': 'pdf',
    'really-a-zip.pdf': 'zip',
    'empty.pdf': null,
    'remote.docx': 'docx',
    'macro.docx': 'docx',
    'password.docx': 'protected-office',
    'old-word.docx': 'old-office',
    'not-word.docx': 'zip',
    'huge.png': 'png',
    'huge.jpg': 'jpeg',
    'program.png': 'windows-program',
    'hostile.svg': 'svg',
    'sizeless.svg': 'svg',
    'hostile.html': 'html',
    'utf-16-le.txt': null,
    'emoji.txt': null,
    'binary.txt': null,
    'unknown.xyz': null,
  };

  it.each(Object.entries(odd))('of %s: %s', async (name, expected) => {
    const bytes = await oddFiles[name]?.('http://127.0.0.1:9');
    expect(bytes).toBeDefined();
    expect(signatureOf(head(bytes as Uint8Array))).toBe(expected);
  });

  it('of real pictures, recordings and documents', async () => {
    expect(signatureOf(realImages.avif ?? new Uint8Array())).toBe('avif');
    expect(signatureOf(realImages.bmp ?? new Uint8Array())).toBe('bmp');
    expect(signatureOf(realImages.gif ?? new Uint8Array())).toBe('gif');
    expect(signatureOf(realImages['webp-extended'] ?? new Uint8Array())).toBe('webp');
    expect(signatureOf(head(await media('clip.mp4')))).toBe('mp4');
    expect(signatureOf(head(await media('talk.ogg')))).toBe('ogg');
    expect(signatureOf(head(await media('paper.pdf')))).toBe('pdf');
    const document = new Document({ sections: [{ children: [new Paragraph('A plan')] }] });
    expect(signatureOf(head(new Uint8Array(await Packer.toBuffer(document))))).toBe('docx');
  });

  it('of containers, by what stands inside', () => {
    const packed = (name: string, content: string) => signatureOf(writeZip([{ name, content }]));
    expect(packed('xl/workbook.xml', '<x/>')).toBe('xlsx');
    expect(packed('ppt/presentation.xml', '<x/>')).toBe('pptx');
    expect(signatureOf(ascii('\0\0\0\x20ftypqt  '))).toBe('quicktime');
    expect(signatureOf(ascii('\0\0\0\x20ftypM4A '))).toBe('m4a');
    expect(signatureOf(ascii('\0\0\0\x20ftypheic\0\0\0\0mif1heic'))).toBe('heic');
    expect(signatureOf(ascii('\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm'))).toBe('webm');
    expect(signatureOf(ascii('\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska'))).toBe('matroska');
    expect(signatureOf(ascii('RIFF\x24\0\0\0WAVEfmt '))).toBe('wav');
  });

  it('of programs and archives', () => {
    expect(signatureOf(ascii('\x7fELF\x02\x01\x01'))).toBe('linux-program');
    expect(signatureOf(ascii('\xcf\xfa\xed\xfe\x07'))).toBe('mac-program');
    expect(signatureOf(ascii('\x1f\x8b\x08\0'))).toBe('gzip');
    expect(signatureOf(ascii("7z\xbc\xaf'\x1c\0\x04"))).toBe('7z');
    expect(signatureOf(ascii('Rar!\x1a\x07\x01\0'))).toBe('rar');
  });

  it('is nothing for words that begin like a magic number', () => {
    expect(signatureOf(ascii(`MZ is how Mr. Zander signed. ${'He waited. '.repeat(20)}`))).toBeNull();
    expect(signatureOf(ascii('BM25 is a ranking, not a picture of anything.'))).toBeNull();
    expect(signatureOf(ascii('<3 was all she wrote.'))).toBeNull();
  });

  it('agrees or disagrees with a media type, and says nothing where the type claims nothing', () => {
    expect(agreesWithType('zip', 'application/pdf')).toBe(false);
    expect(agreesWithType('jpeg', 'IMAGE/JPEG; q=1')).toBe(true);
    expect(agreesWithType('png', 'text/plain')).toBeNull();
  });

  it('has words for every kind', () => {
    expect(en.viewerFiles.isReally('plan.pdf', 'zip')).toMatch(/plan\.pdf.*ZIP archive/);
    expect(en.viewerFiles.isReally('board.png', 'windows-program')).toMatch(/Nothing of it was run/);
  });
});
