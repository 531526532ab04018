import { assignmentIdsOf, assignmentsJudgedBy } from '../database/tables/hub-assignments.ts';
import type { PullOutcome } from './pull/pull.ts';
import type { SyncDeps } from './sync-deps.ts';

/** More ids than this are told as "any". */
const MOST_IDS = 100;

/** Tells who shows it what a pull has changed, and removes files that no evidence is any more. */
export const afterPull = async (deps: SyncDeps, outcome: PullOutcome): Promise<void> => {
  if (outcome === undefined) return;
  const { touched, droppedFiles } = outcome;
  for (const { submissionId, sha256 } of droppedFiles) {
    const removed = await deps.vault.removeArtifact(submissionId, sha256);
    if (!removed.ok) deps.log('warn', 'sync.removeArtifactFailed', { code: removed.problem.code });
  }
  const ids = new Set([...touched.assignments, ...touched.reviews]);
  for (const submissionId of touched.submissions) {
    for (const id of assignmentIdsOf(deps.db, submissionId)) ids.add(id);
  }
  for (const microCredentialId of touched.microCredentials) {
    for (const id of assignmentsJudgedBy(deps.db, microCredentialId)) ids.add(id);
  }
  if (ids.size === 0 && touched.submissions.size === 0) return;
  const told = ids.size > MOST_IDS ? [] : [...ids];
  deps.bus.publish({ topic: 'queue', ids: told });
  deps.bus.publish({ topic: 'review', ids: told });
  deps.bus.publish({ topic: 'downloads', ids: told });
};
