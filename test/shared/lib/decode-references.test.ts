import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeReferences } from '../../../shared/lib/decode-references.ts';

describe('character references', () => {
  it('give back any text that was written with them, by number or by name', () => {
    const names: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };
    const way = fc.constantFrom('plain', 'name', 'decimal', 'hexadecimal');
    const written = (character: string, how: string): string => {
      const code = character.codePointAt(0) ?? 0;
      const name = names[character];
      if (how === 'decimal') return `&#${code};`;
      if (how === 'hexadecimal') return `&#x${code.toString(16)};`;
      return name === undefined ? character : `&${name};`;
    };
    const character = fc
      .integer({ min: 1, max: 0x10ffff })
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.oneof(character, fc.constantFrom(...'&<>"')), way)), (parts) => {
        const text = parts.map(([one]) => one).join('');
        expect(decodeReferences(parts.map(([one, how]) => written(one, how)).join(''))).toBe(text);
      }),
    );
  });

  it.each([
    ['&amp;lt; is read once', '&lt; is read once'],
    ['&amp;#65; too', '&#65; too'],
    ['one&nbsp;line &LRM;', 'one\u00a0line \u200e'],
    ['&unheard; of, & alone, &#; and &#x;', '&unheard; of, & alone, &#; and &#x;'],
    ['&#0;&#xd800;&#1114112;', '\ufffd\ufffd\ufffd'],
  ])('%s', (given, expected) => {
    expect(decodeReferences(given)).toBe(expected);
  });
});
