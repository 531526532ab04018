/** Bytes at the end of a file that are looked at. */
export const endingLength = 65_536;

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

/** Where two bytes stand last; −1 without them. */
const lastOf = (bytes: Uint8Array, first: number, second: number): number =>
  bytes.findLastIndex((byte, at) => byte === first && bytes[at + 1] === second);

/** What may follow 0xFF within the picture data of a JPEG: a stuffed zero, a restart, or the next scan's header. */
const inPictureData = (byte: number | undefined): boolean =>
  byte === undefined ||
  byte === 0x00 ||
  byte === 0xff ||
  (byte >= 0xd0 && byte <= 0xd7) ||
  [0xc4, 0xda, 0xdd].includes(byte);

/**
 * Whether a picture's file breaks off before its end, as after a copy that was cut short: browsers draw what is there
 * and say nothing. Some programs put more behind the picture (a film, for example); that is no early end.
 */
export const endsEarly = (head: Uint8Array, ending: Uint8Array, size: number): boolean => {
  if (latin1(head, 1, 4) === 'PNG') return !new TextDecoder('latin1').decode(ending).includes('IEND');
  if (latin1(head, 0, 4) === 'RIFF') {
    const claimed = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(4, true) + 8;
    return claimed > size;
  }
  if (head[0] !== 0xff || head[1] !== 0xd8 || lastOf(ending, 0xff, 0xd9) !== -1) return false;
  // In a small file the headers are in view, too: the picture's data begin at the last scan.
  const data = ending.subarray(Math.max(0, lastOf(ending, 0xff, 0xda)));
  return data.every((byte, at) => byte !== 0xff || inPictureData(data[at + 1]));
};
