import search from 'approx-string-match';

export type Match = { readonly start: number; readonly end: number; readonly errors: number };

/** Letters that are compared as a whole; of longer words, this much of either end. */
const longestWhole = 800;
const endLength = 400;
const mostMatches = 16;

/**
 * How many letters may differ: a fifth, at least one from three letters on, never more than 256. At a quarter,
 * unrelated English sentences begin to match; at a tenth, one changed word orphans a short sentence.
 */
export const errorLimit = (letters: number): number =>
  letters < 3 ? 0 : Math.min(256, Math.max(1, Math.floor(letters / 5)));

/**
 * Where words stand in a window with the fewest changes, within their limit. Long words are sought by their two ends,
 * which must be about as far apart as they were: comparing all of them at every letter of a text would take seconds.
 */
export const matchApproximately = (window: string, words: string): Match[] => {
  const errors = errorLimit(words.length);
  if (errors === 0) return [];
  const found = words.length <= longestWhole ? search(window, words, errors) : byEnds(window, words, errors);
  return found.filter(({ start, end }) => end > start).slice(0, mostMatches);
};

const byEnds = (window: string, words: string, errors: number): Match[] => {
  const ofEnd = (end: string): Match[] => search(window, end, errorLimit(endLength)).slice(0, mostMatches);
  const heads = ofEnd(words.slice(0, endLength));
  const tails = ofEnd(words.slice(-endLength));
  return heads
    .flatMap((head) =>
      tails.map((tail) => {
        const stretch = Math.abs(tail.end - head.start - words.length);
        return { start: head.start, end: tail.end, errors: head.errors + tail.errors + stretch };
      }),
    )
    .filter((match) => match.errors <= errors)
    .sort((a, b) => a.errors - b.errors);
};
