import { z } from 'zod';
import type { Artifact } from '../../../shared/domain/artifact.ts';
import type { Assignment } from '../../../shared/domain/assignment.ts';
import { erasureIdSchema } from '../../../shared/domain/ids.ts';
import { operationKey } from '../../../shared/domain/review-operation.ts';
import {
  type Change,
  feedDigestSchema,
  type StateChange,
  type Tombstone,
} from '../../../shared/hub-api/changes.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { nothingSealed, sealedColumn } from '../../database/sealed-columns.ts';
import type { RegisterHead } from '../../database/tables/hub-review-registers.ts';
import { sealSupersedes } from '../../database/tables/hub-supersedes.ts';
import type { StagedRow } from '../../database/tables/staged-changes.ts';
import type { PulledPage } from '../../hub-client/hub-client.ts';
import type { Keyring } from '../../keys/keyring.ts';

/** Where a page ended. `full`: this pull began at the beginning of the feed and replaces what is here. */
const pageEndSchema = z.object({
  cursor: z.string(),
  more: z.boolean(),
  digest: feedDigestSchema.nullable(),
  durableSeq: z.number().int(),
  erasures: z.array(erasureIdSchema).optional(),
  full: z.boolean(),
});
export type PageEnd = z.infer<typeof pageEndSchema>;

type Of<Kind extends StateChange['kind']> = {
  readonly change: 'state';
  readonly kind: Kind;
  readonly id: string;
  readonly version: number;
};

/** Whose key something is sealed with, and which key of theirs that was; null: nothing anybody wrote is in it. */
type SealedBy = { readonly submissionId: string; readonly keyId: string | null };

/** Of a change's state, what stands outside of the seal: the columns of its table. */
type PlainHead = Of<'micro-credential'> | AssignmentHead;
/** `keyId` stands where a lead's words may be in the state: they are sealed within it. */
type AssignmentHead = Of<'assignment'> & Pick<Assignment, 'submissionId' | 'dueAt'> & Partial<SealedBy>;
type SealedHead = SealedBy &
  (
    | (Of<'submission'> & { readonly code: string; readonly microCredentialId: string })
    | (Of<'artifact'> & Pick<Artifact, 'sha256' | 'size' | 'mediaType' | 'slotId'>)
    | (Of<'review-register'> & RegisterHead)
  );

/** A change to apply: its state as it will stand in its table. */
export type StagedState =
  | (PlainHead & { readonly state: string })
  | (SealedHead & { readonly sealed: Uint8Array });
export type StagedChange = StagedState | Tombstone;

/** The submission whose key protects this change, undefined for one that carries nothing of anybody's. */
export const submissionOf = (change: Change): string | undefined => {
  if (change.change === 'tombstone') return undefined;
  if (change.kind === 'submission') return change.id;
  if (change.kind === 'micro-credential') return undefined;
  // Of an assignment, only a lead's words to the reviewer.
  const says = change.kind !== 'assignment' || change.state.supersedes !== undefined;
  return says ? change.state.submissionId : undefined;
};

type Staging = {
  readonly keyring: Pick<Keyring, 'sealText' | 'keyIdOf'>;
  readonly isGivenUp: (submissionId: string) => boolean;
};

/** The rows of a page, and the text of its end. */
export type StagedPage = { readonly changes: readonly StagedRow[]; readonly end: string };

/**
 * The rows that stage a page: one per change, in the form its table holds, and the text of its end. The keys must exist.
 * What people wrote is sealed here, once: applying moves it. Of a submission that the reviewer has given up by recusing it
 * is only counted.
 */
export const stagedRows = (
  { page, raw }: PulledPage,
  full: boolean,
  staging: Staging,
): Result<StagedPage> => {
  const changes: StagedRow[] = [];
  for (const [index, change] of page.changes.entries()) {
    const row = stagedRow(change, raw[index], staging);
    if (!row.ok) return row;
    changes.push(row.value);
  }
  const { cursor, more, digest, durableSeq, erasures } = page;
  return ok({
    changes,
    end: JSON.stringify({ end: { cursor, more, digest, durableSeq, erasures, full } satisfies PageEnd }),
  });
};

