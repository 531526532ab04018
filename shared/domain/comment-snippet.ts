import { z } from 'zod';
import { criterionIdSchema, instantSchema, microCredentialIdSchema } from './ids.ts';

/** The field a snippet is written for; `any` fits them all. `note` is the note of a citation. */
export const snippetKinds = ['strength', 'gap', 'nextStep', 'rationale', 'note', 'any'] as const;
export const snippetKindSchema = z.enum(snippetKinds);
export type SnippetKind = z.infer<typeof snippetKindSchema>;

/** A reviewer's own is a UUID; an issuer's is its micro-credential's id, a slash, and its name in the bank. */
export const snippetIdSchema = z.string().min(1).max(300).brand<'SnippetId'>();
export type SnippetId = z.infer<typeof snippetIdSchema>;

const needed = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((text) => text.trim() !== '', 'must not be empty');

const title = needed(120);
const text = needed(4000);

/** Where a snippet is offered: everywhere, with one micro-credential, or on one of its criteria. */
export const snippetScopeSchema = z
  .object({
    microCredentialId: microCredentialIdSchema.nullable(),
    criterionId: criterionIdSchema.nullable(),
  })
  .refine(({ microCredentialId, criterionId }) => criterionId === null || microCredentialId !== null, {
    message: 'a criterion needs its micro-credential',
    path: ['criterionId'],
  });
export type SnippetScope = z.infer<typeof snippetScopeSchema>;

/** What a person writes of a snippet. `text` may hold placeholders in double braces: see fill-snippet.ts. */
export const snippetDraftSchema = z.object({
  id: snippetIdSchema,
  title,
  text,
  kind: snippetKindSchema,
  scope: snippetScopeSchema,
});
export type SnippetDraft = z.infer<typeof snippetDraftSchema>;

/** A comment worth using again, with how often this reviewer has used it. */
export const commentSnippetSchema = snippetDraftSchema.extend({
  usedCount: z.number().int().min(0),
  lastUsedAt: instantSchema.nullable(),
  /** Null for an issuer's, which changes with the micro-credential's version. */
  updatedAt: instantSchema.nullable(),
});
export type CommentSnippet = z.infer<typeof commentSnippetSchema>;

/** A snippet as an issuer brings it with a micro-credential. `criterionId` null: for any of its criteria. */
export const issuerSnippetSchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'lower-case letters, digits and hyphens'),
  title,
  text,
  kind: snippetKindSchema.default('any'),
  criterionId: criterionIdSchema.nullable().default(null),
});
