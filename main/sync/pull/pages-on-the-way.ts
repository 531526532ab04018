import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { inTransaction } from '../../database/open.ts';
import { readStaged, type StagedRow, stagePage } from '../../database/tables/staged-changes.ts';
import type { PulledPage } from '../../hub-client/hub-client.ts';
import type { SyncDeps } from '../sync-deps.ts';
import { localProblem, type SyncProblem } from '../sync-problem.ts';
import { readGivenUp } from './given-up.ts';
import { openPageEnd, type PageEnd, type StagedPage, stagedRows, submissionOf } from './staged-page.ts';

type Done = Result<void, SyncProblem>;

/** The pages of one pull, until the last of them has come and all are applied. */
export type PagesOnTheWay = {
  /** Takes the next page. Answers once there is room for it, with how the pages before it fared. */
  add(page: PulledPage): Promise<Done>;
  /** Resolves when all that came is ready to be applied. */
  ready(): Promise<Done>;
  /** The feed breaks off: what came of it is written down, and the next pull goes on from there. */
  breakOff(): Promise<Done>;
  /** Where the last page that is ready ended; undefined when there is none. */
  end(): PageEnd | undefined;
  /** The changes of all pages that are ready, in feed order. */
  rows(): readonly StagedRow[];
};

/** So many pages are made ready together: each lot costs the disk one write of the keyring. */
const PAGES_AT_ONCE = 32;

/** So many rows wait in memory for the last page; some tens of megabytes. */
const MOST_IN_MEMORY = 40_000;

/** What took longer than this to come is not asked for twice. Milliseconds. */
const LONGEST_IN_MEMORY = 2000;

/**
 * Pages that come one right after the other wait in memory and are applied from there: writing them down would be most
 * of what a pull costs the disk. They wait on the disk when they are many, when the feed is slow, and when it breaks
 * off. A lot is made ready while the next pages are fetched. `resumed`: the end of what an earlier pull has staged.
 */
export const createPagesOnTheWay = (
  deps: SyncDeps,
  full: boolean,
  resumed: PageEnd | undefined,
): PagesOnTheWay => {
  const { db, clock } = deps;
  let end = resumed;
  let lot: PulledPage[] = [];
  let inMemory: StagedPage[] = [];
  /** When the first page came that is not on the disk. */
  let since = 0;
  let last: Promise<Done> = Promise.resolve(ok(undefined));

  const isSlow = () => clock.monotonic() - since >= LONGEST_IN_MEMORY;
  const isMuch = () => inMemory.reduce((rows, { changes }) => rows + changes.length, 0) > MOST_IN_MEMORY;

  const writeDown = (): Done => {
    if (inMemory.length === 0) return ok(undefined);
    const written = inTransaction(db, (writable) => {
      for (const page of inMemory) stagePage(writable, page.changes, page.end);
      return ok(undefined);
    });
    if (!written.ok) return written;
    inMemory = [];
    since = clock.monotonic();
    return written;
  };

  const makeReady = async (pages: readonly PulledPage[]): Promise<Done> => {
    const made = await sealPages(deps, pages, full);
    if (!made.ok) return made;
    inMemory.push(...made.value);
    const newest = made.value.at(-1);
    if (newest !== undefined) end = openPageEnd(newest.end);
    return isMuch() || isSlow() ? writeDown() : ok(undefined);
  };

  /** Begins with the lot when the one before is ready; answers how that one fared. */
  const begin = async (): Promise<Done> => {
    const before = await last;
    if (!before.ok || lot.length === 0) return before;
    last = makeReady(lot);
    lot = [];
    // Heard by whoever asks next; until then pages are fetched.
    last.catch(() => undefined);
    return before;
  };

  const ready = async (): Promise<Done> => {
    await begin();
    return last;
  };

  return {
    add: async (page) => {
      if (lot.length === 0 && inMemory.length === 0) since = clock.monotonic();
      lot.push(page);
      return lot.length < PAGES_AT_ONCE && !isSlow() ? ok(undefined) : begin();
    },
    ready,
    breakOff: async () => {
      const done = await ready();
      return done.ok ? writeDown() : done;
    },
    end: () => end,
    rows: () => [...readStaged(db), ...inMemory.flatMap(({ changes }) => changes)],
  };
};

/** The pages as they will stand in the database. The keys of their submissions are on the disk before anything is sealed with them. */
const sealPages = async (
  { db, keyring }: SyncDeps,
  pages: readonly PulledPage[],
  full: boolean,
): Promise<Result<StagedPage[], SyncProblem>> => {
  const before = readGivenUp(db);
  const changes = pages.flatMap(({ page }) => page.changes);
  const submissions = new Set(changes.flatMap((change) => submissionOf(change) ?? []));
  const keys = await keyring.ensureKeys([...submissions].filter((id) => !before.has(id)));
  if (!keys.ok) return fail(localProblem(keys.problem));
  // Asked anew: a reviewer may have recused from one of them while its key was written.
  const givenUp = readGivenUp(db);
  const sealed: StagedPage[] = [];
  for (const page of pages) {
    const rows = stagedRows(page, full, { keyring, isGivenUp: givenUp.has });
    if (!rows.ok) return rows;
    sealed.push(rows.value);
  }
  return ok(sealed);
};
