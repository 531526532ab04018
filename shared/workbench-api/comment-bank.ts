import { z } from 'zod';
import { commentSnippetSchema } from '../domain/comment-snippet.ts';
import { criterionIdSchema, microCredentialIdSchema } from '../domain/ids.ts';

/** A micro-credential whose work is here: where own snippets can be scoped to, and what its issuer offers. */
export const issuerBankSchema = z.object({
  microCredentialId: microCredentialIdSchema,
  code: z.string(),
  title: z.string(),
  issuerName: z.string(),
  /** In the order of the rubric. */
  criteria: z.array(z.object({ id: criterionIdSchema, title: z.string() })),
  snippets: z.array(commentSnippetSchema),
});
export type IssuerBank = z.infer<typeof issuerBankSchema>;

export const commentBankSchema = z.object({
  own: z.array(commentSnippetSchema),
  /** One for each micro-credential here, by code, also where the issuer offers no snippet. */
  issuers: z.array(issuerBankSchema),
});
export type CommentBank = z.infer<typeof commentBankSchema>;
