import type { TextPosition, TextQuote } from '../domain/locator.ts';
import { codePointIndex, splitsPair } from './code-points.ts';
import { findSimilar } from './find-similar.ts';
import { findVerbatim, fitsWholly, type Occurrence, type Sought } from './find-verbatim.ts';
import { foldOnly, foldText } from './folded-text.ts';
import { gramIndex } from './gram-index.ts';

/**
 * Where a quote stands now, as UTF-16 offsets, end exclusive. `found`: where it was made, with the same words around
 * it. `moved`: elsewhere, or with other words around or in it.
 */
export type Anchored = { readonly from: number; readonly to: number; readonly state: 'found' | 'moved' };

export type Anchorer = {
  /** Null: the quote is an orphan in this text. */
  find(quote: TextQuote, position: TextPosition | null): Anchored | null;
};

/**
 * Finds quotes in one text, in this order: where they were made; letter for letter elsewhere, where the surroundings
 * fit best, the nearest among equals; regardless of white space, line endings, ligatures, soft hyphens and typographic
 * quotes; with small changes. What short quotes match must be borne out by their surroundings.
 *
 * What a step needs to know of the text is read when a quote first comes to it, and kept for the quotes after.
 */
export const createAnchorer = (text: string): Anchorer => {
  const points = once(() => codePointIndex(text));
  const fold = once(() => foldText(text));
  const grams = once(() => gramIndex(fold().folded));

  const verbatim = (sought: Sought): { readonly sure: boolean; readonly at: Anchored } | null => {
    const found = findVerbatim(text, sought).find(({ from }) => isWhole(text, from, sought.exact.length));
    if (found === undefined || !isConvincing(sought, found)) return null;
    const unmoved = found.from === (sought.expected ?? found.from) && fitsWholly(sought, found);
    const to = found.from + sought.exact.length;
    return {
      sure: fitsMostly(sought, found),
      at: { from: found.from, to, state: unmoved ? 'found' : 'moved' },
    };
  };

  const similar = ({ exact, prefix, suffix, expected }: Sought): Anchored | null => {
    const { folded, toOriginal, toFolded } = fold();
    const sought = {
      exact: foldOnly(exact),
      prefix: foldOnly(prefix),
      suffix: foldOnly(suffix),
      expected: expected === null ? null : toFolded(expected),
    };
    const found = findSimilar(folded, sought, grams);
    return found === null ? null : { ...toOriginal(found.from, found.to), state: 'moved' };
  };

  return {
    find: (quote, position) => {
      if (quote.exact === '') return null;
      const expected = position === null ? null : points().toOffset(position.start);
      const sought = { ...quote, expected };
      const known = verbatim(sought);
      // The same words may stand elsewhere too, while those that were meant have changed a little.
      return known?.sure === true ? known.at : (similar(sought) ?? known?.at ?? null);
    },
  };
};

/** One quote in one text; for many, make an anchorer. */
export const findQuote = (text: string, quote: TextQuote, position: TextPosition | null): Anchored | null =>
  createAnchorer(text).find(quote, position);

const isWhole = (text: string, from: number, length: number): boolean =>
  !splitsPair(text, from) && !splitsPair(text, from + length);

/** Characters that must agree, of the quote and around it, before a place is believed: about three words. */
const enough = 16;

const fitsMostly = ({ prefix, suffix }: Sought, { fit }: Occurrence): boolean =>
  fit * 2 >= prefix.length + suffix.length;

/** Short words stand everywhere: they are believed where half of what stood around them does, or enough in all. */
const isConvincing = (sought: Sought, found: Occurrence): boolean => {
  const here = found.from === sought.expected ? enough / 2 : 0;
  return fitsMostly(sought, found) || sought.exact.trim().length + found.fit + here >= enough;
};

const once = <T extends object>(make: () => T): (() => T) => {
  let made: T | null = null;
  return () => {
    made ??= make();
    return made;
  };
};
