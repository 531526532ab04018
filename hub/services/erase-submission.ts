import type { ErasureId } from '../../shared/domain/ids.ts';
import type { Change } from '../../shared/hub-api/changes.ts';
import type { HubErasure } from '../../shared/hub-api/results.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { HubDeps } from '../context/deps.ts';
import { instant } from '../core/ports.ts';
import type { ReadableDb, WritableDb } from '../database/open.ts';
import { countDisclosures, emptyAlerts } from '../database/tables/alerts.ts';
import {
  type AssignmentRecord,
  forgetSupersedes,
  givesEvidence,
  lockAssignmentsOn,
  putAssignment,
} from '../database/tables/assignments.ts';
import {
  type ErasureRecord,
  findErasureOf,
  insertErasure,
  withDevices,
} from '../database/tables/erasures.ts';
import { discardPayloads } from '../database/tables/events.ts';
import { forgetUnusedFiles } from '../database/tables/evidence-files.ts';
import { appendToFeeds, formerReadersOf, liveInFeed } from '../database/tables/feeds.ts';
import { findMicroCredential } from '../database/tables/micro-credentials.ts';
import { deleteRegisters } from '../database/tables/review-registers.ts';
import { deleteReviews } from '../database/tables/reviews.ts';
import { lockImports, putSetting } from '../database/tables/settings.ts';
import {
  emptySubmission,
  findSubmission,
  listArtifacts,
  listNextAttempts,
  putSubmission,
  type SubmissionRecord,
} from '../database/tables/submissions.ts';
import { graphWithoutPast, removalOfErased } from './fan-out.ts';
import { finishErasures } from './finish-erasures.ts';
import type { SubmissionGraph } from './submission-graph.ts';

export type ErasureOrder = {
  readonly submissionId: string;
  /** The account that orders it; empty: at the command line. */
  readonly by: string;
  /** `keep`: refuse while a child-safety disclosure on it still has its words. */
  readonly disclosures: 'keep' | 'erase';
};

/**
 * Erases a submission for good: evidence that nothing else is, what the earner wrote, everything reviewers sent on it. The
 * feed of everybody who ever had it says so, and that of everybody who has a later attempt with feedback on it gets that
 * attempt without its past. What stays is that it was there and is erased. Asked again, it answers the same erasure.
 */
export const eraseSubmission = async (deps: HubDeps, order: ErasureOrder): Promise<Result<HubErasure>> => {
  const erased = await deps.database.write(async (db) => {
    await lockImports(db);
    return eraseOnce(deps, db, order);
  });
  if (!erased.ok) return erased;
  await finishErasures(deps);
  return ok(await deps.database.read((db) => withDevices(db, erased.value)));
};

const eraseOnce = async (
  deps: HubDeps,
  db: WritableDb,
  { submissionId, by, disclosures }: ErasureOrder,
): Promise<Result<ErasureRecord>> => {
  const known = await findErasureOf(db, submissionId);
  if (known !== null) return ok(known);
  // Before the submission is read: events on these assignments are judged before this, or see the erasure.
  const assignments = await lockAssignmentsOn(db, submissionId);
  const graph = await wholeGraph(db, submissionId);
  if (graph === null) return fail(problem('not-found'));
  const assignmentIds = assignments.map(({ state }) => state.id);
  if (disclosures === 'keep' && (await countDisclosures(db, assignmentIds)) > 0) {
    return fail(problem('submission-has-disclosure'));
  }
  const erasureId = deps.newId() as ErasureId;
  const ended = await endAssignments(db, assignments);
  const readers = await formerReadersOf(db, 'submission', submissionId);
  const feeds = await feedsAfter(db, graph, ended, readers, erasureId);
  await deleteRegisters(db, assignmentIds);
  await appendToFeeds(db, feeds);
  await discardPayloads(db, assignmentIds);
  await emptyAlerts(db, assignmentIds);
  await forgetSupersedes(db, assignmentIds);
  const reviews = await deleteReviews(db, assignmentIds);
  const erasedAt = instant(deps.clock.now());
  await emptySubmission(db, graph.submission, erasedAt);
  const files = await forgetUnusedFiles(
    db,
    graph.artifacts.map(({ state }) => state.sha256),
  );
  const record: ErasureRecord = {
    id: erasureId,
    submissionId: graph.submission.state.id,
    submissionCode: graph.submission.state.code,
    erasedAt,
    erasedBy: by,
    evidenceFiles: files.length,
    reviews,
    undone: false,
  };
  await insertErasure(db, record, readers);
  await putSetting(db, 'erasure-unfinished', erasedAt);
  return ok(record);
};

