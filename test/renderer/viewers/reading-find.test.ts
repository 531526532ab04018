import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findAll, matchFrom, matchLimit } from '../../../renderer/viewers/reading-find.ts';

const found = (text: string, words: string) =>
  findAll(text, words).map(({ from, to }) => text.slice(from, to));

describe('finding words', () => {
  it('goes by the words, not by their case, line breaks or kind of quotation marks', () => {
    expect(found('The Class waits.\nthe  class\nanswers', 'the class')).toEqual(['The Class', 'the  class']);
    expect(found('“It’s longer” – she said', `"it's longer" - she`)).toEqual(['“It’s longer” – she']);
    expect(found('Straße', 'straße')).toEqual(['Straße']);
  });

  it('finds accents however they are encoded, and never half a letter', () => {
    expect(found('naïve and nai\u0308ve', 'naïve')).toEqual(['naïve', 'nai\u0308ve']);
    expect(found('cafe\u0301 cafe', 'cafe')).toEqual(['cafe']);
  });

  it('takes what is sought as words, never as a pattern', () => {
    expect(found('1+1 (so: a.b)', '(so: a.b)')).toEqual(['(so: a.b)']);
    expect(found('axb', 'a.b')).toEqual([]);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), (words) => {
        for (const { from, to } of findAll(`before ${words} after`, words)) expect(to).toBeGreaterThan(from);
      }),
    );
  });

  it('finds any words of a text at their place', () => {
    const word = fc.constantFrom('waits', 'Zoë', '👩‍🏫', 'a', '(1)', 'no–one', 'الصف');
    fc.assert(
      fc.property(fc.array(word, { minLength: 3, maxLength: 30 }), fc.nat(), (words, seed) => {
        const text = words.join(' ');
        const sought = words[seed % words.length] ?? '';
        const at = words.slice(0, seed % words.length).join(' ').length + (seed % words.length === 0 ? 0 : 1);
        expect(findAll(text, sought)).toContainEqual({ from: at, to: at + sought.length });
      }),
    );
  });

  it('of blanks finds nothing, and stops where nobody would go on', () => {
    expect(findAll('a b', '  ')).toEqual([]);
    expect(findAll('a '.repeat(5000), 'a')).toHaveLength(matchLimit);
  });

  it('goes on from a place, and round at the ends', () => {
    const matches = findAll('one two one two one', 'one');
    expect(matchFrom(matches, 4, 1)).toBe(1);
    expect(matchFrom(matches, 17, 1)).toBe(0);
    expect(matchFrom(matches, 8, -1)).toBe(0);
    expect(matchFrom(matches, 0, -1)).toBe(2);
    expect(matchFrom([], 0, 1)).toBe(-1);
  });
});
