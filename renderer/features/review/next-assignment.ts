import type { QueueItem, WorkState } from '../../../shared/workbench-api/queue.ts';

const open: ReadonlySet<WorkState> = new Set(['new', 'opened', 'draft', 'amending']);

const offlineReady = ({ evidence }: QueueItem): boolean => evidence.filesHere === evidence.files;

/** What to review after `currentId`: the earliest due, and among those whose evidence is here first. */
export const nextAssignment = (items: readonly QueueItem[], currentId: string): QueueItem | null => {
  const candidates = items.filter((item) => item.assignmentId !== currentId && open.has(item.state));
  const byDue = (a: QueueItem, b: QueueItem): number =>
    Number(offlineReady(b)) - Number(offlineReady(a)) || a.dueAt.localeCompare(b.dueAt);
  return candidates.sort(byDue)[0] ?? null;
};
