import search from 'approx-string-match';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Anchored, createAnchorer, findQuote } from '../../../shared/annotation/anchor.ts';
import { quoteOf, type TextLocator } from '../../../shared/annotation/quote.ts';

const made = (text: string, words: string, from = text.indexOf(words)): TextLocator => {
  const locator = quoteOf(text, from, from + words.length);
  if (from < 0 || locator === null) throw new Error(`nothing to quote: ${words}`);
  return locator;
};

const find = (text: string, { quote, position }: TextLocator): Anchored | null =>
  findQuote(text, quote, position);

const wordsAt = (text: string, found: Anchored | null): string | null =>
  found === null ? null : text.slice(found.from, found.to);

/** Different prose by the number, so that quotes of it are not found elsewhere by chance. */
const prose = (words: number, seed: number): string => {
  const nouns = [
    'teacher',
    'class',
    'question',
    'answer',
    'table',
    'example',
    'fraction',
    'group',
    'board',
    'silence',
  ];
  const verbs = [
    'asks',
    'waits',
    'names',
    'repeats',
    'explains',
    'counts',
    'draws',
    'compares',
    'listens',
    'writes',
  ];
  const others = [
    'then',
    'slowly',
    'the',
    'a',
    'with',
    'about',
    'again',
    'before',
    'quietly',
    'together',
    'never',
    'often',
  ];
  let state = seed;
  const pick = (list: readonly string[]): string => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return list[(state >>> 8) % list.length] ?? '';
  };
  return Array.from({ length: words }, (_, at) => {
    const word = pick(at % 3 === 0 ? nouns : at % 3 === 1 ? verbs : others);
    return at % 11 === 10 ? `${word}${at}.\n` : `${word} `;
  }).join('');
};

const words = fc
  .array(
    fc.constantFrom(
      'a ',
      'waits ',
      'the class ',
      '👩‍🏫 ',
      'naïve ',
      'nai\u0308ve ',
      'ß',
      'ﬁnd ',
      '\n',
      '\ud83d',
      '\udc69 ',
    ),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(''));

const selected = words.chain((text) =>
  fc
    .tuple(fc.nat(text.length), fc.nat(text.length))
    .map(([a, b]) => ({ text, from: Math.min(a, b), to: Math.max(a, b) })),
);

describe('in the text it was made in, a quote', () => {
  it('is found where it was made, whatever the text', () => {
    fc.assert(
      fc.property(selected, ({ text, from, to }) => {
        const locator = quoteOf(text, from, to);
        if (locator === null) return;
        const found = find(text, locator);
        expect(wordsAt(text, found)).toBe(locator.quote.exact);
        expect(found?.state).toBe('found');
      }),
    );
  });

  it('of one letter among many is found at its own place', () => {
    const text = prose(500, 3);
    const at = text.indexOf('a', 2000);
    expect(find(text, made(text, 'a', at))).toEqual({ from: at, to: at + 1, state: 'found' });
  });
});

describe('when the text around it changed, a quote', () => {
  const text = 'He waits. She asks. He waits again.';
  const second = made(text, 'waits', text.lastIndexOf('waits'));

  it('is found by its surroundings', () => {
    const longer = `A new first sentence stands here now. ${text}`;
    const from = longer.lastIndexOf('waits');
    expect(find(longer, second)).toEqual({ from, to: from + 5, state: 'moved' });
  });

  it('has moved when it stands where it stood with other words around it', () => {
    const locator = made('The class waits for an answer.', 'waits for an answer');
    expect(find('My group  waits for an answer!', locator)).toMatchObject({
      from: 10,
      to: 29,
      state: 'moved',
    });
  });

  it('is the nearest of equals', () => {
    const line = 'Students will be able to compare fractions.\n';
    const plan = line.repeat(9);
    const fifth = made(plan, 'compare fractions', plan.indexOf('compare', 4 * line.length));
    const later = `${'x'.repeat(10)}${plan}`;
    expect(find(later, fifth)?.from).toBe((fifth.position.start ?? 0) + 10);
  });

  it('is taken from its own sentence, changed a little, rather than from another where it stands unchanged', () => {
    const before = prose(60, 5);
    const after = prose(60, 6);
    const sentence = 'What makes you think so, and who sees it otherwise?';
    const original = `${before}${sentence} ${after}`;
    const edited = `${sentence} Also. ${before}What makes you think that, and who sees it otherwise? ${after}`;
    const found = find(edited, made(original, sentence));
    expect(wordsAt(edited, found)).toBe('What makes you think that, and who sees it otherwise?');
  });
});

describe('a quote is found regardless of', () => {
  const original = `${prose(40, 8)}The final reflection of the class is about fractions and "equal" parts. ${prose(40, 9)}`;
  const words = 'final reflection of the class is about fractions and "equal" parts';
  const locator = made(original, words);
  const expected = (text: string): string => text.slice(text.search(/(fi|ﬁ)nal/), text.indexOf('parts') + 5);

  const renderings: readonly [string, (text: string) => string][] = [
    ['line endings', (text) => text.replace(/\n/g, '\r\n')],
    ['lines broken elsewhere', (text) => text.replace(/ /g, '\n')],
    ['spaces left out', (text) => text.replace(/ /g, '')],
    ['spaces that do not break', (text) => text.replace(/ /g, '\u00a0 ')],
    ['ligatures', (text) => text.replace(/fi/g, 'ﬁ').replace(/fl/g, 'ﬂ')],
    ['soft hyphens', (text) => text.replace(/cti/g, 'c\u00adti')],
    ['typographic quotes', (text) => text.replace(/"(\w+)"/g, '“$1”')],
  ];
  it.each(renderings)('%s', (_, render) => {
    const text = render(original);
    const found = find(text, locator);
    expect(wordsAt(text, found)).toBe(expected(text));
  });

  it('accents written as one character or as two', () => {
    const text = `${prose(20, 1)}Une élève naïve répond à côté. ${prose(20, 2)}`;
    const found = find(
      text.normalize('NFD'),
      made(text.normalize('NFC'), 'élève naïve répond'.normalize('NFC')),
    );
    expect(wordsAt(text.normalize('NFD'), found)).toBe('élève naïve répond'.normalize('NFD'));
  });
});

