import search from 'approx-string-match';
import { findVerbatim, fitsWholly, type Sought } from './find-verbatim.ts';
import { type GramIndex, spread } from './gram-index.ts';
import { errorLimit, type Match, matchApproximately } from './match-approximately.ts';

/** A place in the folded text and how sure it is: both shares are from 0 (nothing agrees) to 1. */
type Candidate = {
  readonly from: number;
  readonly to: number;
  /** The share of the quoted letters that need no change. */
  readonly same: number;
  /** The same for what stands around them; null when nothing is known of that. */
  readonly around: number | null;
};

/** Folded letters of the surroundings that are compared on each side. */
const side = 32;
/** Letters by which the surroundings may have shifted. */
const shift = 12;
/** Where so much of the surroundings agrees, no other place is looked for. */
const sure = 0.6;
/** Occurrences whose surroundings are compared letter by letter. */
const mostCompared = 16;

/** Where the sought words stand in a folded text, as they were or with small changes; null when nothing convinces. */
export const findSimilar = (
  folded: string,
  sought: Sought,
  grams: () => GramIndex,
): { readonly from: number; readonly to: number } | null => {
  const { exact } = sought;
  if (exact === '') return null;
  const verbatim = findVerbatim(folded, sought);
  const first = verbatim[0];
  if (first !== undefined && fitsWholly(sought, first))
    return { from: first.from, to: first.from + exact.length };
  const unchanged = verbatim
    .slice(0, mostCompared)
    .map(({ from }) => candidate(folded, sought, { start: from, end: from + exact.length, errors: 0 }));
  const known = best(sought, unchanged);
  return isSure(known) ? known : best(sought, [...unchanged, ...changed(folded, sought, grams)]);
};

const isSure = (one: Candidate | null): one is Candidate =>
  one !== null && (one.around === null ? one.same === 1 : one.around >= sure);

/** Where a passage may begin: where it is expected, then where its runs of letters are. */
function* startsOf(expected: number | null, passage: string, grams: () => GramIndex): Generator<number> {
  if (expected !== null) yield expected;
  yield* grams().likelyStarts(passage);
}

const changed = (folded: string, sought: Sought, grams: () => GramIndex): Candidate[] => {
  const { exact } = sought;
  const errors = errorLimit(exact.length);
  if (errors === 0) return [];
  const before = sought.prefix.slice(-side);
  const passage = before + exact + sought.suffix.slice(0, side);
  const expected = sought.expected === null ? null : Math.max(0, sought.expected - before.length);
  const candidates: Candidate[] = [];
  for (const start of startsOf(expected, passage, grams)) {
    const begin = Math.max(0, start - spread - errors);
    const window = folded.slice(begin, start + passage.length + spread + errors);
    for (const { start: from, end: to, errors: differing } of matchApproximately(window, exact)) {
      candidates.push(candidate(folded, sought, { start: from + begin, end: to + begin, errors: differing }));
    }
    // The likeliest comes first: the others are looked at while none is sure.
    if (isSure(best(sought, candidates))) break;
  }
  return candidates;
};

const candidate = (folded: string, sought: Sought, { start, end, errors }: Match): Candidate => {
  const before = sought.prefix.slice(-side);
  const after = sought.suffix.slice(0, side);
  const known = before.length + after.length;
  const agreeing =
    agreement(folded.slice(Math.max(0, start - before.length - shift), start), before) +
    agreement(folded.slice(end, end + after.length + shift), after);
  return {
    from: start,
    to: end,
    same: 1 - errors / sought.exact.length,
    around: known === 0 ? null : agreeing / known,
  };
};

/** Letters of `words` that are found in a window beside the place, in order. */
const agreement = (window: string, words: string): number => {
  if (words === '') return 0;
  const found = search(window, words, Math.floor(words.length * 0.6))[0];
  return found === undefined ? 0 : words.length - found.errors;
};

const best = (sought: Sought, candidates: readonly Candidate[]): Candidate | null => {
  const { exact, expected } = sought;
  const distance = (one: Candidate): number => (expected === null ? one.from : Math.abs(one.from - expected));
  const worth = ({ same, around }: Candidate): number => same * 0.6 + (around ?? 0) * 0.4;
  const stretch = ({ from, to }: Candidate): number => Math.abs(to - from - exact.length);
  const convincing = candidates
    .filter((one) => isConvincing(exact.length, one))
    .sort((a, b) => worth(b) - worth(a) || stretch(a) - stretch(b) || distance(a) - distance(b));
  return convincing[0] ?? null;
};

/**
 * The shorter the words and the more they differ, the more of what stands around them must agree. Unrelated passages
 * of English agree to about 0.3.
 */
const isConvincing = (letters: number, { same, around }: Candidate): boolean => {
  const unchanged = same === 1;
  if (around === null) return unchanged || letters >= 24;
  if (letters >= 32) return true;
  if (letters >= 16) return unchanged || around >= 0.4;
  if (letters >= 8) return around >= (unchanged ? 0.45 : 0.6);
  return around >= (unchanged ? 0.6 : 0.75);
};
