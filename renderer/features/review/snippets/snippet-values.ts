import type { Annotation } from '../../../../shared/domain/annotation.ts';
import type { SnippetValues } from '../../../../shared/domain/fill-snippet.ts';
import type { CriterionId } from '../../../../shared/domain/ids.ts';
import type { ReviewContent } from '../../../../shared/domain/review.ts';
import type { Criterion } from '../../../../shared/domain/rubric.ts';
import type { ReviewDocument } from '../../../../shared/workbench-api/review-document.ts';
import type { Messages } from '../../../messages/en.ts';
import { citationsFor, quoteOf } from './citation-words.ts';

/** The words of the level that was given, and of the one above it. A half point lies between two. */
const levelValues = ({ levels }: Criterion, score: number | null, m: Messages): SnippetValues => {
  if (score === null) return {};
  const given = levels.find((level) => level.score === score);
  const below = levels.findLast((level) => level.score < score);
  const above = levels.find((level) => level.score > score);
  const between =
    below === undefined || above === undefined ? '' : m.commentBank.halfLevel(below.title, above.title);
  return {
    score: m.commentBank.score(score),
    level: given?.title ?? between,
    'level descriptor': given?.descriptor ?? '',
    'next level': above?.title ?? '',
    'next descriptor': above?.descriptor ?? '',
  };
};

const newestOf = (citations: readonly Annotation[]): Annotation | undefined =>
  citations.reduce<Annotation | undefined>(
    (latest, one) => (latest === undefined || one.createdAt >= latest.createdAt ? one : latest),
    undefined,
  );

/**
 * What the placeholders of a snippet stand for at a field: see fill-snippet.ts. In the note of a citation, quotation and
 * place are that citation's `own`.
 */
export const snippetValues = (
  document: ReviewDocument,
  content: ReviewContent,
  criterionId: CriterionId | null,
  m: Messages,
  own?: Annotation,
): SnippetValues => {
  const criterion = document.microCredential.rubric.criteria.find(({ id }) => id === criterionId);
  const score = content.criteria.find((one) => one.criterionId === criterionId)?.score ?? null;
  const citations = citationsFor(document, content, criterionId);
  const newest =
    own ?? newestOf(citations.filter(({ locator }) => locator.kind !== 'whole')) ?? newestOf(citations);
  return {
    submission: document.submission.code,
    ...(criterion === undefined ? {} : { criterion: criterion.title, ...levelValues(criterion, score, m) }),
    ...(newest === undefined
      ? {}
      : {
          quote: quoteOf(newest.locator),
          place: m.commentBank.place(newest.locator),
          places: m.commentBank.places([
            ...new Set(citations.map((one) => m.commentBank.place(one.locator))),
          ]),
        }),
  };
};
