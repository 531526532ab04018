import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fillSnippet,
  generaliseText,
  placeholderNames,
  type SnippetValues,
  unknownPlaceholders,
} from '../../../shared/domain/fill-snippet.ts';

const values: SnippetValues = {
  criterion: 'Time and room to think',
  level: 'Proficient',
  'next level': 'Exemplary',
  quote: 'why do you think so?',
  place: '0:41',
};

describe('filling a snippet', () => {
  test('puts the values where their names stand, in any case and spacing', () => {
    const filled = fillSnippet('At {{place}}: “{{ Quote }}”. Next: {{NEXT  level}}.', values);
    expect(filled).toEqual({
      text: 'At 0:41: “why do you think so?”. Next: Exemplary.',
      missing: [],
      blanks: [],
      firstBlank: null,
    });
  });

  test('leaves a visible blank for what is empty or unknown, and says where the first one is', () => {
    const { text, missing, blanks, firstBlank } = fillSnippet(
      '{{level}} at {{places}}, {{ my  word }}, {{places}} {{}}',
      values,
    );
    expect(text).toBe('Proficient at [places], [my word], [places] […]');
    expect(missing).toEqual(['places', 'my word', '']);
    expect(firstBlank && text.slice(firstBlank.start, firstBlank.end)).toBe('[places]');
    expect(blanks.map(({ start, end }) => text.slice(start, end))).toEqual([
      '[places]',
      '[my word]',
      '[places]',
      '[…]',
    ]);
  });

  test.each([
    ['a backslash makes braces plain', '\\{{place}} is {{place}}', '{{place}} is 0:41'],
    ['two backslashes are one before a placeholder', '\\\\{{place}}', '\\0:41'],
    ['backslashes elsewhere are themselves', 'a\\b \\\\ {c} \\', 'a\\b \\\\ {c} \\'],
    ['single braces are text', '{place} {', '{place} {'],
    ['what nothing closes is text', 'x {{place', 'x {{place'],
    ['what nothing opened is text', 'x }} {{place}}', 'x }} 0:41'],
    ['more braces than two count as two', '{{{place}}} {{{{place}}', '0:41 0:41'],
    ['one inside another is a blank', '{{at {{place}} now}}', '[at 0:41 now]'],
  ])('%s', (_, source, text) => {
    expect(fillSnippet(source, values).text).toBe(text);
  });

  test('a value that looks like a placeholder is not read again', () => {
    expect(fillSnippet('{{quote}}', { quote: '{{level}}', level: 'no' }).text).toBe('{{level}}');
  });
});

/** Texts full of braces, names and backslashes. */
const pieces = fc.constantFrom(
  '{',
  '{{',
  '}',
  '}}',
  '\\',
  ' ',
  'place',
  'quote',
  'word',
  '\n',
  '🙂',
  ...['{{place}}'],
);
const trickyText = fc.array(pieces, { maxLength: 24 }).map((parts) => parts.join(''));
const withoutBraces = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[{}]/g, ''));
const someValues = fc.record(Object.fromEntries(placeholderNames.map((name) => [name, withoutBraces])), {
  requiredKeys: [],
});

describe('whatever is written', () => {
  test('no placeholder survives, unless braces were asked for with a backslash', () => {
    fc.assert(
      fc.property(trickyText, someValues, (text, given) => {
        const source = text.replace(/\\/g, '');
        expect(fillSnippet(source, given).text).not.toMatch(/\{\{[^{}]*\}\}/);
      }),
    );
  });

  test('every blank is a bracketed name in the text, in order and apart', () => {
    fc.assert(
      fc.property(trickyText, someValues, (source, given) => {
        const { text, blanks, firstBlank } = fillSnippet(source, given);
        let last = 0;
        for (const { start, end } of blanks) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(text.slice(start, end)).toMatch(/^\[[\s\S]+\]$/);
          last = end;
        }
        expect(firstBlank).toEqual(blanks[0] ?? null);
      }),
    );
  });

  test('text without double braces stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), someValues, (text, given) => {
        const source = text.replace(/\{\{+/g, '{');
        expect(fillSnippet(source, given)).toEqual({
          text: source,
          missing: [],
          blanks: [],
          firstBlank: null,
        });
      }),
    );
  });
});

describe('text from a review on its way into the bank', () => {
  test('gives up what belongs to the submission', () => {
    const given = { quote: 'why do you think so?', place: '0:41', submission: 'WGQ-101' };
    expect(generaliseText('WGQ-101: at 0:41 you ask “why do you think so?”', given)).toBe(
      '{{submission}}: at {{place}} you ask “{{quote}}”',
    );
  });

  test('keeps words in which a value is only a part', () => {
    expect(generaliseText('WGQ-1011 and 10:41', { submission: 'WGQ-101', place: '0:41' })).toBe(
      'WGQ-1011 and 10:41',
    );
  });

  test('filled with the same values it is what it was', () => {
    const value = fc.oneof(withoutBraces, trickyText, fc.constantFrom('place', '0:41', 'word word'));
    const given = fc.record({ quote: value, place: value, places: value, submission: value });
    fc.assert(
      fc.property(trickyText, given, fc.nat(), (text, some, cut) => {
        const all = text.slice(0, cut % 30) + some.quote + text + some.place.trim();
        expect(fillSnippet(generaliseText(all, some), some).text).toBe(all);
      }),
      { numRuns: 2000 },
    );
  });
});

test('names nothing can fill are told to whoever writes them', () => {
  expect(unknownPlaceholders('{{place}} {{Next Level}} {{nxt level}} \\{{so}}')).toEqual(['nxt level']);
});
