import type { Assignment } from '../../../shared/domain/assignment.ts';
import type { MicroCredential } from '../../../shared/domain/micro-credential.ts';
import { type Problem, problem } from '../../../shared/lib/problem.ts';
import type { WorkState } from '../../../shared/workbench-api/queue.ts';
import type { ReviewRow } from '../../database/tables/reviews.ts';

/** The two views of one assignment: the hub's, and the work on this device (undefined: none yet). */
export type WorkViews = {
  readonly assignment: Assignment;
  readonly review: ReviewRow | undefined;
  /** Something has been written on it, here or on another device of the reviewer. */
  readonly edited: boolean;
  readonly microCredential: Pick<MicroCredential, 'policies' | 'rubricHash'>;
};

const MINUTE_MS = 60_000;

/** Lays the work on this device over the hub's state. What the hub has closed is closed, whatever stands here. */
export const workState = (views: WorkViews, nowMs: number): WorkState => {
  const { assignment, review, edited } = views;
  if (assignment.state === 'withdrawn') return 'withdrawn';
  if (assignment.state === 'recused' || review?.state === 'recused') return 'recused';
  if (assignment.state === 'set-aside' || review?.state === 'set-aside') return 'set-aside';
  const final =
    review?.state === 'submitted' || review?.state === 'amending' || assignment.state === 'submitted';
  if (final) {
    if (windowClosed(views, nowMs) || isOnOldRubric(views)) return 'locked';
    return review?.state === 'amending' ? 'amending' : 'submitted';
  }
  if (review?.state === 'draft' || edited) return 'draft';
  return review?.state === 'opened' || assignment.state === 'opened' ? 'opened' : 'new';
};

/**
 * Submitted work keeps the rubric it was scored on, and a computer has only the rubric of today: once they differ, the
 * final stands as it is. An edit would be scored against other words, and the hub refuses it.
 */
export const isOnOldRubric = ({ assignment, microCredential }: WorkViews): boolean =>
  assignment.rubricHash !== microCredential.rubricHash;

/**
 * Until when a submitted review may be amended: as the hub said in its receipt or its feed, else reckoned from this
 * device's own time of submitting. Null when nothing was submitted.
 */
export const amendableUntil = ({ assignment, review, microCredential }: WorkViews): string | null => {
  const submittedHere = review?.state === 'submitted' || review?.state === 'amending';
  if (!submittedHere && assignment.state !== 'submitted') return null;
  const said = latest(review?.amendableUntil ?? null, assignment.amendableUntil);
  if (said !== null) return said;
  const submittedAt = review?.submittedAt ?? assignment.submittedAt;
  return submittedAt === null
    ? null
    : new Date(Date.parse(submittedAt) + microCredential.policies.graceMinutes * MINUTE_MS).toISOString();
};

export const isEditable = (state: WorkState): boolean =>
  state === 'new' || state === 'opened' || state === 'draft' || state === 'amending';

/** Why work in this state cannot be edited; null when it can. */
export const whyNotEditable = (state: WorkState, views: WorkViews): Problem | null => {
  switch (state) {
    case 'new':
    case 'opened':
    case 'draft':
    case 'amending':
      return null;
    case 'submitted':
      return problem('review-submitted');
    case 'locked':
      return isOnOldRubric(views)
        ? problem('final-on-old-rubric')
        : problem('amend-window-closed', { until: amendableUntil(views) ?? '' });
    case 'withdrawn':
      return problem('assignment-withdrawn');
    case 'set-aside':
    case 'recused':
      return problem('assignment-closed', { state });
  }
};

const windowClosed = (views: WorkViews, nowMs: number): boolean => {
  const until = amendableUntil(views);
  return until !== null && nowMs > Date.parse(until);
};

/** A later answer of the hub extends the window; the two come by different ways and in any order. */
const latest = (a: string | null, b: string | null): string | null => {
  if (a === null || b === null) return a ?? b;
  return Date.parse(a) >= Date.parse(b) ? a : b;
};
