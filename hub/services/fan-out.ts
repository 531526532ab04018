import type { ErasureId } from '../../shared/domain/ids.ts';
import type { Change, StateChange, Tombstone } from '../../shared/hub-api/changes.ts';
import type { ReadableDb, WritableDb } from '../database/open.ts';
import { type AssignmentRecord, needsMicroCredential } from '../database/tables/assignments.ts';
import { appendToFeeds, liveInFeed } from '../database/tables/feeds.ts';
import { registerTombstones } from './review-register-feed.ts';
import {
  graphFor,
  isStillGiven,
  loadGraph,
  microCredentialChange,
  namesOf,
  type ReaderGraph,
  type SubmissionGraph,
} from './submission-graph.ts';

export const assignmentChange = (record: AssignmentRecord): StateChange => ({
  change: 'state',
  kind: 'assignment',
  id: record.state.id,
  version: record.version,
  state: record.state,
});

/** Tells the reviewer what became of the assignment itself. */
export const fanOutAssignment = (db: WritableDb, record: AssignmentRecord): Promise<void> =>
  appendToFeeds(db, new Map([[record.state.reviewerId, [assignmentChange(record)]]]));

/**
 * Sends each reviewer the whole graph of new assignments, what is referred to first: micro-credential, the attempt
 * before with its artifacts where it is shown, submission, artifacts, assignment. Things the reviewer already has in
 * this version are left out. Nothing stands yet in the review of a new assignment.
 */
export const fanOutGraphs = async (db: WritableDb, records: readonly AssignmentRecord[]): Promise<void> => {
  const news = new Map<string, News[]>();
  const known = new Map<string, SubmissionGraph>();
  for (const record of records) {
    const { submissionId, reviewerId } = record.state;
    const background = known.get(submissionId) ?? (await loadGraph(db, record));
    known.set(submissionId, background);
    const graph = await graphFor(db, reviewerId, background);
    news.set(reviewerId, [...(news.get(reviewerId) ?? []), ...newsOf(graph, record)]);
  }
  const feeds = new Map<string, Change[]>();
  for (const [reader, all] of news) feeds.set(reader, await withoutKnown(db, reader, all));
  await appendToFeeds(db, feeds);
};

/** A change for one reader; `again`: sent even when the reader has this version. */
type News = { readonly change: StateChange; readonly again: boolean };

/**
 * What is assigned is sent again to somebody who had it as the attempt before another: without its own past, that is,
 * and under the same version.
 */
const newsOf = (graph: ReaderGraph, record: AssignmentRecord): News[] => {
  const { submission } = graph;
  const hasPast = submission.kind === 'submission' && submission.state.previousSubmissionId !== null;
  return [
    { change: graph.microCredential, again: false },
    ...graph.previous.map((change) => ({ change, again: false })),
    { change: submission, again: hasPast },
    ...graph.artifacts.map((change) => ({ change, again: false })),
    { change: assignmentChange(record), again: false },
  ];
};

const withoutKnown = async (
  db: ReadableDb,
  reader: string,
  news: readonly News[],
): Promise<StateChange[]> => {
  const have = new Map(
    await liveInFeed(
      db,
      reader,
      news.map(({ change }) => change),
    ),
  );
  return news.flatMap(({ change, again }) => {
    const key = `${change.kind}:${change.id}`;
    if (have.get(key) === change.version && !again) return [];
    have.set(key, change.version);
    return [change];
  });
};

/**
 * Takes an assignment's graph away from its reviewer: what stands in its review, the assignment, its artifacts and
 * submission, those of the attempt before, and the micro-credential, except what another assignment still gives. The
 * assignment's own row must already say so.
 */
export const fanOutRemoval = async (
  db: WritableDb,
  record: AssignmentRecord,
  reason: Tombstone['reason'],
): Promise<void> => {
  const reader = record.state.reviewerId;
  const graph = await loadGraph(db, record);
  const stillNeeded = await needsMicroCredential(db, reader, record.microCredentialId);
  const gone = [
    assignmentChange(record),
    ...(await notGivenAnyMore(db, reader, graph)),
    ...(stillNeeded ? [] : [microCredentialChange(graph.microCredential)]),
  ];
  const registers = await registerTombstones(db, reader, [record.state.id], reason);
  await appendToFeeds(db, new Map([[reader, [...registers, ...tombstonesOf(gone, reason)]]]));
};

