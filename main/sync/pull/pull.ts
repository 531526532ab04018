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
import { clearStaged, lastStaged, type StagedRow, stagePage } from '../../database/tables/staged-changes.ts';
import type { PulledPage } from '../../hub-client/hub-client.ts';
import type { SyncDeps } from '../sync-deps.ts';
import { localProblem, type SyncProblem } from '../sync-problem.ts';
import { type Applied, applyStaged } from './apply-staged.ts';
import { sameDigest } from './feed-tally.ts';
import { readGivenUp } from './given-up.ts';
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
  const resumed = staged === undefined ? undefined : openPageEnd(staged);
  const written = createWritten(resumed === undefined);
  const end = resumed?.more === false ? ok(resumed) : await stageRest(deps, signal, full, resumed, written);
  if (!end.ok) return end;
  if (end.value === undefined) return ok(undefined);
  const applied = applyStaged(deps, end.value, written.all());
  if (!applied.ok) return clearedAfter(deps, applied.problem);
  // Staged changes whose key is gone were dropped: ask for them again from the cursor that still stands.
  return applied.value === undefined ? fail(problem('feed-mismatch')) : applied;
};

/** What this pull has staged, as long as that is everything that is staged and it is not too much for the memory. */
type Written = {
  add(rows: readonly StagedRow[]): void;
  all(): readonly StagedRow[] | undefined;
};

/** So many rows need not be read back: a first pull of a great many submissions, some tens of megabytes. */
const MOST_KEPT = 40_000;

