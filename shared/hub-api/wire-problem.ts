import { z } from 'zod';

/** What a client does about a problem: try later, sign in, show the conflict, drop, update, wait for room, report. */
export const problemClassSchema = z.enum([
  'retryable',
  'auth',
  'conflict',
  'gone',
  'upgrade',
  'quota',
  'bug',
]);
export type ProblemClass = z.infer<typeof problemClassSchema>;

/** RFC 9457 problem details. `code` is a ProblemCode when both sides know it; `params` fill its sentence. */
export const wireProblemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  class: problemClassSchema,
  code: z.string().min(1).max(80),
  detail: z.string().max(2000).optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type WireProblem = z.infer<typeof wireProblemSchema>;
