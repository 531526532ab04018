import { crc32, deflateRawSync } from 'node:zlib';

export type ZipEntry = {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** Bytes the directory says it unpacks to; the truth without. */
  readonly claimedSize?: number;
};

const words = (...values: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer => {
  const buffer = Buffer.alloc(values.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of values) {
    at = bytes === 2 ? buffer.writeUInt16LE(value, at) : buffer.writeUInt32LE(value, at);
  }
  return buffer;
};

/** 1 January 2026, 00:00, as MS-DOS writes it. */
const day = ((2026 - 1980) << 9) | (1 << 5) | 1;

/** A zip file with these entries, deflated. The same entries give the same bytes. */
export const writeZip = (entries: readonly ZipEntry[]): Uint8Array => {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, claimedSize } of entries) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain, { level: 9 });
    const label = Buffer.from(name, 'utf8');
    const common = words(
      [20, 2],
      [0x0800, 2],
      [8, 2],
      [0, 2],
      [day, 2],
      [crc32(plain), 4],
      [packed.length, 4],
      [claimedSize ?? plain.length, 4],
      [label.length, 2],
      [0, 2],
    );
    const local = Buffer.concat([words([0x04034b50, 4]), common, label, packed]);
    locals.push(local);
    directory.push(
      Buffer.concat([
        words([0x02014b50, 4], [20, 2]),
        common,
        words([0, 2], [0, 2], [0, 2], [0, 4], [at, 4]),
        label,
      ]),
    );
    at += local.length;
  }
  const listed = Buffer.concat(directory);
  const count = entries.length;
  const end = words([0x06054b50, 4], [0, 4], [count, 2], [count, 2], [listed.length, 4], [at, 4], [0, 2]);
  return new Uint8Array(Buffer.concat([...locals, listed, end]));
};
