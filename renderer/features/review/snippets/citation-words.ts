import type { Annotation } from '../../../../shared/domain/annotation.ts';
import type { CriterionId } from '../../../../shared/domain/ids.ts';
import type { Locator } from '../../../../shared/domain/locator.ts';
import type { ReviewContent } from '../../../../shared/domain/review.ts';
import type { ReviewDocument } from '../../../../shared/workbench-api/review-document.ts';
import type { Messages } from '../../../messages/en.ts';
import { sortedAnnotations } from '../annotation-marks.ts';
import { evidenceBySlot } from '../evidence-order.ts';

/** Longer quotations are cut: feedback points at a passage, it does not repeat it. In characters. */
const longestQuote = 300;

const oneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');

/** The words a place quotes, as one line; empty where it has none. */
export const quoteOf = (locator: Locator): string => {
  const quotes =
    locator.kind === 'page'
      ? [locator.quote, ...locator.continued.map(({ quote }) => quote)]
      : locator.kind === 'text' || locator.kind === 'time'
        ? [locator.quote]
        : [];
  const words = oneLine(quotes.map((quote) => quote?.exact ?? '').join(' '));
  const characters = [...words];
  return characters.length <= longestQuote ? words : `${characters.slice(0, longestQuote - 1).join('')}…`;
};

/** The citations of a criterion, or (null) those of the submission as a whole, in the order of the evidence. */
export const citationsFor = (
  document: ReviewDocument,
  { annotations }: Pick<ReviewContent, 'annotations'>,
  criterionId: CriterionId | null,
): Annotation[] => {
  const wanted = annotations.filter(({ criterionIds }) =>
    criterionId === null ? criterionIds.length === 0 : criterionIds.includes(criterionId),
  );
  return sortedAnnotations(
    wanted,
    evidenceBySlot(document).flatMap(({ items }) => items.map(({ id }) => id)),
  );
};

/** What an earner calls the file: its slot, with the file's name where the slot holds several. Null: there is only one. */
const fileName = (
  { evidence, microCredential }: ReviewDocument,
  artifactId: string,
  m: Messages,
): string | null => {
  const files = evidence.filter(({ kind }) => kind !== 'captions');
  const file = files.find(({ id }) => id === artifactId);
  if (file === undefined || files.length === 1) return null;
  const slot = microCredential.evidenceSlots.find(({ id }) => id === file.slotId)?.title;
  if (slot === undefined) return file.label;
  const alone = files.filter(({ slotId }) => slotId === file.slotId).length === 1;
  return alone ? slot : m.commentBank.fileOfSlot(slot, file.label);
};

/** What a citation says: its note, else the words it quotes, else a blank to fill in. */
const wordsOf = ({ text, locator }: Annotation, m: Messages): string => {
  const quote = quoteOf(locator);
  return oneLine(text) || (quote === '' ? m.commentBank.blankNote : m.commentBank.quoted(quote));
};

/** One citation for the middle of a text: `At 0:41 (Classroom video): waits`. */
export const citationInline = (document: ReviewDocument, annotation: Annotation, m: Messages): string => {
  const file = fileName(document, annotation.artifactId, m);
  const words = wordsOf(annotation, m);
  return file === null
    ? m.commentBank.citation(annotation.locator, words)
    : m.commentBank.citationIn(annotation.locator, file, words);
};

export type CitationDraft = {
  /** What to append; empty when everything stands there already. */
  readonly text: string;
  readonly count: number;
};

/**
 * Citations as feedback, a line for each, under the name of their file. Lines that `present` has already are left out,
 * so that asking twice writes nothing twice.
 */
export const draftFromCitations = (
  document: ReviewDocument,
  citations: readonly Annotation[],
  present: string,
  m: Messages,
): CitationDraft => {
  const lines = new Set(present.split('\n').map((line) => line.trim()));
  const groups = new Map<string, string[]>();
  let count = 0;
  for (const annotation of citations) {
    const line = m.commentBank.citation(annotation.locator, wordsOf(annotation, m));
    if (lines.has(line) || present.includes(citationInline(document, annotation, m))) continue;
    const group = groups.get(annotation.artifactId) ?? [];
    groups.set(annotation.artifactId, [...group, line]);
    count += 1;
  }
  const paragraphs = [...groups].map(([artifactId, group]) => {
    const file = fileName(document, artifactId, m);
    return [...(file === null ? [] : [m.commentBank.citedFile(file)]), ...group].join('\n');
  });
  const gap = present.trim() === '' ? '' : present.endsWith('\n') ? '\n' : '\n\n';
  return { text: count === 0 ? '' : gap + paragraphs.join('\n\n'), count };
};