/**
 * Takes an erased submission away from one reader: from their feed what is in it, and, because a device may keep what was
 * withdrawn earlier, the submission by name in any case. `records`: the reader's assignments on it, which have ended.
 */
export const removalOfErased = async (
  db: ReadableDb,
  reader: string,
  graph: SubmissionGraph,
  records: readonly AssignmentRecord[],
  erasureId: ErasureId,
): Promise<Change[]> => {
  const { microCredential, previous } = graph;
  const mode = microCredential.state.policies.resubmission;
  const ids = records.map(({ state }) => state.id);
  const alone = previous !== null && !(await isStillGiven(db, reader, mode, previous.submission));
  const needed = await needsMicroCredential(db, reader, microCredential.state.id);
  const [submission, ...artifacts] = namesOf(graph);
  const live = await liveInFeed(db, reader, [
    ...records.map(assignmentChange),
    ...artifacts,
    ...(alone ? namesOf(previous) : []),
    microCredentialChange(microCredential),
  ]);
  const isLive = ({ kind, id }: StateChange) => live.has(`${kind}:${id}`);
  const after = [
    ...(alone ? namesOf(previous).reverse() : []),
    ...(needed ? [] : [microCredentialChange(microCredential)]),
  ];
  const before = [...records.map(assignmentChange), ...artifacts.reverse()];
  return [
    ...(await registerTombstones(db, reader, ids, 'erased')),
    ...tombstonesOf(before.filter(isLive), 'erased'),
    ...tombstonesOf(submission === undefined ? [] : [submission], 'erased').map((one) => ({
      ...one,
      erasureId,
    })),
    ...tombstonesOf(after.filter(isLive), 'erased'),
  ];
};

/** What of a submission and the attempt before the reader has and no assignment gives, what refers first. */
const notGivenAnyMore = async (
  db: ReadableDb,
  reader: string,
  graph: SubmissionGraph,
): Promise<StateChange[]> => {
  const mode = graph.microCredential.state.policies.resubmission;
  const gone: StateChange[] = [];
  for (const attempt of [graph, ...(graph.previous === null ? [] : [graph.previous])]) {
    if (await isStillGiven(db, reader, mode, attempt.submission)) continue;
    gone.push(...namesOf(attempt).reverse());
  }
  const have = await liveInFeed(db, reader, gone);
  return gone.filter(({ kind, id }) => have.has(`${kind}:${id}`));
};

const tombstonesOf = (gone: readonly StateChange[], reason: Tombstone['reason']): Tombstone[] =>
  gone.map(({ kind, id, version }) => ({ change: 'tombstone', kind, id, version, reason }));

/**
 * An assignment whose micro-credential now shows earlier attempts, or does not any more: the attempt before comes or goes,
 * and submission, artifacts and assignment are sent anew, with or without the feedback on it. What was sent before is
 * emptied from the feed, so that a device that starts later never sees it.
 */
export const graphAgain = async (db: ReadableDb, record: AssignmentRecord): Promise<Change[]> => {
  const reader = record.state.reviewerId;
  const background = await loadGraph(db, record);
  if (background.previous === null) return [assignmentChange(record)];
  const graph = await graphFor(db, reader, background);
  const known = await liveInFeed(db, reader, graph.previous);
  return [
    ...tombstonesOf(await notGivenAnyMore(db, reader, background), 'erased'),
    ...sentAnew(
      {
        ...graph,
        previous: graph.previous.filter(({ kind, id, version }) => known.get(`${kind}:${id}`) !== version),
      },
      record,
    ),
  ];
};

/** What was sent of a submission before is emptied from the feed, and it is sent as it is now, what is referred to first. */
const sentAnew = ({ previous, submission, artifacts }: ReaderGraph, record: AssignmentRecord): Change[] => [
  ...tombstonesOf([submission, ...artifacts].reverse(), 'withdrawn'),
  ...previous,
  submission,
  ...artifacts,
  assignmentChange(record),
];

/** An assignment whose submission has lost its past: sent anew, so that nothing of that past is left in the feed. */
export const graphWithoutPast = async (db: ReadableDb, record: AssignmentRecord): Promise<Change[]> =>
  sentAnew(await graphFor(db, record.state.reviewerId, await loadGraph(db, record)), record);
