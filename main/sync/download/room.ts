import { type Problem, problem } from '../../../shared/lib/problem.ts';
import { ok } from '../../../shared/lib/result.ts';
import { instantNow } from '../../core/instant.ts';
import { inTransaction } from '../../database/open.ts';
import { type Download, downloadKey, nextDownload, readDownload } from '../../database/tables/downloads.ts';
import {
  beginEviction,
  type EvidenceHere,
  evidenceBytesHere,
  evidenceToCome,
  finishedEvidence,
  KEEP_FREE_BYTES,
  noteEvicted,
  unassignedEvidence,
  unfinishedEvictions,
} from '../../database/tables/evidence-room.ts';
import { assignmentIdsOf } from '../../database/tables/hub-assignments.ts';
import { previousSubmissionId } from '../../database/tables/hub-submissions.ts';
import { readSettings } from '../../database/tables/settings.ts';
import { createSerialQueue } from '../../keys/serial-queue.ts';
import type { SyncDeps } from '../sync-deps.ts';
import { localProblem } from '../sync-problem.ts';

const GIGABYTE = 1_000_000_000;

const budgetOf = (deps: SyncDeps): number => readSettings(deps.db).evidenceBudget * GIGABYTE;

const missingOf = ({ size, bytesHere }: Download): number => size - bytesHere;

/** Bytes still to come of the files that are on their way: they are as good as here. */
const promisedTo = ({ db }: SyncDeps, running: readonly Download[]): number =>
  running.reduce((sum, { submissionId, sha256 }) => {
    const now = readDownload(db, submissionId, sha256);
    return sum + (now === undefined ? 0 : missingOf(now));
  }, 0);

const leftOfBudget = (deps: SyncDeps, running: readonly Download[]): number =>
  budgetOf(deps) - evidenceBytesHere(deps.db) - promisedTo(deps, running);

/** A finished submission goes with the attempt before it, as far as nothing else needs that. */
type Spare = { readonly submissionIds: readonly string[]; readonly bytes: number };

/** What may be taken off this computer, the longest finished first; nothing of what is just on its way. */
const spareEvidence = (deps: SyncDeps, running: readonly Download[]): Spare[] => {
  const { db, keyring, clock } = deps;
  const busy = new Set(running.map(({ submissionId }) => submissionId));
  return finishedEvidence(db, instantNow(clock))
    .filter(({ submissionId }) => !busy.has(submissionId))
    .map((one) => {
      const previousId = previousSubmissionId(db, keyring, one.submissionId);
      const previous =
        previousId === null || busy.has(previousId) ? undefined : unassignedEvidence(db, previousId);
      return together(previous === undefined ? [one] : [one, previous]);
    });
};

const together = (parts: readonly EvidenceHere[]): Spare => ({
  submissionIds: parts.map(({ submissionId }) => submissionId),
  bytes: sum(parts),
});

const sum = (parts: readonly { readonly bytes: number }[]): number =>
  parts.reduce((total, { bytes }) => total + bytes, 0);

/** Which files may come, and what makes room for them. */
export type Room = {
  /** A new pass: what did not fit may fit now. */
  begin(): void;
  /** Whether anything is to come that is not on its way. */
  isWanted(): boolean;
  /**
   * The next file that fits into the room set for evidence, finished work that can go counted as room. Files that do not
   * fit wait, and do not keep smaller ones from coming.
   */
  next(): Download | undefined;
  /** Makes room for a file that is on its way from now on; `waits`: there is none, for this pass. */
  make(download: Download): Promise<Problem | 'waits' | null>;
};

export const createRoom = (deps: SyncDeps, running: () => readonly Download[]): Room => {
  /** One after the other, so that each sees what the one before has taken. */
  const inTurn = createSerialQueue();
  let waiting = new Set<string>();
  return {
    begin: () => {
      waiting = new Set();
    },
    isWanted: () => nextDownload(deps.db, new Set(running().map(downloadKey))) !== undefined,
    next: () => nextThatFits(deps, running(), waiting),
    make: async (download) => {
      const key = downloadKey(download);
      const others = () => running().filter((one) => downloadKey(one) !== key);
      const lacking = await inTurn(() => makeRoomFor(deps, download, others()));
      if (lacking?.code !== 'evidence-budget-spent') return lacking;
      waiting.add(key);
      return 'waits';
    },
  };
};

