import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Problem } from '../../shared/lib/problem.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { CommandOutput } from '../../shared/workbench-api/commands.ts';
import type { BlockedChange, SyncStatus } from '../../shared/workbench-api/sync-status.ts';
import type { StoreDependencies } from './dependencies.ts';
import { createRefresher } from './refresher.ts';

export type SyncSlice = {
  /** Null until the first answer. */
  readonly status: SyncStatus | null;
  readonly blocked: readonly BlockedChange[];
  readonly problem: Problem | null;
  readonly syncing: boolean;
  readonly refresh: () => Promise<void>;
  /** Resolves when the sync has ended. Asked again meanwhile, it does nothing. */
  readonly syncNow: () => Promise<Result<null, Problem>>;
  readonly exportSealed: () => Promise<Result<CommandOutput<'work.exportSealed'>, Problem>>;
};

export type SyncStore = StoreApi<SyncSlice>;

export const createSyncStore = ({ bridge, after }: StoreDependencies): SyncStore =>
  createStore((set, get) => {
    const refresh = createRefresher(async () => {
      const status = await bridge.call('sync.getStatus', {});
      if (!status.ok) return set({ problem: status.problem });
      const none = status.value.changes.blocked === 0;
      const blocked = none ? null : await bridge.call('sync.listBlocked', {});
      if (blocked !== null && !blocked.ok) return set({ status: status.value, problem: blocked.problem });
      set({ status: status.value, blocked: blocked?.value.items ?? [], problem: null });
    }, after);
    return {
      status: null,
      blocked: [],
      problem: null,
      syncing: false,
      refresh,
      syncNow: async () => {
        if (get().syncing) return { ok: true, value: null };
        set({ syncing: true });
        const answer = await bridge.call('sync.now', {});
        set({ syncing: false });
        await refresh();
        return answer.ok ? { ok: true, value: null } : answer;
      },
      exportSealed: () => bridge.call('work.exportSealed', {}),
    };
  });
