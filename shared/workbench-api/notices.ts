import { z } from 'zod';

/**
 * What main tells the renderer: that something changed, by topic and ids, never the data itself. The stores fetch
 * again what they show. `locking`: the workspace is about to be locked; make durable what is still only in the window,
 * then lock. `storage`: room on this computer's disk, and what of the evidence is kept on it. `settling`: the program is about
 * to end, or the computer to sleep; make it durable, then answer with `app.noteSettled`.
 */
export const noticeSchema = z.object({
  topic: z.enum([
    'app',
    'queue',
    'review',
    'downloads',
    'sync',
    'settings',
    'storage',
    'comment-bank',
    'locking',
    'settling',
  ]),
  /** Assignment ids for `queue`, `review` and `downloads`; empty: any. For `settling` the id that the answer names. */
  ids: z.array(z.string()),
});

export type Notice = z.infer<typeof noticeSchema>;
