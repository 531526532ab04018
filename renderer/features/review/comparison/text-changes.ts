import { type ChangeObject, diffArrays, diffLines, diffWordsWithSpace } from 'diff';

/** A run of text that both have, or that one of them has. */
export type TextChange = { readonly kind: 'same' | 'added' | 'removed'; readonly text: string };

/**
 * How two texts differ. `by` says how finely: `words` inside sentences that were changed, whole `lines` where words would
 * have taken too long, or not at all (`nothing`): then one text is removed and the other added.
 */
export type TextComparison = {
  readonly by: 'words' | 'lines' | 'nothing';
  readonly changes: readonly TextChange[];
  /** Only the beginning of a text that is longer than can be shown was compared. */
  readonly cut: boolean;
};

/** What a comparison may cost at each step: milliseconds, and how many changes it looks for. */
export type ComparisonLimits = {
  readonly timeout: number;
  readonly maxEditLength: number;
  /** Characters of each text. */
  readonly length: number;
};

export const comparisonLimits: ComparisonLimits = { timeout: 250, maxEditLength: 4000, length: 200_000 };

/** Sentences of which this share of the words stayed are one sentence that was changed; less alike, another sentence. */
const alike = 0.5;
/** Sentences on either side of one place that are compared with each other, each with each. */
const mostPairs = 60;

