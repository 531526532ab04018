import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRange } from '../../../shared/lib/byte-range.ts';

const slice = (bytes: Uint8Array, header: string): Uint8Array | null => {
  const answer = readRange(header, bytes.length);
  if (answer.kind === 'unsatisfiable') return null;
  return answer.kind === 'whole' ? bytes : bytes.slice(answer.range.start, answer.range.end + 1);
};

const file = fc.uint8Array({ minLength: 1, maxLength: 300 });
const position = fc.nat({ max: 400 });

describe('readRange', () => {
  it('gives the bytes that slicing gives, for every closed range', () => {
    fc.assert(
      fc.property(file, position, position, (bytes, a, b) => {
        const [first, last] = a <= b ? [a, b] : [b, a];
        const expected = first >= bytes.length ? null : bytes.slice(first, last + 1);
        expect(slice(bytes, `bytes=${first}-${last}`)).toEqual(expected);
      }),
    );
  });

  it('goes to the end of the file for an open range, whatever its size', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10_000_000_000 }), fc.nat(), (size, start) => {
        fc.pre(start < size);
        expect(readRange(`bytes=${start}-`, size)).toEqual({ kind: 'part', range: { start, end: size - 1 } });
      }),
    );
  });

  it('gives the last bytes for a suffix, all of them when it is longer than the file', () => {
    fc.assert(
      fc.property(file, fc.integer({ min: 1, max: 400 }), (bytes, count) => {
        expect(slice(bytes, `bytes=-${count}`)).toEqual(bytes.slice(-count));
      }),
    );
  });

  it.each(['bytes=-0', 'bytes=10-', 'bytes=10-12'])('cannot satisfy %s of ten bytes', (header) => {
    expect(readRange(header, 10)).toEqual({ kind: 'unsatisfiable' });
  });

  it.each([null, undefined, '', 'bytes=', 'bytes=-', 'bytes=5-2', 'bytes=0-1,3-4', 'items=0-1', 'bytes=a-b'])(
    'ignores %s and gives the whole file',
    (header) => {
      expect(readRange(header, 10)).toEqual({ kind: 'whole' });
    },
  );
});
