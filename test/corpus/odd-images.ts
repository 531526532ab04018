import { constants, crc32, createDeflate } from 'node:zlib';

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
};

const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex');

const pngHeader = (width: number, height: number, depth: number, colour: number): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour, 0, 0, 0], 8);
  return chunk('IHDR', header);
};

/**
 * A valid PNG of any size, made row by row so that its making takes no more memory than two rows. `row` gives the bytes
 * of a row without its filter byte.
 */
const writePng = async (
  width: number,
  height: number,
  { depth, colour, row }: { depth: number; colour: number; row: (y: number) => Uint8Array },
): Promise<Uint8Array> => {
  const deflate = createDeflate({ level: constants.Z_BEST_COMPRESSION });
  const packed: Buffer[] = [];
  deflate.on('data', (part: Buffer) => packed.push(part));
  const done = new Promise<void>((resolve, reject) => deflate.on('end', resolve).on('error', reject));
  for (let y = 0; y < height; y += 1) {
    const free = deflate.write(Buffer.concat([Uint8Array.of(0), row(y)]));
    if (!free) await new Promise<void>((resolve) => deflate.once('drain', resolve));
  }
  deflate.end();
  await done;
  return new Uint8Array(
    Buffer.concat([
      pngSignature,
      pngHeader(width, height, depth, colour),
      chunk('IDAT', Buffer.concat(packed)),
      chunk('IEND', new Uint8Array()),
    ]),
  );
};

/** 20,000 × 20,000 pixels in some tens of kilobytes: black and white on disk, 1.6 GB once it is decoded. */
export const hugePng = (side = 20_000): Promise<Uint8Array> => {
  const bytes = Math.ceil(side / 8);
  const light = new Uint8Array(bytes).fill(0xff);
  const dark = new Uint8Array(bytes);
  return writePng(side, side, { depth: 1, colour: 0, row: (y) => (y % 500 < 250 ? light : dark) });
};

/** Four colours in four quarters (red, green; blue, yellow), so that a test can say which part it sees. */
export const quartersPng = (width = 640, height = 400): Promise<Uint8Array> => {
  const row = (left: readonly number[], right: readonly number[]): Uint8Array =>
    Uint8Array.from({ length: width * 3 }, (_, index) => {
      const colour = Math.floor(index / 3) < width / 2 ? left : right;
      return colour[index % 3] ?? 0;
    });
  const upper = row([200, 30, 30], [30, 140, 60]);
  const lower = row([40, 60, 200], [230, 200, 40]);
  return writePng(width, height, { depth: 8, colour: 2, row: (y) => (y < height / 2 ? upper : lower) });
};

/** Its header and the beginning of its pixels, then nothing: browsers draw a blank picture and say nothing. */
export const brokenPng = async (): Promise<Uint8Array> => {
  const whole = await quartersPng();
  return whole.slice(0, Math.floor(whole.length / 2));
};

const segment = (marker: number, data: readonly number[]): number[] => {
  const length = data.length + 2;
  return [0xff, marker, length >> 8, length & 255, ...data];
};

/** Annex K of ITU-T T.81: how many codes of each length, and their values, for luminance. */
const dcCounts = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const dcValues = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
/** One code, `0`, for the end of a block: these blocks have no detail. */
const acCounts = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/** EXIF with nothing in it but how the camera was held (1–8). */
const exif = (orientation: number): number[] =>
  segment(0xe1, [
    ...[0x45, 0x78, 0x69, 0x66, 0, 0],
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8],
    ...[0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0],
  ]);

/**
 * A grey baseline JPEG: every block says "as the one before". Three bits a block, so that eight blocks are three bytes
 * and any size can be written. With `orientation` it carries EXIF.
 */
export const greyJpeg = (width: number, height: number, orientation: number | null = null): Uint8Array => {
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  const head = [
    ...[0xff, 0xd8],
    ...(orientation === null ? [] : exif(orientation)),
    ...segment(0xdb, [0, ...Array.from({ length: 64 }, () => 8)]),
    ...segment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]),
    ...segment(0xc4, [0x00, ...dcCounts, ...dcValues]),
    ...segment(0xc4, [0x10, ...acCounts, 0]),
    ...segment(0xda, [1, 1, 0x00, 0, 63, 0]),
  ];
  // DC difference 0 is the code 00, end of block is 0: nothing but zeros, and ones to fill the last byte.
  const bits = blocks * 3;
  const scan = new Uint8Array(Math.ceil(bits / 8));
  const spare = scan.length * 8 - bits;
  scan[scan.length - 1] = (1 << spare) - 1;
  return new Uint8Array(Buffer.concat([Uint8Array.from(head), scan, Uint8Array.of(0xff, 0xd9)]));
};

/** Cut off in the middle of its tables. */
export const brokenJpeg = (): Uint8Array => greyJpeg(640, 400).slice(0, 60);

/** A Windows program, as far as its first bytes go. */
export const windowsProgram = (): Uint8Array => {
  const file = Buffer.alloc(512);
  file.write('MZ', 0, 'latin1');
  file.writeUInt32LE(0x80, 0x3c);
  file.write('This program cannot be run in DOS mode.', 0x4e, 'latin1');
  file.write('PE\0\0', 0x80, 'latin1');
  return new Uint8Array(file);
};

const svg = (attributes: string, inside: string): Uint8Array =>
  new Uint8Array(
    Buffer.from(
      `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${inside}</svg>`,
    ),
  );

/** Scripts, handlers, remote pictures, styles, fonts and a page inside: all that an SVG may hold. */
export const hostileSvg = (canary: string): Uint8Array =>
  svg(
    `width="400" height="300" onload="top.canary = 'svg-onload'"`,
    `<?xml-stylesheet href="${canary}/sheet.css"?>
<style>@import url('${canary}/import.css'); @font-face { font-family: x; src: url('${canary}/font') } text { font-family: x }
rect { fill: url('${canary}/paint.svg#a') teal }</style>
<script>top.canary = 'svg-script'; fetch('${canary}/svg')</script><script href="${canary}/script.js"/>
<image href="${canary}/svg.png" width="10" height="10"/><use xlink:href="${canary}/use.svg#a"/>
<foreignObject width="100" height="100"><iframe xmlns="http://www.w3.org/1999/xhtml" src="${canary}/frame"></iframe></foreignObject>
<a href="javascript:top.canary='svg-link'"><rect width="400" height="300" fill="teal"/></a>
<set attributeName="onmouseover" to="top.canary='svg-set'"/><text x="20" y="40">Drawn</text>`,
  );

/** No width, no height, no view box. */
export const sizelessSvg = (): Uint8Array => svg('', '<circle cx="60" cy="60" r="50" fill="teal"/>');

/** Says that it is a hundred thousand units wide and high. */
export const vastSvg = (): Uint8Array =>
  svg('width="100000" height="100000"', '<rect width="100000" height="100000" fill="teal"/>');
