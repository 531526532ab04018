import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findQuote, quoteOf } from '../../../renderer/viewers/text-quote.ts';

const words = fc
  .array(fc.constantFrom('a ', 'waits ', 'the class ', '👩‍🏫 ', 'naïve ', 'ß', '\n'), {
    minLength: 1,
    maxLength: 40,
  })
  .map((parts) => parts.join(''));

const selected = words.chain((text) =>
  fc
    .tuple(fc.nat(text.length), fc.nat(text.length))
    .map(([a, b]) => ({ text, from: Math.min(a, b), to: Math.max(a, b) })),
);

describe('quotations', () => {
  it('are found again in the same text, at the same place', () => {
    fc.assert(
      fc.property(selected, ({ text, from, to }) => {
        const made = quoteOf(text, from, to);
        if (made === null) return;
        const found = findQuote(text, made.quote, made.position);
        expect(found === null ? null : text.slice(found.from, found.to)).toBe(made.quote.exact);
      }),
    );
  });

  it('are found by their surroundings after the text before them has changed', () => {
    const text = 'He waits. She asks. He waits again.';
    const at = text.lastIndexOf('waits');
    const made = quoteOf(text, at, at + 5);
    if (made === null) throw new Error('nothing quoted');
    const longer = `A new first sentence stands here now. ${text}`;
    const found = findQuote(longer, made.quote, made.position);
    expect(found?.from).toBe(longer.lastIndexOf('waits'));
  });

  it('count positions in code points, not in UTF-16 units', () => {
    const text = '👩👩 waits';
    expect(quoteOf(text, 5, 10)?.position).toEqual({ start: 3, end: 8 });
  });

  it('of nothing, or of words that are gone, are null', () => {
    expect(quoteOf('a  b', 1, 3)).toBeNull();
    expect(
      findQuote('other words', { exact: 'waits', prefix: '', suffix: '' }, { start: 2, end: 7 }),
    ).toBeNull();
  });
});
