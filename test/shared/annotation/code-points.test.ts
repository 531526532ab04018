import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codePointIndex, codePointsBefore, splitsPair } from '../../../shared/annotation/code-points.ts';

/** Letters, emoji of several code points, combining marks, and halves of surrogate pairs. */
const anyText = fc
  .array(
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('👩🏽‍🏫', 'e\u0301', '\ud83d', '\udc69', 'ﬁ')),
  )
  .map((parts) => parts.join(''));

describe('UTF-16 offsets and code points', () => {
  it('are counted as the language counts them', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const index = codePointIndex(text);
        expect(index.length).toBe([...text].length);
        for (let offset = 0; offset <= text.length; offset += 1) {
          if (splitsPair(text, offset)) continue;
          const points = [...text.slice(0, offset)].length;
          expect(index.toPoints(offset)).toBe(points);
          expect(codePointsBefore(text, offset)).toBe(points);
          expect(index.toOffset(points)).toBe(offset);
        }
      }),
    );
  });

  it('inside of a surrogate pair are those before it', () => {
    const text = 'a👩b';
    expect(splitsPair(text, 2)).toBe(true);
    expect([codePointIndex(text).toPoints(2), codePointsBefore(text, 2)]).toEqual([1, 1]);
  });

  it('count a lone surrogate as one, on either side of a pair', () => {
    const text = '\ud83d👩\udc69x';
    const index = codePointIndex(text);
    expect([0, 1, 3, 4, 5].map(index.toPoints)).toEqual([0, 1, 2, 3, 4]);
    expect([0, 1, 2, 3, 4].map(index.toOffset)).toEqual([0, 1, 3, 4, 5]);
  });

  it('beyond the text are its ends', () => {
    const index = codePointIndex('👩x');
    expect([index.toPoints(-5), index.toPoints(99), index.toOffset(-1), index.toOffset(99)]).toEqual([
      0, 2, 0, 3,
    ]);
    expect([codePointsBefore('👩x', -5), codePointsBefore('👩x', 99), index.toOffset(Number.NaN)]).toEqual([
      0, 2, 0,
    ]);
  });
});
