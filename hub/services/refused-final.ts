import { type ReviewContent, reviewContentSchema } from '../../shared/domain/review.ts';
import type { EventRecord } from '../database/tables/events.ts';

/** What a final says that the hub has kept without counting it; null once its words were erased, or never came. */
export const readFinal = ({ payload }: EventRecord): ReviewContent | null => {
  const sent = JSON.parse(payload) as { readonly content?: unknown } | null;
  const read = reviewContentSchema.safeParse(sent?.content);
  // As it came: a field that a newer workbench added stays part of it, and of its hash.
  return read.success ? (sent?.content as ReviewContent) : null;
};
