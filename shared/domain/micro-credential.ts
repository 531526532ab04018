import { z } from 'zod';
import { issuerSnippetSchema } from './comment-snippet.ts';
import { decisionRuleSchema } from './decision-rule.ts';
import { microCredentialIdSchema, sha256Schema } from './ids.ts';
import { mediaKindSchema } from './media-kind.ts';
import { policiesSchema } from './policies.ts';
import { rubricSchema } from './rubric.ts';

/** A required kind of evidence. `minimum` files of one of the accepted kinds make it complete. */
export const evidenceSlotSchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'lower-case letters, digits and hyphens'),
  title: z.string().min(1).max(200),
  guidance: z.string().max(2000),
  required: z.boolean(),
  accepts: z.array(mediaKindSchema).min(1),
  minimum: z.number().int().min(1).max(100),
});

export type EvidenceSlot = z.infer<typeof evidenceSlotSchema>;

/** A competency, what evidence shows it, the pinned rubric, and the rules by which it is judged. */
export const microCredentialSchema = z.object({
  id: microCredentialIdSchema,
  code: z.string().min(1).max(40),
  title: z.string().min(1).max(200),
  version: z.string().min(1).max(40),
  competency: z.string().min(1).max(4000),
  issuerName: z.string().min(1).max(200),
  evidenceSlots: z.array(evidenceSlotSchema).min(1).max(40),
  rubric: rubricSchema,
  rubricHash: sha256Schema,
  decisionRule: decisionRuleSchema,
  policies: policiesSchema,
  /** Comments the issuer offers its reviewers. */
  commentBank: z.array(issuerSnippetSchema).max(200).default([]),
});

export type MicroCredential = z.infer<typeof microCredentialSchema>;
