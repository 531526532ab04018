import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { inTransaction } from '../../database/open.ts';
import { readFeed, writeFeed } from '../../database/tables/hub-feed.ts';
import { lacksAssigned } from '../../database/tables/hub-submissions.ts';
import { lastDelivered, requeueDelivered } from '../../database/tables/outbox.ts';
import { clearStaged, lastStaged, stagePage } from '../../database/tables/staged-changes.ts';
import type { PulledPage } from '../../hub-client/hub-client.ts';
import type { SyncDeps } from '../sync-deps.ts';
import { localProblem, type SyncProblem } from '../sync-problem.ts';
import { isGivenUp } from './apply-change.ts';
import { type Applied, applyStaged } from './apply-staged.ts';
import { sameDigest } from './feed-tally.ts';
import { openPageEnd, type PageEnd, stagedRows, submissionOf } from './staged-page.ts';

/** Undefined: there was nothing new, and one request said so. */
export type PullOutcome = Applied | undefined;

/**
 * Brings the hub's rows up to date. A hub restored from a backup, rows that do not add up, or something assigned that
 * was erased here before lead to one full pull that replaces the hub's rows and touches nobody's work; after a restored
 * backup every event kept here is sent again.
 */
export const pull = async (
  deps: SyncDeps,
  signal: AbortSignal,
): Promise<Result<PullOutcome, SyncProblem>> => {
  const first = await pullOnce(deps, signal, lacksAssigned(deps.db));
  if (first.ok) return first;
  const { code } = first.problem;
  if (code === 'feed-epoch-changed') {
    deps.log('warn', 'sync.feedEpochChanged');
    const resent = inTransaction(deps.db, (db) => {
      clearStaged(db);
      requeueDelivered(db, new Set(deps.keyring.submissionIds()));
      return ok(undefined);
    });
    return resent.ok ? pullOnce(deps, signal, true) : resent;
  }
  if (code === 'feed-mismatch') {
    deps.log('warn', 'sync.feedMismatch');
    return pullOnce(deps, signal, true);
  }
  return first;
};

const pullOnce = async (
  deps: SyncDeps,
  signal: AbortSignal,
  full: boolean,
): Promise<Result<PullOutcome, SyncProblem>> => {
  if (full) {
    const cleared = inTransaction(deps.db, (db) => ok(clearStaged(db)));
    if (!cleared.ok) return cleared;
  }
  const staged = lastStaged(deps.db);
  let end = staged === undefined ? undefined : openPageEnd(staged);
  while (end === undefined || end.more) {
    const cursor: string | null = end?.cursor ?? (full ? null : readFeed(deps.db).cursor);
    const page = await deps.hub.listChanges(cursor, { signal });
    if (!page.ok) return page;
    const sentAgain = requeueForgotten(deps, page.value);
    if (!sentAgain.ok) return sentAgain;
    if (end === undefined && !full && page.value.page.changes.length === 0 && !page.value.page.more) {
      return nothingNew(deps, page.value);
    }
    const next = await stage(deps, page.value, end?.full ?? cursor === null);
    if (!next.ok) return next;
    if (next.value.more && next.value.cursor === cursor) {
      return fail(problem('hub-answer-invalid', { detail: 'a feed that does not go on' }));
    }
    end = next.value;
  }
  const applied = applyStaged(deps, end);
  if (!applied.ok) return clearedAfter(deps, applied.problem);
  // Staged changes whose key is gone were dropped: ask for them again from the cursor that still stands.
  return applied.value === undefined ? fail(problem('feed-mismatch')) : applied;
};

/**
 * The hub has fewer of this device's events than it acknowledged: it was restored to a moment that this device's place in
 * the feed does not tell from the present. What is missing there is sent again.
 */
const requeueForgotten = ({ db, keyring, log }: SyncDeps, { page }: PulledPage): Result<void> => {
  const { deviceSeq } = page;
  if (deviceSeq === undefined || deviceSeq >= lastDelivered(db)) return ok(undefined);
  log('warn', 'sync.hubForgot');
  return inTransaction(db, (writable) => {
    requeueDelivered(writable, new Set(keyring.submissionIds()), deviceSeq);
    return ok(undefined);
  });
};

const nothingNew = (deps: SyncDeps, { page }: PulledPage): Result<undefined, SyncProblem> => {
  const feed = readFeed(deps.db);
  if (page.digest !== null && !sameDigest(page.digest, feed)) return fail(problem('feed-mismatch'));
  if (page.cursor === feed.cursor && page.durableSeq === feed.durableSeq) return ok(undefined);
  return inTransaction(deps.db, (db) => {
    writeFeed(db, { ...feed, cursor: page.cursor, durableSeq: page.durableSeq });
    return ok(undefined);
  });
};

/** Writes one page down. The keys of its submissions are on the disk before anything is sealed with them. */
const stage = async (
  deps: SyncDeps,
  pulled: PulledPage,
  full: boolean,
): Promise<Result<PageEnd, SyncProblem>> => {
  const givenUp = (submissionId: string) => isGivenUp(deps.db, submissionId);
  const submissions = new Set(pulled.page.changes.flatMap((change) => submissionOf(change) ?? []));
  const keys = await deps.keyring.ensureKeys([...submissions].filter((id) => !givenUp(id)));
  if (!keys.ok) return fail(localProblem(keys.problem));
  const rows = stagedRows(pulled, full, deps.keyring, givenUp);
  if (!rows.ok) return rows;
  const { changes, end } = rows.value;
  const staged = inTransaction(deps.db, (db) => ok(stagePage(db, changes, end)));
  return staged.ok ? ok(openPageEnd(end)) : staged;
};

/** Pages that did not add up are of no use; the transaction that refused them has brought them back. */
const clearedAfter = (deps: SyncDeps, found: SyncProblem): Result<never, SyncProblem> => {
  if (found.code !== 'feed-mismatch') return fail(found);
  const cleared = inTransaction(deps.db, (db) => ok(clearStaged(db)));
  return cleared.ok ? fail(found) : cleared;
};