/** Lines without space at their ends, none empty: layout is not a change. */
const tidy = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.replace(/\s+/gu, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');

/**
 * Finds what changed from `before` to `after` as a reader would say it: sentences first, words inside those that are
 * still the same sentence.
 */
export const compareTexts = (
  before: string,
  after: string,
  limits: ComparisonLimits = comparisonLimits,
): TextComparison => {
  const [from, to] = [tidy(before), tidy(after)];
  const cut = from.length > limits.length || to.length > limits.length;
  const [old, now] = [from.slice(0, limits.length), to.slice(0, limits.length)];
  const bySentence = diffArrays(sentencesOf(old), sentencesOf(now), {
    ...bounds(limits),
    comparator: sameWords,
  });
  if (bySentence !== undefined) return { by: 'words', changes: joined(inWords(bySentence, limits)), cut };
  const byLine = diffLines(`${old}\n`, `${now}\n`, bounds(limits));
  if (byLine !== undefined) return { by: 'lines', changes: joined(byLine.map(asChange)), cut };
  return { by: 'nothing', changes: joined([removed(`${old}\n`), added(`${now}\n`)]), cut };
};

const bounds = ({ timeout, maxEditLength }: ComparisonLimits) => ({ timeout, maxEditLength });

/** There may be many sentences: each has a small part of what the whole may cost. */
const wordBounds = ({ timeout, maxEditLength }: ComparisonLimits) => ({
  timeout: timeout / 5,
  maxEditLength: Math.ceil(maxEditLength / 10),
});

const sameWords = (a: string, b: string): boolean => a.trim() === b.trim();

/** Sentences with the space after them. A line's end is a sentence's end, and every line has one. */
const sentencesOf = (text: string): string[] => {
  if (text === '') return [];
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
  return `${text}\n`
    .split(/(?<=\n)/)
    .flatMap((line) => [...segmenter.segment(line)].map(({ segment }) => segment));
};

const removed = (text: string): TextChange => ({ kind: 'removed', text });
const added = (text: string): TextChange => ({ kind: 'added', text });

const asChange = ({ value, added: isAdded, removed: isRemoved }: ChangeObject<string>): TextChange => ({
  kind: isAdded ? 'added' : isRemoved ? 'removed' : 'same',
  text: value,
});

/** Sentences that gave way to others are looked at word by word where they are still alike. */
const inWords = (runs: readonly ChangeObject<string[]>[], limits: ComparisonLimits): TextChange[] => {
  const changes: TextChange[] = [];
  for (let at = 0; at < runs.length; at += 1) {
    const run = runs[at];
    const next = runs[at + 1];
    if (run === undefined) continue;
    if (run.removed && next?.added === true) {
      changes.push(...replacement(run.value, next.value, limits));
      at += 1;
    } else if (run.added && next?.removed === true) {
      changes.push(...replacement(next.value, run.value, limits));
      at += 1;
    } else {
      changes.push(asChange({ ...run, value: run.value.join('') }));
    }
  }
  return changes;
};

const replacement = (
  old: readonly string[],
  now: readonly string[],
  limits: ComparisonLimits,
): TextChange[] => {
  const changes: TextChange[] = [];
  let [oldAt, nowAt] = [0, 0];
  for (const [oldEnd, nowEnd] of [...pairs(old, now), [old.length, now.length] as const]) {
    changes.push(...old.slice(oldAt, oldEnd).map(removed), ...now.slice(nowAt, nowEnd).map(added));
    const [was, is] = [old[oldEnd], now[nowEnd]];
    if (was !== undefined && is !== undefined) {
      const words = diffWordsWithSpace(was, is, wordBounds(limits));
      changes.push(...(words === undefined ? [removed(was), added(is)] : bridged(words.map(asChange))));
    }
    [oldAt, nowAt] = [oldEnd + 1, nowEnd + 1];
  }
  return changes;
};

/** Changed words with nothing but space between them are one change: "nine questions" gave way to "one question". */
const bridged = (words: readonly TextChange[]): TextChange[] => {
  const result: TextChange[] = [];
  let [went, came] = ['', ''];
  const end = (): void => {
    if (went.trim() !== '') result.push(removed(went));
    // Space alone is layout: the new text's stands, and is no change.
    if (came !== '') result.push(came.trim() === '' ? { kind: 'same', text: came } : added(came));
    [went, came] = ['', ''];
  };
  for (const [at, { kind, text }] of words.entries()) {
    const bridge = kind === 'same' && went + came !== '' && text.trim() === '' && at < words.length - 1;
    if (kind !== 'added' && (kind === 'removed' || bridge)) went += text;
    if (kind !== 'removed' && (kind === 'added' || bridge)) came += text;
    if (kind !== 'same' || bridge) continue;
    end();
    result.push({ kind, text });
  }
  end();
  return result;
};

/** Which sentences became which, in order: the pairing that keeps the most words. Positions on both sides. */
const pairs = (old: readonly string[], now: readonly string[]): [number, number][] => {
  if (old.length > mostPairs || now.length > mostPairs) return [];
  const oldBags = old.map(bagOf);
  const nowBags = now.map(bagOf);
  // best[i][j]: the most that old from i and now from j have in common.
  const best = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  const keptBy = (i: number, j: number): number => {
    const likeness = likenessOf(oldBags[i], nowBags[j]);
    return likeness >= alike ? likeness : 0;
  };
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const value = keptBy(i, j);
      const paired = value > 0 ? value + at(i + 1, j + 1) : 0;
      (best[i] as number[])[j] = Math.max(paired, at(i + 1, j), at(i, j + 1));
    }
  }
  const found: [number, number][] = [];
  for (let i = 0, j = 0; i < old.length && j < now.length; ) {
    const value = keptBy(i, j);
    if (value > 0 && at(i, j) === value + at(i + 1, j + 1)) {
      found.push([i, j]);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return found;
};

type Bag = { readonly words: ReadonlyMap<string, number>; readonly size: number };

const bagOf = (sentence: string): Bag => {
  const words = new Map<string, number>();
  const all = wordsOf(sentence);
  for (const word of all) words.set(word.toLowerCase(), (words.get(word.toLowerCase()) ?? 0) + 1);
  return { words, size: all.length };
};

/** The share of words two sentences have in common (Dice's coefficient), 0 to 1. */
const likenessOf = (a: Bag | undefined, b: Bag | undefined): number => {
  if (a === undefined || b === undefined || a.size + b.size === 0) return 0;
  let common = 0;
  for (const [word, count] of a.words) common += Math.min(count, b.words.get(word) ?? 0);
  return (2 * common) / (a.size + b.size);
};

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu) ?? [];

/** Neighbours of one kind as one, empty ones gone. */
const joined = (changes: readonly TextChange[]): TextChange[] => {
  const result: TextChange[] = [];
  for (const change of changes) {
    const last = result.at(-1);
    if (change.text === '') continue;
    if (last?.kind === change.kind) result[result.length - 1] = { ...last, text: last.text + change.text };
    else result.push(change);
  }
  return result;
};

/** Words that came, went and stayed. */
export const countWords = (changes: readonly TextChange[]): Record<TextChange['kind'], number> => {
  const count = (kind: TextChange['kind']) =>
    changes.reduce((sum, change) => sum + (change.kind === kind ? wordsOf(change.text).length : 0), 0);
  return { added: count('added'), removed: count('removed'), same: count('same') };
};

/** The changes as a reader goes through them: neighbouring removals and additions are one. */
export const changeRuns = (changes: readonly TextChange[]): TextChange[][] => {
  const runs: TextChange[][] = [];
  let inChange = false;
  for (const change of changes) {
    if (change.kind !== 'same' && inChange) runs.at(-1)?.push(change);
    else if (change.kind !== 'same') runs.push([change]);
    inChange = change.kind !== 'same';
  }
  return runs;
};