const wholeGraph = async (db: ReadableDb, submissionId: string): Promise<SubmissionGraph | null> => {
  const submission = await findSubmission(db, submissionId);
  if (submission === null) return null;
  const microCredential = await findMicroCredential(db, submission.state.microCredentialId);
  if (microCredential === null)
    throw new Error('a submission refers to a micro-credential that is not there');
  const { previousSubmissionId } = submission.state;
  const previous = previousSubmissionId === null ? null : await findSubmission(db, previousSubmissionId);
  return {
    microCredential,
    submission,
    artifacts: await listArtifacts(db, submissionId),
    previous:
      previous === null
        ? null
        : { submission: previous, artifacts: await listArtifacts(db, previous.state.id) },
  };
};

/** They give nothing any more. A recusal stays one: it says something of the reviewer, nothing of the work. */
const endAssignments = async (
  db: WritableDb,
  assignments: readonly AssignmentRecord[],
): Promise<AssignmentRecord[]> => {
  const ended: AssignmentRecord[] = [];
  for (const record of assignments) {
    const state = { ...record.state, state: 'withdrawn' as const };
    const after = givesEvidence(record.state.state)
      ? { ...record, version: record.version + 1, state }
      : record;
    if (after !== record) await putAssignment(db, after);
    ended.push(after);
  }
  return ended;
};

/** What everybody is told: that the submission is erased, and later attempts without what they said of it. */
const feedsAfter = async (
  db: WritableDb,
  graph: SubmissionGraph,
  ended: readonly AssignmentRecord[],
  readers: readonly string[],
  erasureId: ErasureId,
): Promise<Map<string, Change[]>> => {
  const feeds = new Map<string, Change[]>();
  const next = await listNextAttempts(db, graph.submission.state);
  for (const reader of readers) {
    const own = ended.filter(({ state }) => state.reviewerId === reader);
    feeds.set(reader, await removalOfErased(db, reader, graph, own, erasureId));
  }
  for (const attempt of next) await forgetPast(db, attempt, feeds);
  return feeds;
};

/** The attempt before and the feedback on it go from an attempt, from the feeds that have it, and from devices that keep it. */
const forgetPast = async (
  db: WritableDb,
  attempt: SubmissionRecord,
  feeds: Map<string, Change[]>,
): Promise<void> => {
  const { state } = attempt;
  const alone = {
    ...attempt,
    version: attempt.version + 1,
    state: { ...state, previousSubmissionId: null, priorFeedback: null },
  };
  const assignments = await lockAssignmentsOn(db, state.id);
  await putSubmission(db, alone);
  const name: Change = {
    change: 'tombstone',
    kind: 'submission',
    id: state.id,
    version: alone.version,
    reason: 'erased',
  };
  for (const reader of await formerReadersOf(db, 'submission', state.id)) {
    const record = assignments.find(
      (one) => one.state.reviewerId === reader && givesEvidence(one.state.state),
    );
    const has = (await liveInFeed(db, reader, [name])).size > 0;
    // Who has it without an assignment of their own has it beside a still later one, without its past.
    const news = record !== undefined ? await graphWithoutPast(db, record) : has ? [] : [name];
    feeds.set(reader, [...(feeds.get(reader) ?? []), ...news]);
  }
};
