import type { CommentSnippet, SnippetKind } from './comment-snippet.ts';
import type { CriterionId, MicroCredentialId } from './ids.ts';

/** The field that a snippet is looked for. `criterionId` null: a field on the submission as a whole. */
export type SnippetPlace = {
  readonly kind: SnippetKind;
  readonly microCredentialId: MicroCredentialId;
  readonly criterionId: CriterionId | null;
};

/** Letters without case and accents, so that `resume` finds `Résumé`. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const wordsOf = (query: string): string[] => plain(query).split(/\s+/).filter(Boolean);

/** 2: for this kind of field; 1: for any; 0: for another kind. */
const kindFit = ({ kind }: CommentSnippet, wanted: SnippetKind): number =>
  kind === wanted ? 2 : kind === 'any' || wanted === 'any' ? 1 : 0;

/** 2: for this criterion; 1: for the micro-credential or everywhere; 0: for another criterion. */
const criterionFit = ({ scope }: CommentSnippet, { criterionId }: SnippetPlace): number =>
  scope.criterionId === null ? 1 : scope.criterionId === criterionId ? 2 : 0;

/** 2: all words stand in the title; 1: somewhere; null: a word is missing. */
const wordFit = (snippet: CommentSnippet, words: readonly string[]): number | null => {
  const title = plain(snippet.title);
  if (words.every((word) => title.includes(word))) return 2;
  const all = `${title} ${plain(snippet.text)}`;
  return words.every((word) => all.includes(word)) ? 1 : null;
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Used more comes first, then used later, then by title; ids make the order whole. */
const byUse = (a: CommentSnippet, b: CommentSnippet): number =>
  b.usedCount - a.usedCount ||
  compareText(b.lastUsedAt ?? '', a.lastUsedAt ?? '') ||
  compareText(plain(a.title), plain(b.title)) ||
  compareText(a.id, b.id);

/**
 * The snippets that may be used at a place, best first: by the words looked for, the kind of field, the criterion, then
 * use. Those of another micro-credential are left out; those of another criterion or kind of field come last.
 */
export const rankSnippets = (
  snippets: readonly CommentSnippet[],
  place: SnippetPlace,
  query = '',
): CommentSnippet[] => {
  const words = wordsOf(query);
  return snippets
    .flatMap((snippet) => {
      const { microCredentialId } = snippet.scope;
      if (microCredentialId !== null && microCredentialId !== place.microCredentialId) return [];
      const found = wordFit(snippet, words);
      if (found === null) return [];
      const kind = kindFit(snippet, place.kind);
      const criterion = criterionFit(snippet, place);
      const fits = kind > 0 && criterion > 0 ? 1 : 0;
      return [{ snippet, rank: [found, fits, kind, criterion] }];
    })
    .sort((a, b) => compareRanks(b.rank, a.rank) || byUse(a.snippet, b.snippet))
    .map(({ snippet }) => snippet);
};

const compareRanks = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
};

/** The snippets whose title or text has all the words, by title: for looking through a bank. */
export const findSnippets = (snippets: readonly CommentSnippet[], query: string): CommentSnippet[] => {
  const words = wordsOf(query);
  return snippets
    .filter((snippet) => wordFit(snippet, words) !== null)
    .sort((a, b) => compareText(plain(a.title), plain(b.title)) || compareText(a.id, b.id));
};
