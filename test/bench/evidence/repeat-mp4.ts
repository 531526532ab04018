/*
 * A long film made of a short one: the samples of an MP4 file once more, and once more, each time with bytes of their
 * own. Nothing is encoded, so no encoder is needed, and every stretch of it is real, seekable film. Only what plain
 * players write is read: a box for each track in moov, 32-bit sizes, and chunk offsets in stco.
 */

type Box = { readonly type: string; readonly bytes: Buffer };

const header = 8;

const boxesIn = (bytes: Buffer): Box[] => {
  const boxes: Box[] = [];
  for (let at = 0; at + header <= bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    if (size < header || at + size > bytes.length)
      throw new Error(`the film has a box of ${size} bytes at ${at}`);
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), bytes: bytes.subarray(at, at + size) });
    at += size;
  }
  return boxes;
};

const boxOf = (type: string, parts: readonly Uint8Array[]): Buffer => {
  const head = Buffer.alloc(header);
  head.writeUInt32BE(header + parts.reduce((sum, part) => sum + part.length, 0));
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, ...parts]);
};

/** A box with its children made anew; null leaves a child out. */
const withChildren = (box: Box, change: (child: Box) => Uint8Array | null): Buffer =>
  boxOf(
    box.type,
    boxesIn(box.bytes.subarray(header)).flatMap((child) => change(child) ?? []),
  );

const numbers = (values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4);
  return bytes;
};

const readNumbers = (bytes: Buffer): number[] =>
  Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) => bytes.readUInt32BE(at * 4));

/** A table box: version and flags, some fields, then entries to be repeated with a change for each copy. */
const table = (
  box: Box,
  entry: number,
  times: number,
  change: (value: number, copy: number, at: number) => number,
) => {
  const [flags = 0, count = 0, ...rest] = readNumbers(box.bytes.subarray(header));
  const entries = rest.slice(0, count * entry);
  const copies = Array.from({ length: times }, (_, copy) =>
    entries.map((value, at) => change(value, copy, at % entry)),
  );
  return boxOf(box.type, [numbers([flags, count * times]), numbers(copies.flat())]);
};

const same = (value: number): number => value;

type Repeating = { readonly times: number; readonly shift: (copy: number) => number };

/** The sample tables of one track. */
const repeatTables = (stbl: Box, { times, shift }: Repeating): Buffer => {
  const children = boxesIn(stbl.bytes.subarray(header));
  const countIn = (type: string, at: number): number =>
    children.find((child) => child.type === type)?.bytes.readUInt32BE(header + at) ?? 0;
  const samples = countIn('stsz', 8);
  const chunks = countIn('stco', 4);
  return withChildren(stbl, (child) => {
    switch (child.type) {
      case 'stsd':
        return child.bytes;
      case 'stts':
      case 'ctts':
        return table(child, 2, times, same);
      case 'stsc':
        return table(child, 3, times, (value, copy, at) => (at === 0 ? value + copy * chunks : value));
      case 'stss':
        return table(child, 1, times, (value, copy) => value + copy * samples);
      case 'stco':
        return table(child, 1, times, (value, copy) => value + shift(copy));
      case 'stsz': {
        const [flags = 0, fixed = 0, count = 0, ...sizes] = readNumbers(child.bytes.subarray(header));
        const copies = Array.from({ length: fixed === 0 ? times : 0 }, () => sizes).flat();
        return boxOf('stsz', [numbers([flags, fixed, count * times]), numbers(copies)]);
      }
      default:
        // Groups and the like say nothing that playing needs.
        return null;
    }
  });
};

/** A header whose duration, a 32-bit field at `at` of a version 0 box, becomes so many times as long. */
const longer = (box: Box, at: number, times: number): Buffer => {
  if (box.bytes[header] !== 0) throw new Error(`the film has a ${box.type} of another version`);
  const bytes = Buffer.from(box.bytes);
  bytes.writeUInt32BE(bytes.readUInt32BE(header + at) * times, header + at);
  return bytes;
};

const repeatMoov = (moov: Box, repeating: Repeating): Buffer => {
  const change = (box: Box): Uint8Array | null => {
    switch (box.type) {
      case 'trak':
      case 'mdia':
      case 'minf':
        return withChildren(box, change);
      case 'mvhd':
        return longer(box, 16, repeating.times);
      case 'mdhd':
        return longer(box, 16, repeating.times);
      case 'tkhd':
        return longer(box, 20, repeating.times);
      case 'stbl':
        return repeatTables(box, repeating);
      case 'edts':
      case 'udta':
        return null;
      default:
        return box.bytes;
    }
  };
  return withChildren(moov, change);
};

/** The film so many times in a row, with its index at the front. */
export const repeatMp4 = (film: Uint8Array, times: number): Uint8Array => {
  const bytes = Buffer.from(film);
  const boxes = boxesIn(bytes);
  const find = (type: string): Box => {
    const box = boxes.find((one) => one.type === type);
    if (box === undefined) throw new Error(`the film has no ${type}`);
    return box;
  };
  const [ftyp, moov, mdat] = [find('ftyp'), find('moov'), find('mdat')];
  const content = mdat.bytes.subarray(header);
  const contentAt = mdat.bytes.byteOffset - bytes.byteOffset + header;
  // The index is as long whatever its offsets are, so a first one tells where the samples will be.
  const length = repeatMoov(moov, { times, shift: () => 0 }).length;
  const begin = ftyp.bytes.length + length + header;
  const shift = (copy: number): number => begin - contentAt + copy * content.length;
  return Buffer.concat([
    ftyp.bytes,
    repeatMoov(moov, { times, shift }),
    boxOf(
      'mdat',
      Array.from({ length: times }, () => content),
    ),
  ]);
};
