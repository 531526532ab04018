import type { Size } from './zoom.ts';

/** Reads `length` bytes from an offset of the file; fewer at its end. */
export type ReadBytes = (from: number, length: number) => Promise<Uint8Array>;

const windowLength = 65_536;
/** Parts of a JPEG that are looked at before its frame header; far more than cameras write. */
const mostSegments = 256;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const text = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));

const uint24 = (view: DataView, at: number): number =>
  view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getUint8(at + 2) << 16);

type Reader = (head: Uint8Array, view: DataView) => Size | null;

const png: Reader = (head, view) =>
  text(head, 1, 3) === 'PNG' && text(head, 12, 4) === 'IHDR'
    ? { width: view.getUint32(16), height: view.getUint32(20) }
    : null;

/** The screen of a GIF, or its first picture where that is larger: Chromium makes room for it. */
const gif: Reader = (head, view) => {
  if (!/^GIF8[79]a$/.test(text(head, 0, 6))) return null;
  const screen = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  const flags = view.getUint8(10);
  let at = 13 + ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  while (head[at] === 0x21) {
    at += 2;
    while ((head[at] ?? 0) !== 0) at += 1 + (head[at] ?? 0);
    at += 1;
  }
  if (head[at] !== 0x2c || at + 10 > head.length) return screen;
  return {
    width: Math.max(screen.width, view.getUint16(at + 1, true) + view.getUint16(at + 5, true)),
    height: Math.max(screen.height, view.getUint16(at + 3, true) + view.getUint16(at + 7, true)),
  };
};

const webp: Reader = (head, view) => {
  if (text(head, 0, 4) !== 'RIFF' || text(head, 8, 4) !== 'WEBP') return null;
  switch (text(head, 12, 4)) {
    case 'VP8X':
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
    case 'VP8L': {
      const packed = view.getUint32(21, true);
      return { width: (packed & 0x3fff) + 1, height: ((packed >> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    default:
      return null;
  }
};

const bmp: Reader = (head, view) => {
  if (text(head, 0, 2) !== 'BM') return null;
  return view.getUint32(14, true) === 12
    ? { width: view.getUint16(18, true), height: view.getUint16(20, true) }
    : { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
};

/** AVIF and HEIF: the largest of the items' sizes (`ispe`). A grid names the whole beside its tiles. */
const heif: Reader = (head, view) => {
  if (text(head, 4, 4) !== 'ftyp') return null;
  let largest: Size | null = null;
  for (let at = 8; at + 16 <= head.length; at += 1) {
    if (view.getUint32(at) !== 0x69737065) continue;
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (largest === null || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
};

const readers: readonly Reader[] = [png, gif, webp, bmp, heif];

const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Goes from segment to segment until the frame header: thumbnails and colour profiles stand before it. */
const jpeg = async (head: Uint8Array, read: ReadBytes): Promise<Size | null> => {
  if (head[0] !== 0xff || head[1] !== 0xd8) return null;
  let start = 0;
  let part = head;
  let at = 2;
  for (let segments = 0; segments < mostSegments; segments += 1) {
    if (at - start + 9 > part.length) {
      start = at;
      part = await read(start, windowLength);
      if (part.length < 9) return null;
    }
    const view = viewOf(part);
    const here = at - start;
    if (part[here] !== 0xff) return null;
    const marker = view.getUint8(here + 1);
    if (isFrameHeader(marker)) return { width: view.getUint16(here + 7), height: view.getUint16(here + 5) };
    // A fill byte before a marker stands alone; so do markers without data.
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else at += 2 + view.getUint16(here + 2);
  }
  return null;
};

/**
 * Pixels of a PNG, JPEG, GIF, WebP, AVIF, HEIF or BMP as its header says, before anything is decoded; a turn noted in
 * EXIF is not applied. Null: not such a file, or cut off before its size. Reads 64 KiB, of a JPEG perhaps some more.
 */
export const readImageSize = async (read: ReadBytes): Promise<Size | null> => {
  const head = await read(0, windowLength);
  // Every header is longer; what is shorter is no image, and nothing reads beyond its end.
  if (head.length < 30) return null;
  for (const reader of readers) {
    const size = reader(head, viewOf(head));
    if (size !== null) return size;
  }
  return jpeg(head, read);
};
