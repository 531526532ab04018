import { z } from 'zod';
import { artifactSchema } from '../domain/artifact.ts';
import { assignmentSchema } from '../domain/assignment.ts';
import { erasureIdSchema, eventIdSchema, instantSchema } from '../domain/ids.ts';
import { microCredentialSchema } from '../domain/micro-credential.ts';
import { reviewRegisterSchema } from '../domain/review-register.ts';
import { submissionSchema } from '../domain/submission.ts';

export const entityKindSchema = z.enum([
  'micro-credential',
  'submission',
  'artifact',
  'assignment',
  'review-register',
]);
export type EntityKind = z.infer<typeof entityKindSchema>;

const version = z.number().int().min(1);

const state = <Kind extends EntityKind, State extends z.ZodType>(kind: Kind, schema: State) =>
  z.object({
    change: z.literal('state'),
    kind: z.literal(kind),
    id: z.string().min(1).max(120),
    version,
    state: schema,
  });

/** Full state of one thing this reader may see. */
export const stateChangeSchema = z.discriminatedUnion('kind', [
  state('micro-credential', microCredentialSchema),
  state('submission', submissionSchema),
  state('artifact', artifactSchema),
  state('assignment', assignmentSchema),
  state('review-register', reviewRegisterSchema),
]);

/**
 * The reader may no longer see it. `reason` says whether it was withdrawn or erased. `erasureId` stands on the submission
 * of an erasure that the issuer ordered: the device answers it with a receipt (see `erasure.carried-out`).
 */
export const tombstoneSchema = z.object({
  change: z.literal('tombstone'),
  kind: entityKindSchema,
  id: z.string().min(1).max(120),
  version,
  reason: z.enum(['withdrawn', 'erased', 'recused']),
  erasureId: erasureIdSchema.optional(),
});

export const changeSchema = z.union([stateChangeSchema, tombstoneSchema]);
export type Change = z.infer<typeof changeSchema>;
export type StateChange = z.infer<typeof stateChangeSchema>;
export type Tombstone = z.infer<typeof tombstoneSchema>;

export const changesQuerySchema = z.object({
  cursor: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(200),
  /** Kinds beyond those of protocol 1.0 that this reader understands. Without it they are left out of page and digest. */
  also: z.enum(['review-register']).optional(),
});

/** What a reader's live set adds up to at the page's end: its size, and the combined digest of its (kind, id, version). */
export const feedDigestSchema = z.object({
  count: z.number().int().min(0),
  digest: z.string().regex(/^[0-9a-f]{32}$/),
});
export type FeedDigest = z.infer<typeof feedDigestSchema>;

/** One page of the reader's feed, in feed order. `digest` stands on the last page only (`more` false). */
export const changesPageSchema = z.looseObject({
  changes: z.array(changeSchema).max(200),
  cursor: z.string().min(1).max(1000),
  more: z.boolean(),
  digest: feedDigestSchema.nullable(),
  /** Events of this device up to this number are in a finished backup of the hub. */
  durableSeq: z.number().int().min(0),
  /** The last number the hub has of this device, without a gap. Less than it acknowledged: it was restored from a backup. */
  deviceSeq: z.number().int().min(0).optional(),
  /** The event it has under that number, where it knows: another than the device's own was sent by a copy of its workspace. */
  deviceEvent: eventIdSchema.nullish(),
  /**
   * On the last page: erasures that this device has not answered, some of them. An order it never heard is of nothing live
   * (the submission was withdrawn before), so no digest misses it: it pulls everything again.
   */
  erasures: z.array(erasureIdSchema).optional(),
  time: instantSchema,
});
export type ChangesPage = z.infer<typeof changesPageSchema>;