const nextThatFits = (
  deps: SyncDeps,
  running: readonly Download[],
  waiting: ReadonlySet<string>,
): Download | undefined => {
  const busy = new Set([...waiting, ...running.map(downloadKey)]);
  const head = nextDownload(deps.db, busy);
  if (head === undefined) return undefined;
  const left = leftOfBudget(deps, running);
  return missingOf(head) <= left
    ? head
    : nextDownload(deps.db, busy, left + sum(spareEvidence(deps, running)));
};

/**
 * Makes room for one file: within the budget, and with the reserve left free on the disk. Finished work goes only where
 * that is enough, and no more of it than is needed. `others`: what else is on its way.
 */
const makeRoomFor = async (
  deps: SyncDeps,
  download: Download,
  others: readonly Download[],
): Promise<Problem | null> => {
  const free = await deps.freeBytes();
  const missing = missingOf(download);
  const lacksDisk = KEEP_FREE_BYTES + missing + promisedTo(deps, others) - free;
  const lacks = Math.max(lacksDisk, missing - leftOfBudget(deps, others));
  if (lacks <= 0) return null;
  const spare = spareEvidence(deps, [...others, download]);
  const goes = enoughOf(spare, lacks);
  if (goes === undefined) {
    return lacksDisk > sum(spare) ? problem('disk-low', { keep: '2 GB' }) : budgetSpent(deps);
  }
  for (const submissionId of goes) {
    const gone = await evict(deps, submissionId);
    if (gone !== null) return gone;
  }
  return null;
};

/** The first ones that come to so many bytes together; undefined when all of them do not. */
const enoughOf = (spare: readonly Spare[], bytes: number): string[] | undefined => {
  const goes: string[] = [];
  let lacks = bytes;
  for (const one of spare) {
    if (lacks <= 0) break;
    goes.push(...one.submissionIds);
    lacks -= one.bytes;
  }
  return lacks > 0 ? undefined : goes;
};

/** Noted before and after: until the files are gone they count, and a crash in between is finished later. */
const evict = async (deps: SyncDeps, submissionId: string): Promise<Problem | null> => {
  const { db, clock, bus, log } = deps;
  const begun = inTransaction(db, (writable) => ok(beginEviction(writable, submissionId, clock.now())));
  if (!begun.ok) return begun.problem;
  log('info', 'sync.evidenceTakenOff', { id: submissionId });
  const gone = await removeEvicted(deps, submissionId);
  const ids = assignmentIdsOf(db, submissionId);
  for (const topic of ['downloads', 'queue', 'review'] as const) bus.publish({ topic, ids });
  return gone;
};

const removeEvicted = async ({ db, vault }: SyncDeps, submissionId: string): Promise<Problem | null> => {
  const removed = await vault.removeSubmission(submissionId);
  if (!removed.ok) return localProblem(removed.problem);
  const noted = inTransaction(db, (writable) => ok(noteEvicted(writable, submissionId)));
  return noted.ok ? null : noted.problem;
};

/** What was begun when the program died, or when the disk refused. */
export const finishEvictions = async (deps: SyncDeps): Promise<void> => {
  for (const submissionId of unfinishedEvictions(deps.db)) {
    const left = await removeEvicted(deps, submissionId);
    if (left !== null) deps.log('warn', 'sync.evidenceNotTakenOff', { code: left.code });
  }
};

/** Why files wait although the disk has room. */
export const budgetSpent = (deps: SyncDeps): Problem => {
  const { bytes, bytesHere } = evidenceToCome(deps.db);
  return problem('evidence-budget-spent', {
    used: inGigabytes(evidenceBytesHere(deps.db)),
    budget: inGigabytes(budgetOf(deps)),
    waiting: inGigabytes(bytes - bytesHere),
  });
};

const inGigabytes = (bytes: number): string =>
  bytes < GIGABYTE ? `${Math.ceil(bytes / 1_000_000)} MB` : `${Math.round(bytes / (GIGABYTE / 10)) / 10} GB`;
