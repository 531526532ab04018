import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteOf } from '../../../shared/annotation/quote.ts';
import { textPositionSchema, textQuoteSchema } from '../../../shared/domain/locator.ts';

const teacher = '👩🏽‍🏫';
const anyText = fc
  .array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(teacher, 'e\u0301', 'waits ', '\n')), {
    maxLength: 60,
  })
  .map((parts) => parts.join(''));

describe('a quotation', () => {
  it('is what stands between two offsets, with what stands around it, at its code points', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.nat(), (text, a, b) => {
        const [from, to] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y);
        const made = quoteOf(text, from ?? 0, to ?? 0);
        if (made === null) return;
        const { quote, position } = made;
        expect([...text].slice(position.start, position.end).join('')).toBe(quote.exact);
        expect(text).toContain(quote.prefix + quote.exact + quote.suffix);
        expect([quote.prefix, quote.exact, quote.suffix].every((part) => part.isWellFormed())).toBe(true);
        expect(
          textQuoteSchema.safeParse(quote).success && textPositionSchema.safeParse(position).success,
        ).toBe(true);
      }),
    );
  });

  it('counts positions in code points, not in UTF-16 units', () => {
    expect(quoteOf('👩👩 waits', 5, 10)?.position).toEqual({ start: 3, end: 8 });
  });

  it('is widened to whole characters', () => {
    expect(quoteOf('a👩b', 2, 3)).toMatchObject({ quote: { exact: '👩', prefix: 'a', suffix: 'b' } });
  });

  it('keeps whole graphemes around it where it can', () => {
    const text = `${teacher.repeat(12)}waits${teacher.repeat(12)}`;
    const from = text.indexOf('waits');
    const { prefix, suffix } = quoteOf(text, from, from + 5)?.quote ?? { prefix: '', suffix: '' };
    expect(prefix).toBe(teacher.repeat(9));
    expect(suffix).toBe(teacher.repeat(9));
  });

  it('cuts a grapheme that does not end, but no code point', () => {
    const stack = `e${'\u0301'.repeat(400)}`;
    const text = `${stack}waits${stack}`;
    const { prefix, suffix } = quoteOf(text, 401, 406)?.quote ?? { prefix: '', suffix: '' };
    expect([prefix.length, suffix.length]).toEqual([60, 60]);
  });

  it('of nothing, of blanks, or of more than can be kept, is none', () => {
    expect(quoteOf('a  b', 1, 3)).toBeNull();
    expect(quoteOf('a b', 1, 1)).toBeNull();
    expect(quoteOf('x'.repeat(10_001), 0, 10_001)).toBeNull();
    expect(quoteOf('x'.repeat(10_001), 0, 10_000)).not.toBeNull();
  });
});
