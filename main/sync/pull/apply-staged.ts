import type { CriterionId } from '../../../shared/domain/ids.ts';
import type { EntityKind } from '../../../shared/hub-api/changes.ts';
import { emptyDigest } from '../../../shared/hub-api/feed-digest.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { ReadableDb, WritableDb } from '../../database/connection.ts';
import { inTransaction } from '../../database/open.ts';
import { refreshMerge } from '../../database/tables/device-review-merges.ts';
import { heardOfAll } from '../../database/tables/erased-submissions.ts';
import { keepArtifact, liveArtifacts, readArtifactHead } from '../../database/tables/hub-artifacts.ts';
import {
  keepWithdrawnAssignment,
  liveAssignments,
  readAssignment,
} from '../../database/tables/hub-assignments.ts';
import { readFeed, writeFeed } from '../../database/tables/hub-feed.ts';
import {
  keepMicroCredential,
  liveMicroCredentials,
  readMicroCredential,
  removeUnusedMicroCredentials,
} from '../../database/tables/hub-micro-credentials.ts';
import {
  keepRegister,
  liveRegisters,
  removeLoneRegisters,
} from '../../database/tables/hub-review-registers.ts';
import {
  keepSubmission,
  liveSubmissions,
  readSubmissionHead,
  submissionVersion,
} from '../../database/tables/hub-submissions.ts';
import { hasOperations } from '../../database/tables/review-registers.ts';
import { clearStaged, type StagedRow } from '../../database/tables/staged-changes.ts';
import type { SyncDeps } from '../sync-deps.ts';
import { type Application, applyChange, removeEvidence, versionOf } from './apply-change.ts';
import { createFeedTally, sameDigest } from './feed-tally.ts';
import { readGivenUp } from './given-up.ts';
import { openStaged, type PageEnd, type StagedChange } from './staged-page.ts';

/** What a pull has changed, for notices and for cleaning up after the commit. */
export type Applied = Pick<Application, 'touched' | 'droppedFiles'>;

/**
 * Applies all pages of a pull and moves the cursor, in one transaction. `rows`: their changes in feed order.
 * `feed-mismatch` when they do not add up to what the hub says: then nothing was changed. Undefined when some no longer
 * open; what is staged of them is cleared.
 */
export const applyStaged = (
  deps: SyncDeps,
  end: PageEnd,
  rows: readonly StagedRow[],
): Result<Applied | undefined> => {
  const staged = openStaged(rows, deps.keyring);
  const applied: Applied = {
    touched: {
      microCredentials: new Set(),
      submissions: new Set(),
      assignments: new Set(),
      reviews: new Set(),
    },
    droppedFiles: [],
  };
  return inTransaction(deps.db, (db) => {
    clearStaged(db);
    if (staged === undefined) return ok(undefined);
    const feed = readFeed(db);
    const tally = createFeedTally(end.full ? { count: 0, digest: emptyDigest } : feed);
    const givenUp = readGivenUp(db);
    const to: Application = {
      db,
      keyring: deps.keyring,
      tally,
      givenUp,
      nowMs: deps.clock.now(),
      ...applied,
    };
    if (end.full) replaceAll(to, staged);
    else for (const change of staged) applyChange(to, change);
    removeLoneEvidence(to, staged);
    for (const assignmentId of removeLoneRegisters(db)) to.touched.reviews.add(assignmentId);
    removeUnusedMicroCredentials(db);
    countReviews(to);
    const total = tally.total();
    if (end.digest !== null && !sameDigest(total, end.digest)) return fail(problem('feed-mismatch'));
    if (!heardOfAll(db, end.erasures)) return fail(problem('feed-mismatch'));
    writeFeed(db, { ...total, cursor: end.cursor, durableSeq: end.durableSeq });
    return ok(applied);
  });
};

type Live = { readonly kind: EntityKind; readonly id: string };

/** A pull from the feed's beginning: what it does not name any more was withdrawn while this device did not hear it. */
const replaceAll = (to: Application, staged: readonly StagedChange[]): void => {
  const before = setAside(to.db);
  for (const change of staged) applyChange(to, change);
  for (const { kind, id } of before) {
    if (versionOf(to.db, kind, id) !== 0) continue;
    applyChange(to, { change: 'tombstone', kind, id, version: 1, reason: 'withdrawn' });
  }
};

/** Makes every live row one that does not count, and says which they were. */
const setAside = (db: WritableDb): Live[] => {
  const live: Live[] = [];
  const each = (kind: EntityKind, rows: readonly { id: string }[], keep: (id: string) => void) => {
    for (const { id } of rows) {
      keep(id);
      live.push({ kind, id });
    }
  };
  each('micro-credential', liveMicroCredentials(db), (id) => keepMicroCredential(db, id));
  each('submission', liveSubmissions(db), (id) => keepSubmission(db, id));
  each('artifact', liveArtifacts(db), (id) => keepArtifact(db, id));
  each('assignment', liveAssignments(db), (id) => keepWithdrawnAssignment(db, id));
  each('review-register', liveRegisters(db), (id) => keepRegister(db, id));
  return live;
};

/**
 * Counts anew what lists show of reviews that this pull has changed, or given another rubric. A review that does not open
 * keeps its count: nothing is held up by it, and its own screen says what is the matter. An assignment nobody has written
 * on costs one look: most of a first pull are such.
 */
const countReviews = ({ db, keyring, givenUp, touched }: Application): void => {
  const criterionIdsOf = criterionIdsByMicroCredential(db);
  for (const assignmentId of new Set([...touched.reviews, ...touched.assignments])) {
    const arrived = touched.reviews.has(assignmentId);
    if (!arrived && !hasOperations(db, assignmentId)) continue;
    const submissionId = readAssignment(db, assignmentId)?.assignment.submissionId;
    if (submissionId === undefined || givenUp.has(submissionId)) continue;
    const head = readSubmissionHead(db, submissionId);
    const criterionIds = head && criterionIdsOf(head.microCredentialId);
    if (criterionIds === undefined) continue;
    refreshMerge(db, keyring, { assignmentId, submissionId }, criterionIds, { arrived });
  }
};

/** Each rubric is read once, however many reviews are judged by it. */
const criterionIdsByMicroCredential = (db: ReadableDb) => {
  const known = new Map<string, readonly CriterionId[] | undefined>();
  return (id: string): readonly CriterionId[] | undefined => {
    if (!known.has(id))
      known.set(
        id,
        readMicroCredential(db, id)?.rubric.criteria.map((one) => one.id),
      );
    return known.get(id);
  };
};

/** Evidence withdrawn alone, while its submission goes on being reviewed, is not kept to be read. */
const removeLoneEvidence = (to: Application, staged: readonly StagedChange[]): void => {
  for (const change of staged) {
    if (change.kind !== 'artifact' || change.change !== 'tombstone') continue;
    const artifact = readArtifactHead(to.db, change.id);
    if (artifact === undefined || versionOf(to.db, 'artifact', change.id) !== 0) continue;
    if (submissionVersion(to.db, artifact.submissionId)) removeEvidence(to, change.id);
  }
};
