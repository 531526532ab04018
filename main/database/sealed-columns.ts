import type { z } from 'zod';
import type { Happening } from '../../shared/hub-api/events.ts';
import type { Json } from '../../shared/lib/canonical-json.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { Keyring } from '../keys/keyring.ts';

/** What table functions need of the keyring. */
export type Sealer = Pick<Keyring, 'sealText' | 'openText'>;

/** Where each sealed value stands: table, column, row. A value opens only under the name it was sealed with. */
export const sealedColumn = {
  register: (assignmentId: string, key: string) =>
    `review_registers.sealed_operation/${JSON.stringify([assignmentId, key])}`,
  hubSubmission: (id: string) => `hub_submissions.sealed_state/${id}`,
  hubArtifact: (id: string) => `hub_artifacts.sealed_state/${id}`,
  hubRegister: (id: string) => `hub_review_registers.sealed_state/${id}`,
  eventPayload: (eventId: string) => `events.sealed_payload/${eventId}`,
  supersedeReason: (assignmentId: string, eventId: string) =>
    `hub_assignments.supersedes.reason/${JSON.stringify([assignmentId, eventId])}`,
} as const;

/**
 * The keyring entry for what must still reach the hub after a recusal has destroyed the submission's own key: the
 * recusal with its note, a child-safety disclosure, and the events without content. Make it with ensureKey before
 * appending such an event. An erasure of the whole submission destroys it too: see sealScopes.
 */
export const handOverScope = (submissionId: string): string => `hand-over:${submissionId}`;

/** Every keyring entry that belongs to a submission: an erasure by the hub destroys them all. */
export const sealScopes = (submissionId: string): readonly string[] => [
  submissionId,
  handOverScope(submissionId),
];

/** Types whose payload is the reviewer's work on the submission: gone with its key. */
const workTypes: ReadonlySet<Happening['type']> = new Set([
  'review.edited',
  'review.submitted',
  'review.set-aside',
  'review.supersede-requested',
]);

/**
 * The keyring entry that seals an event of this type; null for the receipt of an erasure, which is written when both keys
 * are gone and says nothing of anybody.
 */
export const sealScopeOf = (type: Happening['type'], submissionId: string): string | null => {
  if (type === 'erasure.carried-out') return null;
  return workTypes.has(type) ? submissionId : handOverScope(submissionId);
};

/** What stands in a sealed column where nothing anybody wrote is kept. */
export const nothingSealed: Uint8Array = new Uint8Array(0);

export const sealJson = (sealer: Sealer, scope: string, column: string, value: Json): Result<Uint8Array> =>
  sealer.sealText(scope, column, JSON.stringify(value));

/** Throws when what comes out does not fit the schema: it was sealed by us, so only a bug can do that. */
export const openJson = <Schema extends z.ZodType>(
  sealer: Sealer,
  scope: string,
  column: string,
  sealed: Uint8Array,
  schema: Schema,
): Result<z.output<Schema>> => {
  const text = sealer.openText(scope, column, sealed);
  return text.ok ? ok(schema.parse(JSON.parse(text.value))) : text;
};
