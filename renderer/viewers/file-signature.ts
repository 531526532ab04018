/** What a file is by its first bytes, whatever its name and its media type say. */
export type FileSignature =
  | 'pdf'
  | 'docx'
  | 'xlsx'
  | 'pptx'
  | 'open-document'
  | 'epub'
  | 'zip'
  | 'png'
  | 'jpeg'
  | 'gif'
  | 'webp'
  | 'avif'
  | 'heic'
  | 'bmp'
  | 'tiff'
  | 'svg'
  | 'html'
  | 'xml'
  | 'quicktime'
  | 'mp4'
  | 'm4a'
  | 'webm'
  | 'matroska'
  | 'wav'
  | 'avi'
  | 'mp3'
  | 'ogg'
  | 'flac'
  | 'protected-office'
  | 'old-office'
  | 'windows-program'
  | 'linux-program'
  | 'mac-program'
  | 'gzip'
  | '7z'
  | 'rar'
  | 'rtf'
  | 'database';

/** Bytes that are enough to tell. */
export const signatureLength = 4096;

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

/** `at`, what stands there (one character a byte), and what that means. The first row that fits decides. */
const rows: readonly (readonly [at: number, magic: string, is: FileSignature])[] = [
  [0, '\x89PNG\r\n\x1a\n', 'png'],
  [0, '\xff\xd8\xff', 'jpeg'],
  [0, 'GIF87a', 'gif'],
  [0, 'GIF89a', 'gif'],
  [0, 'II*\0', 'tiff'],
  [0, 'MM\0*', 'tiff'],
  [0, 'OggS', 'ogg'],
  [0, 'fLaC', 'flac'],
  [0, 'ID3', 'mp3'],
  [0, '{\\rtf', 'rtf'],
  [0, '\x1f\x8b', 'gzip'],
  [0, "7z\xbc\xaf'\x1c", '7z'],
  [0, 'Rar!\x1a\x07', 'rar'],
  [0, 'SQLite format 3\0', 'database'],
  [0, '\x7fELF', 'linux-program'],
  [0, '\xfe\xed\xfa\xce', 'mac-program'],
  [0, '\xfe\xed\xfa\xcf', 'mac-program'],
  [0, '\xce\xfa\xed\xfe', 'mac-program'],
  [0, '\xcf\xfa\xed\xfe', 'mac-program'],
  [0, '\xca\xfe\xba\xbe', 'mac-program'],
];

type Reader = (bytes: Uint8Array) => FileSignature | null;

const byMagic: Reader = (bytes) =>
  rows.find(([at, magic]) => latin1(bytes, at, at + magic.length) === magic)?.[2] ?? null;

const riff: Reader = (bytes) => {
  if (latin1(bytes, 0, 4) !== 'RIFF') return null;
  const kinds: Readonly<Record<string, FileSignature>> = { WEBP: 'webp', WAVE: 'wav', 'AVI ': 'avi' };
  return kinds[latin1(bytes, 8, 12)] ?? null;
};

/** ISO base media: the brand says what is inside. */
const isoMedia: Reader = (bytes) => {
  const box = latin1(bytes, 4, 8);
  if (box === 'moov' || box === 'mdat' || box === 'wide' || box === 'free') return 'quicktime';
  if (box !== 'ftyp') return null;
  const brand = latin1(bytes, 8, 12);
  if (brand === 'qt  ') return 'quicktime';
  if (brand === 'avif' || brand === 'avis') return 'avif';
  if (/^(?:hei[cxms]|he[v][cx]|mif1|msf1)$/.test(brand)) {
    return latin1(bytes, 16, 64).includes('avif') ? 'avif' : 'heic';
  }
  return brand.startsWith('M4A') || brand.startsWith('M4B') ? 'm4a' : 'mp4';
};

const matroska: Reader = (bytes) => {
  if (latin1(bytes, 0, 4) !== '\x1aE\xdf\xa3') return null;
  return latin1(bytes, 0, 64).includes('webm') ? 'webm' : 'matroska';
};

const bitmap: Reader = (bytes) =>
  latin1(bytes, 0, 2) === 'BM' && [12, 40, 52, 56, 64, 108, 124].includes(bytes[14] ?? 0) ? 'bmp' : null;

/** "MZ" are two letters like others: a program also says where its header is, or that DOS cannot run it. */
const windowsProgram: Reader = (bytes) => {
  if (latin1(bytes, 0, 2) !== 'MZ' || bytes.length < 64) return null;
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0x3c, true);
  const named = header + 2 <= bytes.length && /^[PNL]E/.test(latin1(bytes, header, header + 2));
  return named || latin1(bytes, 64, 512).includes('DOS mode') ? 'windows-program' : null;
};

