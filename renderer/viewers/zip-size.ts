const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;

export type ZipEntry = {
  readonly name: string;
  /** 0: stored, 8: deflated. */
  readonly method: number;
  readonly packedSize: number;
  /** What the directory says; see `unpackedSizes` for what is true. */
  readonly claimedSize: number;
  /** Where its header stands in the file. */
  readonly offset: number;
};

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The entries of a zip file by its central directory; null when it is not a readable zip. Unpacks nothing. */
export const zipEntries = (bytes: Uint8Array): ZipEntry[] | null => {
  const view = viewOf(bytes);
  const end = endRecord(view);
  if (end === null) return null;
  const entries: ZipEntry[] = [];
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let entry = 0; entry < count; entry += 1) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== entrySignature) return null;
    const nameLength = view.getUint16(at + 28, true);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      method: view.getUint16(at + 10, true),
      packedSize: view.getUint32(at + 20, true),
      claimedSize: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
};

/** The end record is the last 22 bytes, or stands before a comment of up to 64 KiB. */
const endRecord = (view: DataView): number | null => {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 65_535); at -= 1) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  return null;
};

/** The bytes of an entry as they are unpacked; null when its header or its method cannot be read. */
const unpacking = (bytes: Uint8Array, entry: ZipEntry): ReadableStream<Uint8Array> | null => {
  const view = viewOf(bytes);
  const { offset } = entry;
  if (offset + 30 > view.byteLength || view.getUint32(offset, true) !== localSignature) return null;
  const begin = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const packed = new Blob([bytes.slice(begin, begin + entry.packedSize)]).stream();
  if (entry.method === 0) return packed;
  return entry.method === 8 ? packed.pipeThrough(new DecompressionStream('deflate-raw')) : null;
};

/** Unpacks an entry piece by piece and keeps nothing; stops when `seen` answers false. Throws when it is damaged. */
const goThrough = async (
  bytes: Uint8Array,
  entry: ZipEntry,
  seen: (piece: Uint8Array) => boolean,
): Promise<void> => {
  const reader = unpacking(bytes, entry)?.getReader();
  if (reader === undefined) throw new Error(`the entry ${entry.name} cannot be unpacked`);
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (seen(next.value)) continue;
    await reader.cancel();
    return;
  }
};

/**
 * Bytes that entries really unpack to, at most a little over `limit`: a few kilobytes can become gigabytes, and their
 * directory need not say so. They are unpacked in pieces that are thrown away. Throws when an entry is damaged.
 */
export const unpackedSize = async (
  bytes: Uint8Array,
  entries: readonly ZipEntry[],
  limit: number,
): Promise<number> => {
  let total = 0;
  for (const entry of entries) {
    if (total > limit) break;
    await goThrough(bytes, entry, (piece) => {
      total += piece.length;
      return total <= limit;
    });
  }
  return total;
};

/** An entry as text (UTF-8), its first `limit` bytes. Throws when it is damaged. */
export const entryText = async (bytes: Uint8Array, entry: ZipEntry, limit: number): Promise<string> => {
  const pieces: Uint8Array[] = [];
  let length = 0;
  await goThrough(bytes, entry, (piece) => {
    pieces.push(piece);
    length += piece.length;
    return length < limit;
  });
  return new Blob(pieces as BlobPart[]).text();
};
