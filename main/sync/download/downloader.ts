import { type Problem, problem } from '../../../shared/lib/problem.ts';
import { ok } from '../../../shared/lib/result.ts';
import { inTransaction } from '../../database/open.ts';
import {
  type Download,
  downloadKey,
  noteFailed,
  noteRestart,
  readDownload,
} from '../../database/tables/downloads.ts';
import { assignmentIdsOf } from '../../database/tables/hub-assignments.ts';
import type { SyncDeps } from '../sync-deps.ts';
import { endsCycle, localProblem, type SyncProblem } from '../sync-problem.ts';
import { downloadFile } from './download-file.ts';
import { createRetries, type Retries } from './retries.ts';
import { budgetSpent, createRoom } from './room.ts';

const FILES_AT_ONCE = 2;

/** Brings evidence to this computer, beside pulling and pushing. */
export type Downloader = {
  /** Goes through everything that waits, unless it already does. */
  kick(): void;
  /** Whether something is on its way now. */
  isBusy(): boolean;
  /** Resolves when nothing is on its way any more. */
  settled(): Promise<void>;
  /** Ends the downloads of one submission, or all; unfinished files stay for later. */
  cancel(submissionId?: string): Promise<void>;
};

export type DownloaderOptions = {
  readonly deps: SyncDeps;
  /**
   * All downloads end for a reason that concerns more than one file: the hub is away or wants a pause, or the disk is
   * full. `halts`: how often in a row.
   */
  readonly onHalt: (found: SyncProblem, halts: number) => void;
  readonly onEnd: () => void;
  /** Why files still wait though nothing failed: the room set for evidence is taken. Null: none does. */
  readonly onRoom: (spent: Problem | null) => void;
  /** Nothing may be asked of the hub for now. */
  readonly isPaused: () => boolean;
};

type Running = { readonly download: Download; readonly stop: AbortController; readonly ended: Promise<void> };

export const createDownloader = (options: DownloaderOptions): Downloader => {
  const { deps, onHalt, onEnd, onRoom, isPaused } = options;
  const running = new Map<string, Running>();
  const room = createRoom(deps, () => [...running.values()].map(({ download }) => download));
  const retries = createRetries(deps, () => kick());
  let pass: Promise<void> | null = null;
  let again = false;
  let halted = false;
  let halts = 0;

  const halt = (found: SyncProblem): void => {
    if (!halted) halts += 1;
    halted = true;
    onHalt(found, halts);
  };

  const runOne = async (download: Download, stop: AbortController): Promise<void> => {
    const lacking = await room.make(download);
    if (lacking === 'waits') return;
    const found = lacking ?? (await fetchOne(deps, download, stop.signal));
    if (stop.signal.aborted) return;
    if (found === null) {
      halts = 0;
      retries.forget(download);
    } else if (concernsAll(found) || !noteFailure(deps, download, found)) {
      halt(found);
    } else {
      retries.later(download);
    }
    announce(deps, download);
  };

  const work = async (): Promise<void> => {
    while (!halted) {
      const download = room.next();
      if (download === undefined) return;
      const key = downloadKey(download);
      const stop = new AbortController();
      const ended = runOne(download, stop);
      running.set(key, { download, stop, ended: ended.catch(() => undefined) });
      await ended.finally(() => running.delete(key));
    }
  };

  const run = async (): Promise<void> => {
    do {
      again = false;
      halted = false;
      room.begin();
      await Promise.all(Array.from({ length: FILES_AT_ONCE }, work));
    } while (again && !halted);
  };

  const kick = (): void => {
    if (pass !== null) again = true;
    if (pass !== null || isPaused()) return;
    if (!room.isWanted()) {
      onRoom(null);
      return;
    }
    pass = run()
      .catch((error: unknown) => halt(bug(deps, error)))
      .finally(() => {
        pass = null;
        if (!halted) onRoom(room.isWanted() ? budgetSpent(deps) : null);
        onEnd();
      });
  };

  return {
    kick,
    isBusy: () => pass !== null,
    ...ending(
      running,
      retries,
      () => pass,
      () => {
        halted = true;
      },
    ),
  };
};

const bug = ({ log }: SyncDeps, error: unknown): Problem => {
  log('error', 'sync.downloadBug', { code: error instanceof Error ? error.name : 'unknown' });
  return problem('internal', { detail: 'download' });
};

type Ending = Pick<Downloader, 'settled' | 'cancel'>;

const ending = (
  running: ReadonlyMap<string, Running>,
  retries: Pick<Retries, 'cancelAll'>,
  pass: () => Promise<void> | null,
  halt: () => void,
): Ending => {
  const settled = async (): Promise<void> => {
    for (let last = pass(); last !== null; last = pass()) await last;
  };
  const cancelAll = async (): Promise<void> => {
    halt();
    retries.cancelAll();
    for (const { stop } of running.values()) stop.abort();
    await settled();
  };
  const cancelOf = async (submissionId: string): Promise<void> => {
    const concerned = [...running.values()].filter(({ download }) => download.submissionId === submissionId);
    for (const { stop } of concerned) stop.abort();
    await Promise.all(concerned.map(({ ended }) => ended));
  };
  return {
    settled,
    cancel: (submissionId) => (submissionId === undefined ? cancelAll() : cancelOf(submissionId)),
  };
};

/** One file. Null: it is here, or not wanted any more. */
const fetchOne = async (
  deps: SyncDeps,
  download: Download,
  signal: AbortSignal,
): Promise<SyncProblem | null> => {
  const onProgress = (one: Download) => announce(deps, one);
  const outcome = await downloadFile({ deps, signal, onProgress }, download);
  return outcome.ok ? null : outcome.problem;
};

/** False when not even that could be written down. */
const noteFailure = (deps: SyncDeps, download: Download, found: SyncProblem): boolean => {
  deps.log('warn', 'sync.downloadFailed', { code: found.code, bytes: download.size });
  const noted = inTransaction(deps.db, (db) => {
    if (found.code === 'evidence-mismatch' || found.code === 'evidence-changed') noteRestart(db, download);
    noteFailed(db, download, localProblem(found));
    return ok(undefined);
  });
  return noted.ok;
};

const announce = ({ db, bus }: SyncDeps, { submissionId, sha256 }: Download): void => {
  if (readDownload(db, submissionId, sha256) === undefined) return;
  bus.publish({ topic: 'downloads', ids: assignmentIdsOf(db, submissionId) });
};

/** The hub, the session or the disk is the trouble, not the file: no other file would fare better. */
const concernsAll = (found: SyncProblem): boolean =>
  endsCycle(found) || ['disk-full', 'disk-low', 'storage-failed', 'workspace-in-use'].includes(found.code);