const utf16Name = (name: string): string => [...name].map((letter) => `${letter}\0`).join('');

/** A compound file holds old Office documents, and new ones that a password protects. */
const compound: Reader = (bytes) => {
  if (latin1(bytes, 0, 8) !== '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1') return null;
  const text = Array.from({ length: Math.ceil(bytes.length / 1024) }, (_, part) =>
    latin1(bytes, part * 1024, (part + 1) * 1024),
  ).join('');
  return text.includes(utf16Name('EncryptedPackage')) || text.includes(utf16Name('EncryptionInfo'))
    ? 'protected-office'
    : 'old-office';
};

const ofEntry = (name: string, content: string): FileSignature | null => {
  if (name.startsWith('word/')) return 'docx';
  if (name.startsWith('xl/')) return 'xlsx';
  if (name.startsWith('ppt/')) return 'pptx';
  if (name !== 'mimetype') return null;
  if (content.startsWith('application/epub')) return 'epub';
  return content.startsWith('application/vnd.oasis.opendocument') ? 'open-document' : null;
};

/** Goes through the entries of which the headers are there; their names say what kind of document a zip is. */
const zip: Reader = (bytes) => {
  const magic = latin1(bytes, 0, 4);
  if (magic !== 'PK\x03\x04' && magic !== 'PK\x05\x06') return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 30 <= bytes.length; at += 1) {
    if (view.getUint32(at, true) !== 0x04034b50) continue;
    const nameEnd = at + 30 + view.getUint16(at + 26, true);
    const begin = nameEnd + view.getUint16(at + 28, true);
    const found = ofEntry(latin1(bytes, at + 30, nameEnd), latin1(bytes, begin, begin + 64));
    if (found !== null) return found;
  }
  return 'zip';
};

/** A PDF may begin anywhere in its first kilobyte. Only a file that is nothing else is taken for one there. */
const pdf: Reader = (bytes) => (latin1(bytes, 0, 1024).includes('%PDF-') ? 'pdf' : null);

const mpegAudio: Reader = (bytes) =>
  bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2 && ((bytes[2] ?? 0) & 0xf0) !== 0xf0 ? 'mp3' : null;

const markup: Reader = (bytes) => {
  const head = latin1(bytes, 0, 1024)
    .replace(/^\xef\xbb\xbf/, '')
    .replace(/^\s+/, '');
  const inside = head.replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>|\s+/g, ' ').trimStart();
  if (/^(?:<!doctype svg[^>]*>\s*)?<svg[\s>]/i.test(inside)) return 'svg';
  if (/^<(?:!doctype html|html|head|body|script|h1|p|div)[\s>]/i.test(inside)) return 'html';
  return head.startsWith('<?xml') ? 'xml' : null;
};

const readers: readonly Reader[] = [
  byMagic,
  riff,
  isoMedia,
  matroska,
  bitmap,
  windowsProgram,
  compound,
  zip,
  pdf,
  mpegAudio,
  markup,
];

/** What the first bytes of a file (`signatureLength` are enough) say that it is; null when they say nothing. */
export const signatureOf = (bytes: Uint8Array): FileSignature | null => {
  for (const read of readers) {
    const found = read(bytes);
    if (found !== null) return found;
  }
  return null;
};

const claims: Readonly<Record<string, readonly FileSignature[]>> = {
  'application/pdf': ['pdf'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'text/html': ['html', 'xml'],
  'image/png': ['png'],
  'image/jpeg': ['jpeg'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'image/avif': ['avif'],
  'image/svg+xml': ['svg', 'xml'],
  'video/mp4': ['mp4', 'm4a', 'quicktime'],
  'video/quicktime': ['quicktime', 'mp4'],
  'video/webm': ['webm', 'matroska'],
  'audio/mp4': ['m4a', 'mp4'],
  'audio/mpeg': ['mp3'],
  'audio/webm': ['webm', 'matroska'],
  'audio/ogg': ['ogg'],
  'audio/wav': ['wav'],
  'audio/flac': ['flac'],
};

/** Whether what a file is agrees with its media type; null where the type claims nothing that can be checked. */
export const agreesWithType = (signature: FileSignature, mediaType: string): boolean | null => {
  const claimed = claims[(mediaType.split(';')[0] ?? '').trim().toLowerCase()];
  return claimed === undefined ? null : claimed.includes(signature);
};
