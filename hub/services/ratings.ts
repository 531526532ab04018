import type { HubDeps } from '../context/deps.ts';
import {
  findMicroCredentialByCode,
  type MicroCredentialRecord,
} from '../database/tables/micro-credentials.ts';
import {
  countReviewsOnOtherRubrics,
  listRatedReviews,
  type RatedReview,
} from '../database/tables/reviews.ts';

/** Which reviews are asked for: those of one micro-credential, live or for practice, on its present rubric. */
export type RatedOn = {
  readonly microCredential: MicroCredentialRecord['state'];
  readonly kind: 'live' | 'practice';
};

export const microCredentialByCode = (
  deps: HubDeps,
  code: string,
): Promise<MicroCredentialRecord['state'] | null> =>
  deps.database.read(async (db) => (await findMicroCredentialByCode(db, code))?.state ?? null);

const atOnce = 200;

/** The reviews that count, in the order in which the hub received them, some at a time. */
export async function* ratedReviews(deps: HubDeps, on: RatedOn): AsyncGenerator<readonly RatedReview[]> {
  for (let last: RatedReview | null = null; ; ) {
    const after: RatedReview | null = last;
    const found: RatedReview[] = await deps.database.read((db) => listRatedReviews(db, on, after, atOnce));
    if (found.length > 0) yield found;
    last = found.at(-1) ?? null;
    if (found.length < atOnce) return;
  }
}

/** How many reviews were scored on an earlier rubric: their scores mean something else. */
export const reviewsOnOtherRubrics = (deps: HubDeps, on: RatedOn): Promise<number> =>
  deps.database.read((db) => countReviewsOnOtherRubrics(db, on));
