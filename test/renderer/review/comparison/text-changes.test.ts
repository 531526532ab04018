import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changeRuns,
  compareTexts,
  comparisonLimits,
  countWords,
  type TextChange,
} from '../../../../renderer/features/review/comparison/text-changes.ts';

const of = (changes: readonly TextChange[], kind: TextChange['kind']) =>
  changes.filter((change) => change.kind === kind).map(({ text }) => text.trim());

const sideOf = (changes: readonly TextChange[], without: 'added' | 'removed'): string =>
  changes
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('');

/** Words alone: where space stands between them is layout, which is not compared. */
const wordsIn = (text: string): string => text.replace(/\s+/gu, '');

describe('comparing two texts', () => {
  it('finds the words that changed inside a sentence that stayed', () => {
    const { changes, by } = compareTexts(
      'I asked one question. They waited for a long time. We talked.',
      'I asked one question. They waited for a short time. We talked.',
    );
    expect(by).toBe('words');
    expect([of(changes, 'removed'), of(changes, 'added')]).toEqual([['long'], ['short']]);
    expect(countWords(changes)).toMatchObject({ added: 1, removed: 1 });
  });

  it('takes changed words with only space between them as one change', () => {
    const { changes } = compareTexts(
      'I asked the class nine questions about the town.',
      'I asked the class one open question about the town.',
    );
    expect([of(changes, 'removed'), of(changes, 'added')]).toEqual([
      ['nine questions'],
      ['one open question'],
    ]);
  });

  it('tells a new sentence from one that was changed, whatever stands between', () => {
    const { changes } = compareTexts(
      'First the map is shown to the whole class. Then we write for a minute.',
      'First the map is shown to the whole table. Nico begins with the fish. Then we all write for one minute.',
    );
    expect(of(changes, 'added')).toContain('Nico begins with the fish.');
    expect(of(changes, 'removed')).toEqual(['class', 'a']);
  });

  it('does not make confetti of two texts that share only small words', () => {
    const { changes } = compareTexts(
      'The lesson went well. The class was engaged.',
      'Tomas said that you cannot carry the field. Priya answered him with the silt.',
    );
    expect(changes.map(({ kind }) => kind)).toEqual(['removed', 'added']);
  });

  it('sees no change in another layout: line ends, double spaces, blank lines', () => {
    const { changes } = compareTexts('One.  Two.\r\n\r\nThree.', 'One. Two.\nThree.\n');
    expect(changes.map(({ kind }) => kind)).toEqual(['same']);
  });

  it('knows an empty text, on either side and on both', () => {
    expect(compareTexts('', '').changes).toEqual([]);
    expect(countWords(compareTexts('', 'Two words.').changes)).toEqual({ added: 2, removed: 0, same: 0 });
    expect(countWords(compareTexts('Two words.', ' \n ').changes)).toEqual({ added: 0, removed: 2, same: 0 });
  });

  it('gives back both texts, word for word, and counts what it shows', () => {
    const word = fc.constantFrom('silt', 'field', 'the', 'Priya', 'said', "don't", 'naïve', '河', '2,5', '—');
    const text = fc
      .array(fc.tuple(word, fc.constantFrom(' ', ' ', ' ', '. ', '! ', '\n', '.\n\n', '  ')), {
        maxLength: 60,
      })
      .map((parts) => parts.flat().join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { changes } = compareTexts(before, after);
        expect(wordsIn(sideOf(changes, 'added'))).toBe(wordsIn(before));
        expect(wordsIn(sideOf(changes, 'removed'))).toBe(wordsIn(after));
        for (const [at, change] of changes.entries()) expect(change.kind).not.toBe(changes[at + 1]?.kind);
        expect(compareTexts(after, after).changes.every(({ kind }) => kind === 'same')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('falls back to whole lines, then to no comparison, and says so', () => {
    const sentences = (seed: string) =>
      Array.from({ length: 40 }, (_, line) =>
        Array.from({ length: 10 }, (_, at) => `${seed}${line} ${at} moves.`).join(' '),
      ).join('\n');
    const [before, after] = [`Same.\n${sentences('A')}`, `Same.\n${sentences('B')}`];
    const limits = { ...comparisonLimits, timeout: 60_000 };
    expect(compareTexts(before, after, { ...limits, maxEditLength: 5000 }).by).toBe('words');
    const lines = compareTexts(before, after, { ...limits, maxEditLength: 100 });
    expect(lines.by).toBe('lines');
    expect(lines.changes[0]).toEqual({ kind: 'same', text: 'Same.\n' });
    const nothing = compareTexts(before, after, { ...limits, maxEditLength: 10 });
    expect([nothing.by, nothing.changes.map(({ kind }) => kind)]).toEqual(['nothing', ['removed', 'added']]);
  });

  it('stops at its time limit', () => {
    const text = (seed: number) =>
      Array.from({ length: 8000 }, (_, at) => `Sentence ${(at * seed) % 7919} stands here.`).join(' ');
    const started = performance.now();
    const { by } = compareTexts(text(17), text(31), { ...comparisonLimits, timeout: 20 });
    expect(by).not.toBe('words');
    // Two tries of 20 ms, and reading the text: far below what comparing it all would take.
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('compares the beginning of texts that are too long, and says so', () => {
    const { cut, changes } = compareTexts('a. '.repeat(500), 'a. '.repeat(500), {
      ...comparisonLimits,
      length: 100,
    });
    expect(cut).toBe(true);
    expect(sideOf(changes, 'added').length).toBeLessThanOrEqual(101);
  });
});

describe('going through changes', () => {
  it('takes what went and what came in its place as one', () => {
    const same = { kind: 'same', text: 'x ' } as const;
    const [removed, added] = [
      { kind: 'removed', text: 'old' },
      { kind: 'added', text: 'new' },
    ] as const;
    expect(changeRuns([removed, added, same, added, same, removed, same])).toEqual([
      [removed, added],
      [added],
      [removed],
    ]);
  });
});
