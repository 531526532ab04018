import { mayMoveClock } from '../../../shared/domain/hybrid-clock.ts';
import type { EntityKind, Tombstone } from '../../../shared/hub-api/changes.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { ReadableDb, WritableDb } from '../../database/connection.ts';
import { nothingSealed } from '../../database/sealed-columns.ts';
import { noteStamp } from '../../database/tables/device-identity.ts';
import { addDownload, removeDownload, removeDownloadsOf } from '../../database/tables/downloads.ts';
import { isErasureAnswered } from '../../database/tables/erased-submissions.ts';
import { removeErasure, scheduleErasure } from '../../database/tables/erasures.ts';
import {
  artifactVersion,
  fileInUse,
  keepArtifact,
  putArtifact,
  readArtifactHead,
  removeArtifact,
  removeArtifactsOf,
} from '../../database/tables/hub-artifacts.ts';
import {
  assignmentVersion,
  keepWithdrawnAssignment,
  putAssignment,
  removeAssignment,
} from '../../database/tables/hub-assignments.ts';
import {
  keepMicroCredential,
  microCredentialVersion,
  putMicroCredential,
} from '../../database/tables/hub-micro-credentials.ts';
import {
  keepRegister,
  placeOfRegister,
  putRegister,
  registerVersion,
  removeRegister,
} from '../../database/tables/hub-review-registers.ts';
import {
  isDarkened,
  keepSubmission,
  putSubmission,
  readSubmissionHead,
  removeSubmission,
  submissionVersion,
} from '../../database/tables/hub-submissions.ts';
import { withoutReasons } from '../../database/tables/hub-supersedes.ts';
import { standingStamp } from '../../database/tables/review-registers.ts';
import { isRecused } from '../../database/tables/reviews.ts';
import type { Keyring } from '../../keys/keyring.ts';
import type { FeedTally } from './feed-tally.ts';
import type { GivenUp } from './given-up.ts';
import type { StagedChange, StagedState } from './staged-page.ts';

/** How long a withdrawn submission stays readable before it is removed from this computer. */
export const WITHDRAWN_GRACE_MS = 7 * 24 * 3_600_000;

/** What applying changes needs, and what it leaves behind for after the commit. */
export type Application = {
  readonly db: WritableDb;
  readonly keyring: Pick<Keyring, 'sealText' | 'openText'>;
  readonly tally: FeedTally;
  readonly givenUp: GivenUp;
  readonly nowMs: number;
  /** Ids of what changed, for notices. */
  readonly touched: {
    readonly microCredentials: Set<string>;
    readonly submissions: Set<string>;
    readonly assignments: Set<string>;
    /** Assignments in whose review something else stands now: another device of the reviewer has written. */
    readonly reviews: Set<string>;
  };
  /** Files no artifact is any more: removed from the vault once this is committed. */
  readonly droppedFiles: { readonly submissionId: string; readonly sha256: string }[];
};

/** Applies one change in feed order. A change that is already applied changes nothing. */
export const applyChange = (to: Application, change: StagedChange): void => {
  const before = versionOf(to.db, change.kind, change.id);
  if (change.change === 'tombstone') {
    to.tally.move(change.kind, change.id, before, undefined);
    if (before !== undefined) remove(to, change);
    else if (change.kind === 'submission') answerErasure(to, change);
    return;
  }
  to.tally.move(change.kind, change.id, before, change.version);
  put(to, change, before !== undefined);
};

/** The version of a thing on this device; 0 when it is only kept to be read, undefined when it is not here. */
export const versionOf = (db: ReadableDb, kind: EntityKind, id: string): number | undefined => {
  switch (kind) {
    case 'micro-credential':
      return microCredentialVersion(db, id);
    case 'submission':
      return submissionVersion(db, id);
    case 'artifact':
      return artifactVersion(db, id);
    case 'assignment':
      return assignmentVersion(db, id);
    case 'review-register':
      return registerVersion(db, id);
    default:
      return assertNever(kind);
  }
};

const put = (to: Application, change: StagedState, isHere: boolean): void => {
  const { db, touched } = to;
  const { id, version } = change;
  switch (change.kind) {
    case 'micro-credential':
      touched.microCredentials.add(id);
      putMicroCredential(db, id, version, change.state);
      return;
    case 'submission': {
      const sealed = keptOf(to, change);
      // It is this reviewer's (again): what was to be removed stays.
      if (sealed.length > 0) removeErasure(db, id);
      touched.submissions.add(id);
      putSubmission(db, change, sealed);
      to.givenUp.wrote(id, sealed.length === 0);
      return;
    }
    case 'artifact':
      touched.submissions.add(change.submissionId);
      putEvidence(to, change, isHere);
      return;
    case 'assignment':
      touched.assignments.add(id);
      putAssignment(db, change, version, keptSupersedes(to, change));
      return;
    case 'review-register':
      putWritten(to, change);
      return;
    default:
      assertNever(change);
  }
};

