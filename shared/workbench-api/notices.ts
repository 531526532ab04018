import { z } from 'zod';

/**
 * What main tells the renderer: that something changed, by topic and ids, never the data itself. The stores fetch
 * again what they show. `locking`: the workspace is about to be locked; make durable what is still only in the window,
 * then lock.
 */
export const noticeSchema = z.object({
  topic: z.enum(['app', 'queue', 'review', 'downloads', 'sync', 'settings', 'comment-bank', 'locking']),
  /** Assignment ids for `queue`, `review` and `downloads`; empty: any. */
  ids: z.array(z.string()),
});

export type Notice = z.infer<typeof noticeSchema>;
