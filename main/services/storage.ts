import type { AssignmentId } from '../../shared/domain/ids.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { CommandInput, CommandOutput } from '../../shared/workbench-api/commands.ts';
import type { Storage } from '../../shared/workbench-api/storage.ts';
import type { ChangeBus } from '../core/change-bus.ts';
import { instantNow } from '../core/instant.ts';
import type { Clock } from '../core/ports.ts';
import { inTransaction } from '../database/open.ts';
import { retryFailed } from '../database/tables/downloads.ts';
import {
  endKeepingOffline,
  evidenceBytesHere,
  evidenceOf,
  evidenceToCome,
  finishedEvidence,
  KEEP_FREE_BYTES,
  keepOffline,
  keptOffline,
} from '../database/tables/evidence-room.ts';
import { assignmentIdsOf, submissionIdOf } from '../database/tables/hub-assignments.ts';
import { previousSubmissionId } from '../database/tables/hub-submissions.ts';
import { readSettings } from '../database/tables/settings.ts';
import { listQueue } from './queue.ts';
import { isEditable } from './review/work-state.ts';
import type { Workspace } from './workspace.ts';

const GIGABYTE = 1_000_000_000;

/** Room on the disk: what is set for evidence, what it takes, and what keeping all of the work offline would take. */
export const storageState = async (
  workspace: Workspace,
  freeBytes: () => Promise<number>,
  clock: Clock,
): Promise<Result<Storage>> => {
  const { db, ballast } = workspace;
  // Not every system says, and nothing here depends on it: the screen leaves the line out.
  const free = await freeBytes().catch(() => null);
  const { files, bytes, bytesHere } = evidenceToCome(db);
  const finished = finishedEvidence(db, instantNow(clock));
  const kept = keptOffline(db);
  const queue = listQueue(workspace, clock.now());
  const keptNow = queue.filter(({ submissionId }) => kept.has(submissionId));
  const toDo = queue.filter(({ state, submissionId }) => isEditable(state) || kept.has(submissionId));
  return ok({
    budget: readSettings(db).evidenceBudget * GIGABYTE,
    used: evidenceBytesHere(db),
    free,
    keepFree: KEEP_FREE_BYTES,
    waiting: { files, bytes: bytes - bytesHere },
    finished: { submissions: finished.length, bytes: sum(finished.map((one) => one.bytes)) },
    kept: { assignments: keptNow.length, ...evidenceTogether(workspace, keptNow) },
    toDo: { assignments: toDo.length, ...evidenceTogether(workspace, toDo) },
    reserve: { state: ballast.state(), bytes: ballast.bytes, needed: ballast.neededBytes },
  });
};

type Assigned = { readonly submissionId: string };

const evidenceTogether = ({ db, keyring }: Workspace, assigned: readonly Assigned[]) => {
  const tallies = [
    ...new Set(assigned.flatMap((one) => withPrevious({ db, keyring }, one.submissionId))),
  ].map((id) => evidenceOf(db, id));
  return {
    bytes: sum(tallies.map(({ bytes }) => bytes)),
    bytesHere: sum(tallies.map(({ bytesHere }) => bytesHere)),
  };
};

/** The attempt before is read beside the one under review: it is kept with it. */
const withPrevious = ({ db, keyring }: Pick<Workspace, 'db' | 'keyring'>, submissionId: string): string[] => {
  const previous = previousSubmissionId(db, keyring, submissionId);
  return previous === null ? [submissionId] : [submissionId, previous];
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

type KeepingDeps = { readonly workspace: Workspace; readonly bus: ChangeBus; readonly clock: Clock };

/** Keeps evidence on this computer, or stops keeping it. All of the assignments, or none where one is not known. */
export const keepEvidenceOffline = (
  { workspace, bus, clock }: KeepingDeps,
  { assignments, keep }: CommandInput<'queue.keepOffline'>,
): Result<CommandOutput<'queue.keepOffline'>> => {
  const { db } = workspace;
  const ids: readonly string[] = assignments === 'to-do' ? concerned(workspace, keep, clock) : assignments;
  const submissionIds = ids.map((id) => submissionIdOf(db, id));
  if (submissionIds.includes(undefined)) return fail(problem('not-found'));
  const all = new Set(submissionIds.flatMap((id) => (id === undefined ? [] : withPrevious(workspace, id))));
  const nowMs = clock.now();
  const noted = inTransaction(db, (writable) => {
    for (const id of all) {
      if (keep) {
        keepOffline(writable, id, nowMs);
        retryFailed(writable, id);
      } else if (submissionIds.includes(id) || assignmentIdsOf(writable, id).length === 0) {
        // The attempt before may be assigned, and kept, for its own sake.
        endKeepingOffline(writable, id);
      }
    }
    return ok(undefined);
  });
  if (!noted.ok) return noted;
  const told = [...all].flatMap((id) => assignmentIdsOf(db, id));
  for (const topic of ['queue', 'storage'] as const) bus.publish({ topic, ids: told });
  return ok({ assignments: ids.length });
};

/** To keep: what is still to be reviewed. To stop keeping: whatever is kept. */
const concerned = (workspace: Workspace, keep: boolean, clock: Clock): AssignmentId[] =>
  listQueue(workspace, clock.now())
    .filter(({ state, keptOffline }) => (keep ? isEditable(state) : keptOffline))
    .map(({ assignmentId }) => assignmentId);
