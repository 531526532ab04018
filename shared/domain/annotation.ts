import { z } from 'zod';
import {
  annotationIdSchema,
  artifactIdSchema,
  criterionIdSchema,
  instantSchema,
  sha256Schema,
} from './ids.ts';
import { locatorSchema } from './locator.ts';

/** A comment on an artifact at a place in it, tied to the criteria it speaks for. */
export const annotationSchema = z.object({
  id: annotationIdSchema,
  artifactId: artifactIdSchema,
  /** The exact bytes it was made on. */
  artifactSha256: sha256Schema,
  locator: locatorSchema,
  text: z.string().max(10_000),
  criterionIds: z.array(criterionIdSchema).max(40),
  createdAt: instantSchema,
});

export type Annotation = z.infer<typeof annotationSchema>;
