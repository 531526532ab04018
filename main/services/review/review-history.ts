import type { AssignmentId } from '../../../shared/domain/ids.ts';
import { entryOf } from '../../../shared/domain/review-differences.ts';
import {
  operationKey,
  type ReviewOperation,
  type StampedOperation,
  stampedOperationSchema,
} from '../../../shared/domain/review-operation.ts';
import { canonicalJson } from '../../../shared/lib/canonical-json.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { EarlierVersion, ReviewHistory } from '../../../shared/workbench-api/review-history.ts';
import type { ReadableDb } from '../../database/connection.ts';
import { openPayload } from '../../database/tables/events.ts';
import { editsDownFrom } from '../../database/tables/review-edits.ts';
import { readOperations } from '../../database/tables/review-registers.ts';
import type { Workspace } from '../workspace.ts';
import { placeOf, readWork, type Work } from './work.ts';

export type HistoryQuery = {
  readonly assignmentId: AssignmentId;
  /** Null: of all places. */
  readonly key: string | null;
  /** From the newest on when it is absent. */
  readonly upTo?: number | undefined;
};

/** An edit as the log has it. */
export type LoggedEdit = StampedOperation & { readonly seq: number; readonly at: string };

type Place = Pick<Workspace, 'db' | 'keyring'>;

const VERSIONS_PER_PAGE = 100;
const EDITS_AT_ONCE = 200;
/** Pages never read more than this, however few versions they find: the rest is asked for. */
const EDITS_PER_PAGE = 5000;
/** Edits of one place closer together than this are one stretch of typing: its last is the version. Milliseconds. */
const ONE_STRETCH_MS = 60_000;

/**
 * What a review said before, from this computer's own log, on the rubric of today. Edits of other devices are not in it but
 * as what stands. Erased words are dark here as everywhere: their key is gone (`submission-key-missing`).
 */
export const reviewHistory = (
  place: Place,
  { assignmentId, key, upTo = Number.MAX_SAFE_INTEGER }: HistoryQuery,
  nowMs: number,
): Result<ReviewHistory> => {
  const work = readWork(place.db, assignmentId, nowMs);
  if (!work.ok) return work;
  const standing = readOperations(place.db, place.keyring, placeOf(work.value));
  if (!standing.ok) return standing;
  const stands = new Map(standing.value.map((one) => [operationKey(one.operation), one]));
  const versions: EarlierVersion[] = [];
  const stretches = new Map<string, number>();
  let read = 0;
  for (let from = upTo; ; ) {
    const edits = loggedEdits(place, work.value, from, EDITS_AT_ONCE);
    if (!edits.ok) return edits;
    for (const edit of edits.value) {
      const editKey = operationKey(edit.operation);
      if (key !== null && editKey !== key) continue;
      const time = Date.parse(edit.at);
      const later = stretches.get(editKey);
      stretches.set(editKey, time);
      if (isTyped(edit.operation) && later !== undefined && later - time < ONE_STRETCH_MS) continue;
      if (versions.length === VERSIONS_PER_PAGE) return ok({ versions, next: edit.seq });
      versions.push(versionOf(edit, stands.get(editKey)?.stamp === edit.stamp));
    }
    read += edits.value.length;
    const last = edits.value.at(-1);
    if (last === undefined || edits.value.length < EDITS_AT_ONCE) return ok({ versions, next: null });
    if (read >= EDITS_PER_PAGE) return ok({ versions, next: last.seq - 1 });
    from = last.seq - 1;
  }
};

/** Newest first, from number `upTo` down. */
export const loggedEdits = (
  { db, keyring }: { readonly db: ReadableDb; readonly keyring: Workspace['keyring'] },
  work: Work,
  upTo: number,
  limit: number,
): Result<LoggedEdit[]> => {
  const edits: LoggedEdit[] = [];
  const of = { ...placeOf(work), rubricHash: work.microCredential.rubricHash };
  for (const stored of editsDownFrom(db, of, upTo, limit)) {
    const text = openPayload(keyring, stored);
    if (!text.ok) return text;
    const stamped = stampedOperationSchema.parse(JSON.parse(text.value));
    edits.push({ ...stamped, seq: stored.deviceSeq, at: stored.occurredAt });
  }
  return ok(edits);
};

/** Whether two edits make a review say the same. */
export const saysTheSame = (a: ReviewOperation, b: ReviewOperation): boolean =>
  canonicalJson(a) === canonicalJson(b);

/** Saved while it is written: its versions are stretches, not letters. */
const isTyped = ({ op }: ReviewOperation): boolean =>
  op === 'rationale.set' || op === 'feedback.set' || op === 'annotation.put' || op === 'condition.set';

const versionOf = ({ operation, seq, at }: LoggedEdit, stands: boolean): EarlierVersion => {
  const entry = entryOf(operation);
  return { ...(entry ?? placeOfNothing(operation)), value: entry?.value ?? null, seq, writtenAt: at, stands };
};

/** Where something was taken away. */
const placeOfNothing = (
  operation: ReviewOperation,
): Omit<EarlierVersion, 'value' | 'seq' | 'writtenAt' | 'stands'> => {
  const plain = { key: operationKey(operation), code: null, annotationId: null, criterionId: null };
  switch (operation.op) {
    case 'score.set':
      return { ...plain, criterionId: operation.criterionId, field: 'score' };
    case 'rationale.set':
      return { ...plain, criterionId: operation.criterionId, field: 'rationale' };
    case 'feedback.set':
      return { ...plain, criterionId: operation.criterionId, field: operation.field };
    case 'condition.set':
      return { ...plain, criterionId: operation.criterionId, code: operation.code, field: 'condition' };
    case 'annotation.put':
      return { ...plain, annotationId: operation.annotation.id, field: 'annotation' };
    case 'annotation.remove':
      return { ...plain, annotationId: operation.annotationId, field: 'annotation' };
  }
};
