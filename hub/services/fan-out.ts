import type { Change, StateChange, Tombstone } from '../../shared/hub-api/changes.ts';
import type { ReadableDb, WritableDb } from '../database/open.ts';
import { type AssignmentRecord, needsMicroCredential } from '../database/tables/assignments.ts';
import { appendToFeeds, liveInFeed } from '../database/tables/feeds.ts';
import { findMicroCredential } from '../database/tables/micro-credentials.ts';
import { findSubmission, listArtifacts } from '../database/tables/submissions.ts';

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
 * Sends each reviewer the whole graph of new assignments, what is referred to first: micro-credential, submission,
 * artifacts, assignment. Things the reviewer already has in this version are left out.
 */
export const fanOutGraphs = async (db: WritableDb, records: readonly AssignmentRecord[]): Promise<void> => {
  const graphs = new Map<string, StateChange[]>();
  const known = new Map<string, StateChange[]>();
  for (const record of records) {
    const background = known.get(record.state.submissionId) ?? (await submissionGraph(db, record));
    known.set(record.state.submissionId, background);
    const graph = graphs.get(record.state.reviewerId) ?? [];
    graphs.set(record.state.reviewerId, [...graph, ...background, assignmentChange(record)]);
  }
  const feeds = new Map<string, Change[]>();
  for (const [reader, graph] of graphs) feeds.set(reader, await withoutKnown(db, reader, graph));
  await appendToFeeds(db, feeds);
};

const submissionGraph = async (db: ReadableDb, record: AssignmentRecord): Promise<StateChange[]> => {
  const microCredential = await findMicroCredential(db, record.microCredentialId);
  const submission = await findSubmission(db, record.state.submissionId);
  if (microCredential === null || submission === null) {
    throw new Error('an assignment refers to a submission or micro-credential that is not there');
  }
  const artifacts = await listArtifacts(db, submission.state.id);
  const media = artifacts.filter(({ state }) => state.captionsOf === null);
  const captions = artifacts.filter(({ state }) => state.captionsOf !== null);
  return [
    {
      change: 'state',
      kind: 'micro-credential',
      id: microCredential.state.id,
      version: microCredential.version,
      state: microCredential.state,
    },
    {
      change: 'state',
      kind: 'submission',
      id: submission.state.id,
      version: submission.version,
      state: submission.state,
    },
    ...[...media, ...captions].map(
      ({ state, version }): StateChange => ({
        change: 'state',
        kind: 'artifact',
        id: state.id,
        version,
        state,
      }),
    ),
  ];
};

const withoutKnown = async (
  db: ReadableDb,
  reader: string,
  graph: readonly StateChange[],
): Promise<StateChange[]> => {
  const have = new Map(await liveInFeed(db, reader, graph));
  return graph.filter((change) => {
    const key = `${change.kind}:${change.id}`;
    if (have.get(key) === change.version) return false;
    have.set(key, change.version);
    return true;
  });
};

/**
 * Takes an assignment's graph away from its reviewer: the assignment, its artifacts, its submission, and the
 * micro-credential when no other assignment needs it. The assignment's own row must already say so.
 */
export const fanOutRemoval = async (
  db: WritableDb,
  record: AssignmentRecord,
  reason: Tombstone['reason'],
): Promise<void> => {
  const reader = record.state.reviewerId;
  const graph = await submissionGraph(db, record);
  const [microCredential, submission, ...artifacts] = graph;
  const stillNeeded = await needsMicroCredential(db, reader, record.microCredentialId);
  const gone = [
    assignmentChange(record),
    ...artifacts.reverse(),
    submission,
    stillNeeded ? undefined : microCredential,
  ].filter((change) => change !== undefined);
  const tombstones = gone.map(
    ({ kind, id, version }): Tombstone => ({ change: 'tombstone', kind, id, version, reason }),
  );
  await appendToFeeds(db, new Map([[reader, tombstones]]));
};
