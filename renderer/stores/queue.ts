import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AssignmentId } from '../../shared/domain/ids.ts';
import type { RecusalReason } from '../../shared/hub-api/events.ts';
import type { Problem } from '../../shared/lib/problem.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { QueueItem } from '../../shared/workbench-api/queue.ts';
import type { StoreDependencies } from './dependencies.ts';
import { createRefresher } from './refresher.ts';

export type QueueFilter = 'todo' | 'submitted' | 'closed';
export type QueueSortKey = 'due' | 'submission' | 'micro-credential' | 'state';
export type QueueSort = { readonly key: QueueSortKey; readonly descending: boolean };

/** How the reviewer looks at the queue; kept while other screens are open. */
export type QueueLook = {
  readonly filter: QueueFilter;
  readonly sort: QueueSort;
  readonly find: string;
  readonly selectedId: AssignmentId | null;
};

export type QueueSlice = {
  /** Null until the first answer. */
  readonly items: readonly QueueItem[] | null;
  readonly readAt: string | null;
  readonly problem: Problem | null;
  readonly look: QueueLook;
  readonly refresh: () => Promise<void>;
  readonly setLook: (change: Partial<QueueLook>) => void;
  readonly downloadNow: (assignmentId: AssignmentId) => Promise<Result<null, Problem>>;
  readonly recuse: (
    assignmentId: AssignmentId,
    reason: RecusalReason,
    note: string,
  ) => Promise<Result<null, Problem>>;
};

export type QueueStore = StoreApi<QueueSlice>;

export const initialQueueLook: QueueLook = {
  filter: 'todo',
  sort: { key: 'due', descending: false },
  find: '',
  selectedId: null,
};

export const createQueueStore = ({ bridge, after }: StoreDependencies): QueueStore =>
  createStore((set, get) => {
    const refresh = createRefresher(async () => {
      const answer = await bridge.call('queue.list', {});
      if (!answer.ok) set({ problem: answer.problem });
      else set({ items: answer.value.items, readAt: answer.value.readAt, problem: null });
    }, after);
    return {
      items: null,
      readAt: null,
      problem: null,
      look: initialQueueLook,
      refresh,
      setLook: (change) => set({ look: { ...get().look, ...change } }),
      downloadNow: async (assignmentId) => {
        const answer = await bridge.call('queue.downloadNow', { assignmentId });
        return answer.ok ? { ok: true, value: null } : answer;
      },
      recuse: async (assignmentId, reason, note) => {
        const answer = await bridge.call('review.recuse', { assignmentId, reason, note });
        if (!answer.ok) return answer;
        await refresh();
        return { ok: true, value: null };
      },
    };
  });
