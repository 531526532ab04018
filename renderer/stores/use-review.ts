import { useStore } from 'zustand';
import type { AssignmentId } from '../../shared/domain/ids.ts';
import { createReviewStore, type ReviewSlice, type ReviewStore } from './review.ts';
import type { ReviewSession } from './review-sessions.ts';
import type { Stores } from './stores.ts';
import { useStores } from './use-stores.tsx';

/**
 * The review store that belongs to a window's stores. It outlives the review screen, because edits still on their way
 * must arrive after the screen was left.
 */
const made = new WeakMap<Stores, ReviewStore>();

const followAccount = (stores: Stores, review: ReviewStore): void => {
  const atWork = (): string | null => {
    const { state } = stores.app.getState();
    return state?.phase === 'ready' ? state.account.id : null;
  };
  let current = atWork();
  let last = current;
  stores.app.subscribe(() => {
    const next = atWork();
    if (next === current) return;
    current = next;
    if (next === null) review.getState().leave();
    else if (last !== null && next !== last) review.getState().forget();
    last = next ?? last;
  });
};

export const reviewStoreOf = (stores: Stores): ReviewStore => {
  const known = made.get(stores);
  if (known !== undefined) return known;
  const review = createReviewStore({
    ...stores.dependencies,
    pendingWork: stores.pendingWork,
    newId: () => crypto.randomUUID(),
  });
  followAccount(stores, review);
  made.set(stores, review);
  return review;
};

export const useReviewStore = (): ReviewStore => reviewStoreOf(useStores());

/** A part of one review's session; undefined before it was opened. */
export const useReviewSession = <T>(
  assignmentId: AssignmentId,
  select: (session: ReviewSession | undefined) => T,
): T => useStore(useReviewStore(), ({ sessions }) => select(sessions[assignmentId]));

/** The actions, which never change. */
export const useReviewActions = (): ReviewSlice => useReviewStore().getState();
