const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;

/**
 * Bytes a zip file says it unpacks to, from its central directory; null when it is not a readable zip. A .docx is a
 * zip, and a few kilobytes can claim gigabytes: this is asked before anything is unpacked.
 */
export const unzippedSize = (bytes: Uint8Array): number | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecord(view);
  if (end === null) return null;
  const entries = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  let total = 0;
  for (let entry = 0; entry < entries; entry += 1) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== entrySignature) return null;
    total += view.getUint32(at + 24, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return total;
};

/** The end record is the last 22 bytes, or stands before a comment of up to 64 KiB. */
const endRecord = (view: DataView): number | null => {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 65_535); at -= 1) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  return null;
};
