import type { Change } from '../../shared/hub-api/changes.ts';
import { wireLimits } from '../../shared/hub-api/protocol-version.ts';
import { instant } from '../core/ports.ts';
import type { WritableDb } from '../database/open.ts';
import { insertAccount, updateAccount } from '../database/tables/accounts.ts';
import {
  type AssignmentRecord,
  listGivingAssignments,
  lockOpenAssignments,
  putAssignment,
} from '../database/tables/assignments.ts';
import { ensureEvidenceFile } from '../database/tables/evidence-files.ts';
import { appendToFeeds, readersOf } from '../database/tables/feeds.ts';
import { findMicroCredential, putMicroCredential } from '../database/tables/micro-credentials.ts';
import { deleteRegisters } from '../database/tables/review-registers.ts';
import { putSubmission, replaceArtifacts } from '../database/tables/submissions.ts';
import { assignmentChange, fanOutAssignment, fanOutGraphs, graphAgain } from '../services/fan-out.ts';
import { registerTombstones } from '../services/review-register-feed.ts';
import { withdrawAssignment } from '../services/withdraw-assignment.ts';
import type { HashedEvidence } from './artifacts-of.ts';
import type { ImportPlan } from './plan-import.ts';
import type { MicroCredentialsPlan } from './plan-micro-credentials.ts';

/** Writes a plan that has no errors. `passwordHashes` are those of the new accounts. */
export const applyPlan = async (
  db: WritableDb,
  plan: ImportPlan,
  evidence: readonly HashedEvidence[],
  passwordHashes: ReadonlyMap<string, string>,
  now: number,
): Promise<void> => {
  for (const { record } of plan.people.added) {
    const passwordHash = passwordHashes.get(record.account);
    if (passwordHash === undefined)
      throw new Error('the accounts changed while they were imported; try again');
    await insertAccount(db, { ...record, passwordHash }, instant(now));
  }
  for (const record of plan.people.changed) await updateAccount(db, record);
  for (const state of plan.microCredentials.added) await putMicroCredential(db, state, 1);
  for (const revision of plan.microCredentials.revised) await revise(db, revision);
  for (const { blob, mediaType } of evidence) {
    const { sha256, size, parts } = blob;
    await ensureEvidenceFile(db, {
      sha256,
      size,
      partSize: wireLimits.partSize,
      parts: [...parts],
      mediaType,
    });
  }
  for (const { record, artifacts } of [...plan.submissions.added, ...plan.submissions.changed]) {
    await putSubmission(db, record);
    const versioned = artifacts.map((state) => ({ state, version: record.version }));
    await replaceArtifacts(db, record.state.id, versioned);
  }
  for (const record of plan.assignments.added) await putAssignment(db, record);
  await fanOutGraphs(db, plan.assignments.added);
  for (const record of plan.assignments.changed) {
    await putAssignment(db, record);
    await fanOutAssignment(db, record);
  }
  for (const id of plan.assignments.withdrawn) await withdrawAssignment(db, id);
};

/**
 * A new version of a micro-credential goes to everybody who has it. Work that waits for a final review moves to the new
 * rubric and starts anew: scores are never read against other words. Submitted work keeps the rubric it was scored on.
 */
const revise = async (
  db: WritableDb,
  { state, version }: MicroCredentialsPlan['revised'][number],
): Promise<void> => {
  const before = await findMicroCredential(db, state.id);
  const modeChanged = before?.state.policies.resubmission !== state.policies.resubmission;
  await putMicroCredential(db, state, version);
  const open = await lockOpenAssignments(db, state.id);
  const moved = open.map(
    (record): AssignmentRecord => ({
      ...record,
      version: record.version + 1,
      microCredentialVersion: version,
      state: { ...record.state, rubricHash: state.rubricHash },
    }),
  );
  const rescored = open.filter((record) => record.state.rubricHash !== state.rubricHash);
  const ended = await endedRegisters(db, rescored);
  await deleteRegisters(
    db,
    rescored.map((record) => record.state.id),
  );
  for (const record of moved) await putAssignment(db, record);
  const concerned = modeChanged ? await listGivingAssignments(db, state.id) : moved;
  const feeds = new Map<string, Change[]>();
  for (const reader of await readersOf(db, 'micro-credential', state.id)) {
    feeds.set(reader, [
      { change: 'state', kind: 'micro-credential', id: state.id, version, state },
      ...(ended.get(reader) ?? []),
    ]);
  }
  for (const record of concerned) {
    const news = modeChanged ? await graphAgain(db, record) : [assignmentChange(record)];
    feeds.get(record.state.reviewerId)?.push(...news);
  }
  await appendToFeeds(db, feeds);
};

/** What stood in reviews that start anew, taken out of their reviewers' feeds: all devices of a reviewer start anew. */
const endedRegisters = async (
  db: WritableDb,
  rescored: readonly AssignmentRecord[],
): Promise<Map<string, Change[]>> => {
  const ended = new Map<string, Change[]>();
  for (const [reader, records] of Map.groupBy(rescored, (record) => record.state.reviewerId)) {
    const ids = records.map((record) => record.state.id);
    ended.set(reader, await registerTombstones(db, reader, ids, 'erased'));
  }
  return ended;
};
