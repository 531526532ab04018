import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findAll, fold, searchPattern } from '../../../renderer/viewers/pdf-fold.ts';

const found = (text: string, typed: string): string[] => {
  const pattern = searchPattern(typed);
  return pattern === null ? [] : findAll(text, pattern).map(({ from, to }) => text.slice(from, to));
};

describe('the search in a PDF', () => {
  it('does not tell capitals, accents, ligatures or typographic signs apart', () => {
    expect(found('Écoles et écoles', 'ECOLES')).toEqual(['Écoles', 'écoles']);
    expect(found('re\u0301sume\u0301 and résumé', 'resume')).toEqual(['re\u0301sume\u0301', 'résumé']);
    expect(found('the ﬁrst ofﬁce', 'first')).toEqual(['ﬁrst']);
    expect(found('the student’s “plan” – now', `student's "plan" - now`)).toEqual(['student’s “plan” – now']);
    expect(found('İstanbul', 'istanbul')).toEqual(['İstanbul']);
  });

  it('goes on over line ends, and over words broken at them', () => {
    expect(found('compare\nfractions', 'compare fractions')).toEqual(['compare\nfractions']);
    expect(found('unlike  de-\nnominators', 'unlike denominators')).toEqual(['unlike  de-\nnominators']);
    expect(found('a well-\nknown rule', 'well-known')).toEqual(['well-\nknown']);
  });

  it('takes what is typed as letters, not as a pattern', () => {
    expect(found('a.b (c) [d] a+b', '(c) [d]')).toEqual(['(c) [d]']);
    expect(found('abc', 'a.c')).toEqual([]);
    expect(found('anything', '   ')).toEqual([]);
  });

  it('finds what was taken from a text where it was taken, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
        fc.nat(),
        fc.nat(),
        (text, a, b) => {
          const letters = [...new Intl.Segmenter('en').segment(text)];
          const [from, to] = [a % letters.length, b % letters.length].sort((x, y) => x - y) as [
            number,
            number,
          ];
          const begin = letters[from]?.index ?? 0;
          const end = (letters[to]?.index ?? 0) + (letters[to]?.segment.length ?? 0);
          const typed = text.slice(begin, end);
          // Marks and white space alone are nothing to search for.
          fc.pre(fold(typed.trim()).text.trim() !== '' && !/[\s-]/.test(typed));
          const pattern = searchPattern(typed);
          if (pattern === null) return;
          const places = findAll(text, pattern);
          expect(places.length).toBeGreaterThan(0);
          for (const place of places) {
            expect(fold(text.slice(place.from, place.to)).text).toContain(fold(typed.trim()).text);
          }
        },
      ),
    );
  });

  it('stops counting at its limit', () => {
    const pattern = searchPattern('a');
    expect(pattern === null ? [] : findAll('a'.repeat(900), pattern, 100)).toHaveLength(100);
  });
});
