import type { HubAlert, HubAssignment, HubErasure, HubReview } from '../../shared/hub-api/results.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { HubDeps } from '../context/deps.ts';
import type { ReadableDb } from '../database/open.ts';
import { listAlerts, requestIdsOn } from '../database/tables/alerts.ts';
import { findAssignment, listAssignments } from '../database/tables/assignments.ts';
import { listErasures } from '../database/tables/erasures.ts';
import { findEvent } from '../database/tables/events.ts';
import { findCountedReview, listCountedReviews, type ReviewRecord } from '../database/tables/reviews.ts';
import { openPageKey, type PageKey, sealPageKey } from './page-key.ts';

export type PageQuery = { readonly after?: string | undefined; readonly limit: number };
export type Page<Item> = { items: Item[]; next: string | null };

/** The review that counts for an assignment. `reviewerId` narrows it to one reviewer's own; null: anybody's. */
export const countedReview = (
  deps: HubDeps,
  assignmentId: string,
  reviewerId: string | null,
): Promise<Result<HubReview>> =>
  deps.database.read(async (db) => {
    const assignment = await findAssignment(db, assignmentId);
    const review = await findCountedReview(db, assignmentId);
    if (assignment === null || review === null) return fail(problem('not-found'));
    if (reviewerId !== null) {
      const { state } = assignment;
      const visible =
        state.reviewerId === reviewerId && state.state !== 'withdrawn' && state.state !== 'recused';
      if (!visible) return fail(problem('not-found'));
    }
    const [found] = await toHubReviews(db, [review]);
    return found === undefined ? fail(problem('not-found')) : ok(found);
  });

export const reviewsPage = (deps: HubDeps, query: PageQuery): Promise<Result<Page<HubReview>>> =>
  pageOf(deps, query, {
    list: async (db, key, limit) => {
      const after = key === null ? null : { receivedAt: key[0], assignmentId: key[1] };
      return toHubReviews(db, await listCountedReviews(db, after, limit));
    },
    keyOf: (review) => sealPageKey(review.receivedAt, review.assignmentId),
  });

export const assignmentsPage = (deps: HubDeps, query: PageQuery): Promise<Result<Page<HubAssignment>>> =>
  pageOf(deps, query, {
    list: (db, key, limit) => listAssignments(db, key === null ? null : { dueAt: key[0], id: key[1] }, limit),
    keyOf: (assignment) => sealPageKey(assignment.dueAt, assignment.id),
  });

export type AlertsQuery = PageQuery & { readonly also?: 'supersede-request' | undefined };

/** A reader of protocol 1.2 does not ask for requests and gets none: it would not know what they are. */
export const alertsPage = (deps: HubDeps, query: AlertsQuery): Promise<Result<Page<HubAlert>>> =>
  pageOf(deps, query, {
    list: (db, key, limit) => {
      const after = key === null ? null : { receivedAt: key[0], id: key[1] };
      return listAlerts(db, after, limit, query.also === 'supersede-request');
    },
    keyOf: (alert) => sealPageKey(alert.receivedAt, alert.id),
  });

export const erasuresPage = (deps: HubDeps, query: PageQuery): Promise<Result<Page<HubErasure>>> =>
  pageOf(deps, query, {
    list: (db, key, limit) => listErasures(db, key === null ? null : { erasedAt: key[0], id: key[1] }, limit),
    keyOf: (erasure) => sealPageKey(erasure.erasedAt, erasure.id),
  });

type Listing<Item> = {
  readonly list: (db: ReadableDb, key: PageKey | null, limit: number) => Promise<Item[]>;
  readonly keyOf: (item: Item) => string;
};

export const pageOf = async <Item>(
  deps: HubDeps,
  query: PageQuery,
  { list, keyOf }: Listing<Item>,
): Promise<Result<Page<Item>>> => {
  const key = openPageKey(query.after);
  if (!key.ok) return key;
  const found = await deps.database.read((db) => list(db, key.value, query.limit + 1));
  const items = found.slice(0, query.limit);
  const last = items.at(-1);
  return ok({ items, next: found.length > items.length && last !== undefined ? keyOf(last) : null });
};

/** A final that a lead let count says so, with the request and when the hub had received it. */
const toHubReviews = async (db: ReadableDb, reviews: readonly ReviewRecord[]): Promise<HubReview[]> => {
  const asked = await requestIdsOn(
    db,
    reviews.map(({ assignmentId }) => assignmentId),
  );
  const found: HubReview[] = [];
  for (const { late: _late, eventId, ...review } of reviews) {
    const requestId = asked.get(eventId);
    const refusedAt = requestId === undefined ? undefined : (await findEvent(db, eventId))?.receivedAt;
    const granted =
      requestId === undefined || refusedAt === undefined ? {} : { granted: { requestId, refusedAt } };
    found.push({ ...review, ...granted });
  }
  return found;
};
