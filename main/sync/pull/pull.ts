import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { inTransaction } from '../../database/open.ts';
import { clearToken } from '../../database/tables/device-account.ts';
import { noteCopied } from '../../database/tables/device-identity.ts';
import { heardOfAll } from '../../database/tables/erased-submissions.ts';
import { eventUnder } from '../../database/tables/events.ts';
import { readFeed, writeFeed } from '../../database/tables/hub-feed.ts';
import { lacksAssigned } from '../../database/tables/hub-submissions.ts';
import { lastDelivered, requeueDelivered } from '../../database/tables/outbox.ts';
import { clearStaged, lastStaged } from '../../database/tables/staged-changes.ts';
import type { PulledPage } from '../../hub-client/hub-client.ts';
import type { SyncDeps } from '../sync-deps.ts';
import type { SyncProblem } from '../sync-problem.ts';
import { type Applied, applyStaged } from './apply-staged.ts';
import { sameDigest } from './feed-tally.ts';
import { createPagesOnTheWay, type PagesOnTheWay } from './pages-on-the-way.ts';
import { openPageEnd } from './staged-page.ts';

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
  const resumed = staged === undefined ? undefined : openPageEnd(staged);
  const first = resumed?.cursor ?? (full ? null : readFeed(deps.db).cursor);
  const pages = createPagesOnTheWay(deps, resumed?.full ?? first === null, resumed);
  if (resumed?.more !== false) {
    const fetched = await fetchRest(deps, signal, pages, { cursor: first, full });
    if (!fetched.ok) return fetched;
  }
  const end = pages.end();
  if (end === undefined) return ok(undefined);
  const applied = applyStaged(deps, end, pages.rows());
  if (!applied.ok) return clearedAfter(deps, applied.problem);
  // Staged changes whose key is gone were dropped: ask for them again from the cursor that still stands.
  return applied.value === undefined ? fail(problem('feed-mismatch')) : applied;
};

/**
 * What the hub has of this device, against what was sent from here. Fewer events than it acknowledged: it was restored to
 * a moment that this device's place in the feed does not tell from the present, and what is missing there is sent again.
 * Another event than this device's under its last number: this workspace has a copy that sends under the same device, and
 * what it acknowledged here may be gone without showing. It ends the session (`device-forked`): the next one is another device's.
 */
const compareNumbers = ({ db, keyring, log }: SyncDeps, { page }: PulledPage): Result<void> => {
  const { deviceSeq, deviceEvent } = page;
  if (deviceSeq === undefined) return ok(undefined);
  if (deviceEvent != null && eventUnder(db, deviceSeq) !== deviceEvent) {
    log('warn', 'sync.copied');
    const noted = inTransaction(db, (writable) => {
      noteCopied(writable);
      return ok(clearToken(writable));
    });
    return noted.ok ? fail(problem('device-forked')) : noted;
  }
  if (deviceSeq >= lastDelivered(db)) return ok(undefined);
  log('warn', 'sync.hubForgot');
  return inTransaction(db, (writable) => {
    requeueDelivered(writable, new Set(keyring.submissionIds()), deviceSeq);
    return ok(undefined);
  });
};

/** A page that was asked for, and the place it begins at. */
type Asked = { readonly cursor: string | null; readonly page: ReturnType<SyncDeps['hub']['listChanges']> };

/**
 * Fetches all pages behind a place in the feed, up to the last; none when there was nothing new. While pages are made
 * ready the next ones are already on their way: a cursor needs nothing but the page before it.
 */
const fetchRest = async (
  deps: SyncDeps,
  signal: AbortSignal,
  pages: PagesOnTheWay,
  from: { readonly cursor: string | null; readonly full: boolean },
): Promise<Result<void, SyncProblem>> => {
  const stop = new AbortController();
  const options = { signal: AbortSignal.any([signal, stop.signal]) };
  let asked: Asked = { cursor: from.cursor, page: deps.hub.listChanges(from.cursor, options) };
  let mayBeNothing = pages.end() === undefined && !from.full;
  for (;;) {
    const pulled = await asked.page;
    if (!pulled.ok) return brokenOff(pages, pulled);
    const compared = compareNumbers(deps, pulled.value);
    if (!compared.ok) return brokenOff(pages, compared);
    const { changes, more, cursor } = pulled.value.page;
    if (mayBeNothing && changes.length === 0 && !more) return nothingNew(deps, pulled.value);
    mayBeNothing = false;
    const goesOn = more && cursor !== asked.cursor;
    if (goesOn) asked = { cursor, page: deps.hub.listChanges(cursor, options) };
    const before = await pages.add(pulled.value);
    if (before.ok && goesOn) continue;
    // Nothing is left on its way when this pull has ended: what it would have said is asked again.
    stop.abort();
    await asked.page;
    if (!before.ok || !more) return pages.ready();
    return brokenOff(pages, fail(problem('hub-answer-invalid', { detail: 'a feed that does not go on' })));
  }
};

/** What came before the feed broke off is written down before the problem is told. */
const brokenOff = async (
  pages: PagesOnTheWay,
  problem: Result<never, SyncProblem>,
): Promise<Result<never, SyncProblem>> => {
  const kept = await pages.breakOff();
  return kept.ok ? problem : kept;
};

const nothingNew = (deps: SyncDeps, { page }: PulledPage): Result<void, SyncProblem> => {
  const feed = readFeed(deps.db);
  if (page.digest !== null && !sameDigest(page.digest, feed)) return fail(problem('feed-mismatch'));
  if (!heardOfAll(deps.db, page.erasures)) return fail(problem('feed-mismatch'));
  if (page.cursor === feed.cursor && page.durableSeq === feed.durableSeq) return ok(undefined);
  return inTransaction(deps.db, (db) => {
    writeFeed(db, { ...feed, cursor: page.cursor, durableSeq: page.durableSeq });
    return ok(undefined);
  });
};

/** Pages that did not add up are of no use; the transaction that refused them has brought them back. */
const clearedAfter = (deps: SyncDeps, found: SyncProblem): Result<never, SyncProblem> => {
  if (found.code !== 'feed-mismatch') return fail(found);
  const cleared = inTransaction(deps.db, (db) => ok(clearStaged(db)));
  return cleared.ok ? fail(found) : cleared;
};
