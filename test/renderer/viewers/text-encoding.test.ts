import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../renderer/viewers/text-encoding.ts';
import * as odd from '../../corpus/odd-texts.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Words of several scripts, with spaces and line ends as texts have them. */
const written = fc
  .array(
    fc.constantFrom(
      'The class',
      'waits',
      'naïve',
      'Zoë',
      '👩‍🏫',
      'cafe\u0301',
      'الصف',
      'ינתן',
      '三角形',
      '–',
      '“so”',
    ),
    { minLength: 4, maxLength: 60 },
  )
  .map((words) => `${words.join(' ')}\r\n`);

describe('the encoding of a text', () => {
  it('is UTF-8 with or without a mark, and needs no word', () => {
    fc.assert(
      fc.property(written, (text) => {
        expect(decodeText(utf8(text))).toEqual({ text, encoding: 'utf-8', name: null });
        expect(decodeText(utf8(`\ufeff${text}`))?.text).toBe(text);
      }),
    );
  });

  it('is UTF-16 with a mark, in either order of bytes', () => {
    fc.assert(
      fc.property(written, fc.boolean(), (text, bigEndian) => {
        const read = decodeText(odd.utf16Text(text, { bigEndian }));
        expect(read?.text).toBe(text);
        expect(read?.name).toBe('UTF-16');
      }),
    );
  });

  it('is UTF-16 without a mark, in the scripts that teachers here write', () => {
    const texts = [odd.reflectionWords, 'Zoë wartete – drei Sekunden.', 'الصف ينتظر ثلاث ثوان بعد كل إجابة.'];
    for (const text of texts) {
      for (const bigEndian of [false, true]) {
        const read = decodeText(odd.utf16Text(text, { bigEndian, mark: false }));
        expect(read?.text).toBe(text);
        expect(read?.encoding).toBe(bigEndian ? 'utf-16be' : 'utf-16le');
      }
    }
  });

  it('is Windows-1252 where it cannot be UTF-8, and says so', () => {
    expect(decodeText(odd.windows1252Text())).toEqual({
      text: '“Très bien”, said Zoë – the café costs 5 €',
      encoding: 'windows-1252',
      name: 'Windows-1252',
    });
  });

  it('of HTML is what the page declares, unless the bytes say otherwise', () => {
    const page = Buffer.from('<html><head><meta charset="iso-8859-2"></head><p>\xb1\xe6</p>', 'latin1');
    expect(decodeText(new Uint8Array(page), { html: true })?.text).toContain('ąć');
    const lying = utf8('<html><head><meta charset="iso-8859-2"></head><p>ąć</p>');
    expect(decodeText(lying, { html: true })?.text).toContain('ąć');
  });

  it('keeps line ends as they are, and shows a NUL as a character that is not there', () => {
    expect(decodeText(odd.mixedLineEnds())?.text).toContain('First line.\r\n');
    expect(decodeText(odd.textWithNuls())?.text).toBe(`${odd.reflectionWords}\ufffd\ufffd It goes on.\ufffd`);
  });

  it('is none for what is not text', () => {
    expect(decodeText(odd.binaryText())).toBeNull();
    expect(decodeText(Uint8Array.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xff, 0xff]))).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 300, maxLength: 600 }), (bytes) => {
        // Chance alone does not make a text: with this many bytes some are of a kind that no text has.
        expect(decodeText(Uint8Array.from([1, 2, 3, 0x81, ...bytes]))).toBeNull();
      }),
    );
  });

  it('of an empty file is an empty text', () => {
    expect(decodeText(new Uint8Array())?.text).toBe('');
  });
});
