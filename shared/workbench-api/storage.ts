import { z } from 'zod';

const count = z.number().int().min(0);

/** Room on this computer's disk for evidence, and for what the reviewer writes. Sizes in bytes. */
export const storageSchema = z.object({
  /** So much evidence may be here, by the reviewer's setting. */
  budget: count,
  /** So much is here, unfinished files included. */
  used: count,
  /** Free on the disk; null where the system does not say. */
  free: count.nullable(),
  /** Downloads leave this much free. */
  keepFree: count,
  /** What is still to come. */
  waiting: z.object({ files: count, bytes: count }),
  /** Finished work whose evidence may be taken off this computer to make room. */
  finished: z.object({ submissions: count, bytes: count }),
  /** What the reviewer keeps offline. `bytes`: all of it; `bytesHere`: of that, on this computer. */
  kept: z.object({ assignments: count, bytes: count, bytesHere: count }),
  /** What would be kept offline with everything that is still to be reviewed, what is kept already included. */
  toDo: z.object({ assignments: count, bytes: count, bytesHere: count }),
  /** Room that is given up when the disk is full, so that what the reviewer writes is still saved. */
  reserve: z.object({
    state: z.enum(['unknown', 'kept', 'missing']),
    bytes: count,
    /** So much must be free before it is put back. */
    needed: count,
  }),
});
export type Storage = z.infer<typeof storageSchema>;