const createWritten = (fromTheBeginning: boolean): Written => {
  let kept: StagedRow[] | undefined = fromTheBeginning ? [] : undefined;
  return {
    add: (rows) => {
      if (kept !== undefined && kept.length + rows.length <= MOST_KEPT)
        for (const row of rows) kept.push(row);
      else kept = undefined;
    },
    all: () => kept,
  };
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

/**
 * Fetches and stages all pages behind `from`, up to the last; undefined when there was nothing new. While pages are
 * written down the next ones are already on their way: a cursor needs nothing but the page before it.
 */
const stageRest = async (
  deps: SyncDeps,
  signal: AbortSignal,
  full: boolean,
  from: PageEnd | undefined,
  written: Written,
): Promise<Result<PageEnd | undefined, SyncProblem>> => {
  const first = from?.cursor ?? (full ? null : readFeed(deps.db).cursor);
  const replaces = from?.full ?? first === null;
  const stop = new AbortController();
  const options = { signal: AbortSignal.any([signal, stop.signal]) };
  let asked: Asked = { cursor: first, page: deps.hub.listChanges(first, options) };
  let isFirst = from === undefined;
  let lot: PulledPage[] = [];
  const writer = createStager(deps, replaces, written);
  for (;;) {
    const pulled = await asked.page;
    if (!pulled.ok) return keep(writer, lot, pulled);
    const compared = compareNumbers(deps, pulled.value);
    if (!compared.ok) return keep(writer, [], compared);
    const { changes, more, cursor } = pulled.value.page;
    if (isFirst && !full && changes.length === 0 && !more) return nothingNew(deps, pulled.value);
    isFirst = false;
    lot.push(pulled.value);
    const goesOn = more && cursor !== asked.cursor;
    if (goesOn) asked = { cursor, page: deps.hub.listChanges(cursor, options) };
    if (goesOn && lot.length < PAGES_AT_ONCE) continue;
    const before = await writer.write(lot);
    lot = [];
    if (before.ok && goesOn) continue;
    // Nothing is left on its way when this pull has ended: what it would have said is asked again.
    stop.abort();
    await asked.page;
    const staged = await writer.settled();
    if (!staged.ok || !more) return staged;
    return fail(problem('hub-answer-invalid', { detail: 'a feed that does not go on' }));
  }
};

type Staged = Result<PageEnd | undefined, SyncProblem>;

/** Writes lots of pages down, one after the other, while the next ones are fetched. */
type Stager = {
  /** Begins with this lot once the one before is written down; answers how that one ended. */
  write(lot: readonly PulledPage[]): Promise<Staged>;
  /** How the last one that was begun ended. */
  settled(): Promise<Staged>;
};

const createStager = (deps: SyncDeps, full: boolean, written: Written): Stager => {
  let last: Promise<Staged> = Promise.resolve(ok(undefined));
  return {
    write: async (lot) => {
      const before = await last;
      if (!before.ok) return before;
      last = stage(deps, lot, full, written);
      // Heard by whoever asks next; until then pages are fetched.
      last.catch(() => undefined);
      return before;
    },
    settled: () => last,
  };
};

/** A feed that breaks off: what came of it is written down before the problem is told. */
const keep = async (
  writer: Stager,
  lot: readonly PulledPage[],
  problem: Result<never, SyncProblem>,
): Promise<Result<never, SyncProblem>> => {
  if (lot.length > 0) await writer.write(lot);
  const staged = await writer.settled();
  return staged.ok ? problem : staged;
};

/**
 * So many pages, some megabytes, are written down together: each lot costs the disk one write of the keyring and one
 * commit. Those that came before a failure are written too; what a crash takes is asked for again.
 */
const PAGES_AT_ONCE = 32;

/** A page that was asked for, and the place it begins at. */
type Asked = { readonly cursor: string | null; readonly page: ReturnType<SyncDeps['hub']['listChanges']> };

const nothingNew = (deps: SyncDeps, { page }: PulledPage): Result<undefined, SyncProblem> => {
  const feed = readFeed(deps.db);
  if (page.digest !== null && !sameDigest(page.digest, feed)) return fail(problem('feed-mismatch'));
  if (!heardOfAll(deps.db, page.erasures)) return fail(problem('feed-mismatch'));
  if (page.cursor === feed.cursor && page.durableSeq === feed.durableSeq) return ok(undefined);
  return inTransaction(deps.db, (db) => {
    writeFeed(db, { ...feed, cursor: page.cursor, durableSeq: page.durableSeq });
    return ok(undefined);
  });
};

/** Writes pages down. The keys of their submissions are on the disk before anything is sealed with them. */
const stage = async (
  deps: SyncDeps,
  pages: readonly PulledPage[],
  full: boolean,
  written: Written,
): Promise<Result<PageEnd, SyncProblem>> => {
  const before = readGivenUp(deps.db);
  const changes = pages.flatMap(({ page }) => page.changes);
  const submissions = new Set(changes.flatMap((change) => submissionOf(change) ?? []));
  const keys = await deps.keyring.ensureKeys([...submissions].filter((id) => !before.has(id)));
  if (!keys.ok) return fail(localProblem(keys.problem));
  // Asked anew: a reviewer may have recused from one of them while its key was written.
  const givenUp = readGivenUp(deps.db);
  let last: string | undefined;
  let rowsOfAll: StagedRow[] = [];
  const staged = inTransaction(deps.db, (db) => {
    rowsOfAll = [];
    for (const pulled of pages) {
      const rows = stagedRows(pulled, full, { keyring: deps.keyring, isGivenUp: givenUp.has });
      if (!rows.ok) return rows;
      stagePage(db, rows.value.changes, rows.value.end);
      rowsOfAll.push(...rows.value.changes);
      last = rows.value.end;
    }
    return ok(undefined);
  });
  if (!staged.ok) return staged;
  written.add(rowsOfAll);
  if (last === undefined) throw new Error('pages to write down are at least one');
  return ok(openPageEnd(last));
};

/** Pages that did not add up are of no use; the transaction that refused them has brought them back. */
const clearedAfter = (deps: SyncDeps, found: SyncProblem): Result<never, SyncProblem> => {
  if (found.code !== 'feed-mismatch') return fail(found);
  const cleared = inTransaction(deps.db, (db) => ok(clearStaged(db)));
  return cleared.ok ? fail(found) : cleared;
};
