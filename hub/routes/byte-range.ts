/** Both ends inclusive, within the file. */
export type ByteRange = { readonly start: number; readonly end: number };

/**
 * Reads a Range header (RFC 9110) for a file of `size` bytes. Null: no range, several, or none we understand, so the whole
 * file is sent. An end beyond the file means its end; a start beyond it cannot be satisfied.
 */
export const byteRange = (header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null => {
  const match = /^bytes=[ \t]*(\d{0,30})-(\d{0,30})[ \t]*$/i.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (match === null || (first === '' && last === '')) return null;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return null;
  if (start >= size) return 'unsatisfiable';
  return { start, end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
};
