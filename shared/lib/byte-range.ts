/** Part of a file by a Range header: bytes `start` to `end`, both inclusive. */
export type ByteRange = { readonly start: number; readonly end: number };

export type RangeAnswer =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly range: ByteRange }
  | { readonly kind: 'unsatisfiable' };

const whole: RangeAnswer = { kind: 'whole' };
const unsatisfiable: RangeAnswer = { kind: 'unsatisfiable' };

const pattern = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i;

const suffix = (length: number, size: number): RangeAnswer =>
  length === 0 || size === 0
    ? unsatisfiable
    : { kind: 'part', range: { start: Math.max(0, size - length), end: size - 1 } };

/**
 * What a Range header asks of a file of `size` bytes, after RFC 9110 §14: a header that is not understood, several
 * ranges and a backward range are ignored (the whole file); one that begins beyond the end is unsatisfiable. An
 * open-ended range goes to the end of the file, never to a smaller piece: media elements stop at a clamped answer.
 */
export const readRange = (header: string | null | undefined, size: number): RangeAnswer => {
  const [, first = '', last = ''] = pattern.exec(header ?? '') ?? [];
  if (first === '') return last === '' ? whole : suffix(Number(last), size);
  const start = Number(first);
  const end = last === '' ? Number.POSITIVE_INFINITY : Number(last);
  if (end < start) return whole;
  return start >= size ? unsatisfiable : { kind: 'part', range: { start, end: Math.min(end, size - 1) } };
};