describe('after small edits, a quote', () => {
  const before = prose(80, 21);
  const after = prose(80, 22);
  const sentence = 'The teacher waits nine seconds before she calls on anyone at all.';
  const original = `${before}${sentence} ${after}`;
  const locator = made(original, sentence);

  it.each([
    'The teacher waits ten seconds before she calls on anyone at all.',
    'The teacher then waits nine seconds before she calls on anyone.',
    'The teachr waits nine secnods before she calls on any one at al.',
  ])('is found again: %s', (edited) => {
    const text = `Words in front. ${before}${edited} ${after}`;
    const found = find(text, locator);
    expect(found?.state).toBe('moved');
    const overlap = text.indexOf(edited);
    expect(Math.abs((found?.from ?? -99) - overlap)).toBeLessThan(4);
    expect(Math.abs((found?.to ?? -99) - (overlap + edited.length))).toBeLessThan(14);
  });

  it('of a single word is found again when both sides agree', () => {
    const short = made(original, 'nine');
    const text = `Words in front. ${original.replace('nine', 'nina')}`;
    expect(wordsAt(text, find(text, short))).toBe('nina');
  });

  it('of several pages is found again with words changed, added and left out', () => {
    const pages = prose(1200, 31);
    const long = quoteOf(`${before}${pages}${after}`, before.length, before.length + pages.length);
    const edited = pages.replace('teacher', 'tutor').replace(/\n/, ' And so on.\n').replace('slowly ', '');
    const text = `Words in front. ${before}${edited}${after}`;
    expect(wordsAt(text, long === null ? null : find(text, long))).toBe(edited.trimEnd());
  });

  it('is an orphan when its sentence is gone', () => {
    expect(find(`${before}${after}`, locator)).toBeNull();
    expect(find(prose(3000, 99), locator)).toBeNull();
    expect(find('', locator)).toBeNull();
  });
});

describe('short quotes', () => {
  it.each(['a', 'the', 'fraction', 'waits', 'He waits'])('do not match nonsense: %s', (quoted) => {
    const text = `The lesson began late. ${quoted} was all they said, and nobody else in that room had heard it before.`;
    const locator = made(text, quoted, 23);
    expect(find(prose(4000, 77), locator)).toBeNull();
  });

  it('without surroundings are found where they stand, and not where they nearly stand', () => {
    const quote = { exact: 'nine seconds', prefix: '', suffix: '' };
    expect(findQuote('She waits nine seconds.', quote, null)).toMatchObject({ from: 10, to: 22 });
    expect(findQuote('She waits five seconds.', quote, null)).toBeNull();
  });
});

it('found ranges never cut a character', () => {
  const text = 'one 👩🏽‍🏫 two 👍 three four five six seven eight nine ten';
  fc.assert(
    fc.property(
      fc.nat(text.length),
      fc.nat(text.length),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      (a, b, more) => {
        const locator = quoteOf(text, Math.min(a, b), Math.max(a, b));
        const changed = `${more}${text.replace('three', 'tree')}`;
        const found = locator === null ? null : find(changed, locator);
        if (found === null) return;
        expect(wordsAt(changed, found)?.isWellFormed()).toBe(true);
        expect(found.to).toBeGreaterThan(found.from);
      },
    ),
  );
});

describe('2,000 quotes in a text of 500 kB', () => {
  const text = prose(78_000, 4);
  const quotes = Array.from({ length: 2000 }, (_, at) => {
    const from = Math.floor((at * (text.length - 400)) / 2000);
    return quoteOf(text, from, from + 5 + (at % 120)) ?? made(text, 'waits');
  });
  const timed = (work: () => void): number => {
    const started = performance.now();
    work();
    return performance.now() - started;
  };
  /** Milliseconds for one quote when the whole text is compared with it, letter by letter, as the library does. */
  const compared = (): number => {
    const some = quotes.filter((_, at) => at % 250 === 125);
    const all = timed(() => {
      for (const { quote } of some) search(text, quote.exact, Math.floor(quote.exact.length / 5));
    });
    return all / some.length;
  };

  // Ratios to comparing the whole text with each, because a computer may be busy: thousands, 45, 30, 12 and 40.
  it.each([
    ['unchanged', (whole: string) => whole, 2000, 200],
    ['shifted', (whole: string) => `A new beginning. ${whole}`, 2000, 10],
    [
      'with other white space',
      (whole: string) => whole.replace(/\n/g, '\r\n').replace(/ (?=[a-m])/g, '  '),
      1990,
      6,
    ],
    ['with every ninth word changed', (whole: string) => whole.replace(/(\w+ ){8}\w/g, '$&z'), 1400, 2],
    ['of which nothing is left', () => prose(78_000, 5).toUpperCase(), 0, 8],
  ] as const)('%s', (_, render, atLeast, faster) => {
    expect(text.length).toBeGreaterThan(500_000);
    const rendering = render(text);
    let found = 0;
    const before = compared();
    const all = timed(() => {
      const anchorer = createAnchorer(rendering);
      found = quotes.filter(({ quote, position }) => anchorer.find(quote, position) !== null).length;
    });
    const each = all / quotes.length;
    expect(found).toBeGreaterThanOrEqual(atLeast);
    expect(Math.max(before, compared()) / each).toBeGreaterThan(faster);
  });
});
