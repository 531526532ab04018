import { z } from 'zod';
import { problemSchema } from './sync-status.ts';

export const annotationFormatSchema = z.enum(['json-ld', 'csv', 'webvtt']);
export type AnnotationFormat = z.infer<typeof annotationFormatSchema>;

/** `written`: the annotations in the file. */
export const exportedAnnotationsSchema = z.discriminatedUnion('delivery', [
  z.object({ delivery: z.literal('saved'), fileName: z.string(), written: z.number().int() }),
  z.object({ delivery: z.literal('cancelled') }),
  /** On the web host the browser fetches it once from this path. */
  z.object({
    delivery: z.literal('download'),
    url: z.string(),
    fileName: z.string(),
    written: z.number().int(),
  }),
]);

export const importedAnnotationsSchema = z.object({
  added: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  problems: z.array(
    z.object({
      /** The annotation's place in the file from 0; null: the file as a whole. */
      index: z.number().int().nullable(),
      /** Its IRI in the file, when it has one. */
      id: z.string().nullable(),
      /** It was read all the same, without what the problem names. */
      kept: z.boolean(),
      problem: problemSchema,
    }),
  ),
});
export type ImportedAnnotations = z.infer<typeof importedAnnotationsSchema>;
