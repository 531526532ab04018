import type { ReadableDb } from '../../database/connection.ts';
import { assignmentIdsOf } from '../../database/tables/hub-assignments.ts';
import { darkenedSubmissions } from '../../database/tables/hub-submissions.ts';
import { recusedSubmissions } from '../../database/tables/reviews.ts';

/** The submissions of which nothing is to be kept, as the rows stand. */
export type GivenUp = {
  /**
   * The reviewer has recused from it, or from the attempt it stood beside, and the hub has not heard: it is counted, and
   * nothing of it is kept. The hub's tombstone ends that, or that the submission is assigned for its own sake.
   */
  has(submissionId: string): boolean;
  /** A row was written, with nothing sealed in it or with something. */
  wrote(submissionId: string, dark: boolean): void;
};

/**
 * Both kinds are few, and a pull asks for every change: they are read once. Holds until the tables are changed by anybody
 * who does not say so.
 */
export const readGivenUp = (db: ReadableDb): GivenUp => {
  const recused = recusedSubmissions(db);
  const dark = darkenedSubmissions(db);
  return {
    has: (submissionId) =>
      recused.has(submissionId) || (dark.has(submissionId) && assignmentIdsOf(db, submissionId).length === 0),
    wrote: (submissionId, isDark) => {
      if (isDark) dark.add(submissionId);
      else dark.delete(submissionId);
    },
  };
};