/** What is kept of what people wrote: nothing of a submission that was given up, be it since the change was staged. */
const keptOf = (
  { givenUp }: Application,
  { submissionId, sealed }: { readonly submissionId: string; readonly sealed: Uint8Array },
): Uint8Array => (givenUp.has(submissionId) ? nothingSealed : sealed);

/** The same of a lead's words to the reviewer. */
const keptSupersedes = (
  { givenUp }: Application,
  { submissionId, keyId, state }: StagedOf<'assignment'>,
): string => (typeof keyId === 'string' && givenUp.has(submissionId) ? withoutReasons(state) : state);

/**
 * What stands under a key of the reviewer's own review. This device's next edit is stamped after it: its clock is moved
 * on, unless the other device's is far ahead of the hub's.
 */
const putWritten = (to: Application, register: StagedOf<'review-register'>): void => {
  const { db } = to;
  const { stamp, receivedAt } = register;
  noting(to, register, () => putRegister(db, register, keptOf(to, register)));
  if (mayMoveClock(stamp, Date.parse(receivedAt))) noteStamp(db, stamp);
};

type StagedOf<Kind extends StagedState['kind']> = Extract<StagedState, { readonly kind: Kind }>;

/** Notes the review as changed when something else stands under the key afterwards. */
const noting = <T>(
  { db, touched }: Application,
  place: { assignmentId: string; key: string },
  change: () => T,
): T => {
  const { assignmentId, key } = place;
  const before = standingStamp(db, assignmentId, key);
  const done = change();
  if (standingStamp(db, assignmentId, key) !== before) touched.reviews.add(assignmentId);
  return done;
};

const putEvidence = (to: Application, artifact: StagedOf<'artifact'>, isHere: boolean): void => {
  const { id, submissionId, sha256, size } = artifact;
  const earlier = isHere ? readArtifactHead(to.db, id) : undefined;
  const sealed = keptOf(to, artifact);
  putArtifact(to.db, artifact, sealed);
  if (earlier !== undefined && earlier.sha256 !== sha256) dropFile(to, earlier);
  if (sealed.length > 0) addDownload(to.db, submissionId, sha256, size);
};

const dropFile = (
  to: Application,
  { submissionId, sha256 }: { submissionId: string; sha256: string },
): void => {
  if (fileInUse(to.db, submissionId, sha256)) return;
  removeDownload(to.db, submissionId, sha256);
  to.droppedFiles.push({ submissionId, sha256 });
};

/** Takes a thing out of the feed: kept to be read where the issuer withdrew it, else gone from the tables at once. */
const remove = (to: Application, { kind, id, reason, erasureId }: Tombstone): void => {
  const { db, touched } = to;
  const keep = reason === 'withdrawn';
  switch (kind) {
    case 'micro-credential':
      keepMicroCredential(db, id);
      return;
    case 'submission':
      touched.submissions.add(id);
      scheduleErasure(db, {
        submissionId: id,
        reason,
        dueAt: dueAt(to, keep),
        erasureId: erasureId ?? null,
        code: readSubmissionHead(db, id)?.code ?? '',
      });
      // An attempt before that went with a recusal holds nothing to be read, and may be assigned anew.
      if (keep && (isRecused(db, id) || !isDarkened(db, id))) {
        keepSubmission(db, id);
      } else {
        removeSubmission(db, id);
        to.givenUp.wrote(id, false);
        removeArtifactsOf(db, id);
        removeDownloadsOf(db, id);
      }
      return;
    case 'artifact':
      if (keep) keepArtifact(db, id);
      else removeEvidence(to, id);
      return;
    case 'assignment':
      touched.assignments.add(id);
      if (keep) keepWithdrawnAssignment(db, id);
      else removeAssignment(db, id);
      return;
    case 'review-register': {
      const place = placeOfRegister(db, id);
      if (place !== undefined)
        noting(to, place, () => (keep ? keepRegister(db, id) : removeRegister(db, id)));
      return;
    }
    default:
      assertNever(kind);
  }
};

/** The issuer waits for every device that was given the submission at any time: one without it says so too, once. */
const answerErasure = (to: Application, { id, reason, erasureId }: Tombstone): void => {
  if (erasureId === undefined || isErasureAnswered(to.db, erasureId)) return;
  scheduleErasure(to.db, { submissionId: id, reason, dueAt: dueAt(to, false), erasureId });
};

/** One artifact alone, and its file if nothing else of the submission is that file. */
export const removeEvidence = (to: Application, id: string): void => {
  const artifact = readArtifactHead(to.db, id);
  if (artifact === undefined) return;
  to.touched.submissions.add(artifact.submissionId);
  removeArtifact(to.db, id);
  dropFile(to, artifact);
};

const dueAt = ({ nowMs }: Application, afterGrace: boolean): string =>
  new Date(nowMs + (afterGrace ? WITHDRAWN_GRACE_MS : 0)).toISOString();
