import type { SyncStatus } from '../../../shared/workbench-api/sync-status.ts';

/** The one thing to say about the sync. */
export type Headline =
  | { readonly kind: 'unknown' | 'allAcknowledged' | 'nothingYet' }
  | { readonly kind: 'sending' | 'offline' | 'paused' | 'blocked'; readonly count: number };

/** A refusal comes first: it alone needs the reviewer. "All acknowledged" only when nothing waits. */
export const syncHeadline = ({ connection, changes }: SyncStatus): Headline => {
  if (changes.blocked > 0) return { kind: 'blocked', count: changes.blocked };
  if (connection === 'offline' || connection === 'paused')
    return { kind: connection, count: changes.waiting };
  if (connection === 'unknown') return { kind: 'unknown' };
  if (changes.waiting > 0) return { kind: 'sending', count: changes.waiting };
  return { kind: changes.total === 0 ? 'nothingYet' : 'allAcknowledged' };
};