/** `raw`: the change as it came, so that fields this version does not know survive. */
const stagedRow = (change: Change, raw: unknown, staging: Staging): Result<StagedRow> => {
  if (change.change === 'tombstone') {
    return ok({ head: JSON.stringify(change), state: null, sealed: null });
  }
  const text = JSON.stringify((raw as { readonly state?: unknown }).state);
  const { kind, id, version } = change;
  const of = <Kind extends StateChange['kind']>(kind: Kind) =>
    ({ change: 'state', kind, id, version }) as const;
  switch (kind) {
    case 'micro-credential':
      return plainRow(of(kind), text);
    case 'assignment': {
      const { submissionId, dueAt, supersedes } = change.state;
      const head = { ...of(kind), submissionId, dueAt };
      return supersedes === undefined ? plainRow(head, text) : askedRow(head, change.state, text, staging);
    }
    case 'submission': {
      const { code, microCredentialId } = change.state;
      const head = { ...of(kind), code, microCredentialId, submissionId: id };
      return sealedRow(head, sealedColumn.hubSubmission(id), text, staging);
    }
    case 'artifact': {
      const { submissionId, sha256, size, mediaType, slotId } = change.state;
      const head = { ...of(kind), submissionId, sha256, size, mediaType, slotId };
      return sealedRow(head, sealedColumn.hubArtifact(id), text, staging);
    }
    case 'review-register': {
      const { submissionId, assignmentId, stamp, receivedAt, operation } = change.state;
      const key = operationKey(operation);
      const head = { ...of(kind), submissionId, assignmentId, key, stamp, receivedAt };
      return sealedRow(head, sealedColumn.hubRegister(id), text, staging);
    }
    default:
      return assertNever(kind);
  }
};

const plainRow = (head: PlainHead, state: string): Result<StagedRow> =>
  ok({ head: JSON.stringify(head), state, sealed: null });

/** An assignment on which something was asked of a lead, with the answers. */
const askedRow = (
  head: AssignmentHead,
  assignment: Assignment,
  text: string,
  { keyring, isGivenUp }: Staging,
): Result<StagedRow> => {
  const { submissionId } = head;
  const keeps = !isGivenUp(submissionId);
  const state = sealSupersedes(keeps ? keyring : null, assignment, text);
  if (!state.ok) return state;
  const keyId = (keeps ? keyring.keyIdOf(submissionId) : undefined) ?? null;
  return plainRow({ ...head, keyId }, state.value);
};

const sealedRow = (
  head: { readonly submissionId: string },
  column: string,
  text: string,
  { keyring, isGivenUp }: Staging,
): Result<StagedRow> => {
  const { submissionId } = head;
  if (isGivenUp(submissionId)) {
    return ok({ head: JSON.stringify({ ...head, keyId: null }), state: null, sealed: nothingSealed });
  }
  const sealed = keyring.sealText(submissionId, column, text);
  if (!sealed.ok) return fail(problem('submission-erased'));
  const keyId = keyring.keyIdOf(submissionId) ?? null;
  return ok({ head: JSON.stringify({ ...head, keyId }), state: null, sealed: sealed.value });
};

export const openPageEnd = (text: string): PageEnd =>
  z.object({ end: pageEndSchema }).parse(JSON.parse(text)).end;

/** What `stagedRows` wrote; the hub's answer passed its schema before that. */
type Head = { readonly end: PageEnd } | Tombstone | PlainHead | SealedHead;

/**
 * The changes of all staged pages in feed order. Undefined when one was sealed with a key that is not here any more: it
 * would never open again.
 */
export const openStaged = (
  rows: readonly StagedRow[],
  keyring: Pick<Keyring, 'keyIdOf'>,
): StagedChange[] | undefined => {
  const changes: StagedChange[] = [];
  for (const { head: text, state, sealed } of rows) {
    const head = JSON.parse(text) as Head;
    if ('end' in head) continue;
    if (head.change === 'tombstone') changes.push(head);
    else if (isKeyGone(head, keyring)) return undefined;
    else if (head.kind === 'micro-credential' || head.kind === 'assignment')
      changes.push({ ...head, state: state ?? '' });
    else changes.push({ ...head, sealed: sealed ?? nothingSealed });
  }
  return changes;
};

const isKeyGone = (head: PlainHead | SealedHead, keyring: Pick<Keyring, 'keyIdOf'>): boolean =>
  'keyId' in head && typeof head.keyId === 'string' && keyring.keyIdOf(head.submissionId) !== head.keyId;
