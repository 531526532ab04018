import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Problem } from '../../shared/lib/problem.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { About, AppState } from '../../shared/workbench-api/app-state.ts';
import type { CommandInput, CommandOutput } from '../../shared/workbench-api/commands.ts';
import type { StoreDependencies } from './dependencies.ts';
import type { PendingWork } from './pending-work.ts';
import { createRefresher } from './refresher.ts';

type Done = Promise<Result<null, Problem>>;

export type AppSlice = {
  /** Null until the host has answered for the first time. */
  readonly state: AppState | null;
  readonly about: About | null;
  /** Why the state could not be read. */
  readonly problem: Problem | null;
  /** Shown once, right after a workspace was created with a passphrase; null otherwise. */
  readonly recoveryCode: string | null;
  readonly refresh: () => Promise<void>;
  readonly exploreSample: () => Done;
  readonly checkHub: (url: string) => Promise<Result<CommandOutput<'setup.checkHub'>, Problem>>;
  readonly connectHub: (input: CommandInput<'setup.connectHub'>) => Done;
  readonly recoveryCodeKept: () => void;
  readonly leaveSample: () => Done;
  /** The person has read that this computer was revoked. */
  readonly leaveRevoked: () => Done;
  readonly unlock: (input: CommandInput<'vault.unlock'>) => Done;
  readonly lock: () => Done;
  /** Somebody works here. Told to main at most twice a minute. */
  readonly noteActivity: () => void;
  readonly signIn: (account: string, password: string) => Done;
  /** What comes of it is in the state. */
  readonly startBrowserSignIn: () => Done;
  readonly cancelBrowserSignIn: () => Done;
  readonly signOut: () => Done;
};

export type AppStore = StoreApi<AppSlice>;

type StateCommand =
  | 'setup.exploreSample'
  | 'setup.leaveSample'
  | 'setup.leaveRevoked'
  | 'vault.unlock'
  | 'vault.lock'
  | 'session.signIn'
  | 'session.startBrowserSignIn'
  | 'session.cancelBrowserSignIn'
  | 'session.signOut';

const tellEveryMs = 30_000;

/** Where the workbench stands, and the ways from one phase to the next. */
export const createAppStore = (
  { bridge, after, now }: StoreDependencies,
  pendingWork: PendingWork,
): AppStore => {
  /** While a workspace is created, notices must not move on: the recovery code has to be seen first. */
  let connecting = false;
  let lastTold = Number.NEGATIVE_INFINITY;
  /** Counts the states that actions have answered: a read that began before one of them is old news. */
  let moves = 0;

  return createStore((set) => {
    const refresh = createRefresher(async () => {
      const before = moves;
      const [state, about] = await Promise.all([
        bridge.call('app.getState', {}),
        bridge.call('app.getAbout', {}),
      ]);
      if (about.ok) set({ about: about.value });
      if (connecting || moves !== before) return;
      if (state.ok) set({ state: state.value, problem: null });
      else set({ problem: state.problem });
    }, after);

    const move = async <Name extends StateCommand>(name: Name, input: CommandInput<Name>): Done => {
      const answer = await bridge.call(name, input);
      if (!answer.ok) return answer;
      moves += 1;
      set({ state: answer.value as AppState, problem: null });
      return { ok: true, value: null };
    };

    const leave = async (name: 'vault.lock' | 'session.signOut' | 'setup.leaveSample'): Done => {
      await pendingWork.settle();
      return move(name, {});
    };

    return {
      state: null,
      about: null,
      problem: null,
      recoveryCode: null,
      refresh,
      exploreSample: () => move('setup.exploreSample', {}),
      checkHub: (url) => bridge.call('setup.checkHub', { url }),
      connectHub: async (input) => {
        connecting = true;
        const answer = await bridge.call('setup.connectHub', input);
        connecting = false;
        if (!answer.ok) return answer;
        moves += 1;
        set({ state: answer.value.state, recoveryCode: answer.value.recoveryCode, problem: null });
        return { ok: true, value: null };
      },
      recoveryCodeKept: () => set({ recoveryCode: null }),
      leaveSample: () => leave('setup.leaveSample'),
      leaveRevoked: () => move('setup.leaveRevoked', {}),
      unlock: (input) => move('vault.unlock', input),
      lock: () => leave('vault.lock'),
      noteActivity: () => {
        if (now() - lastTold < tellEveryMs) return;
        lastTold = now();
        void bridge.call('app.noteActivity', {});
      },
      signIn: (account, password) => move('session.signIn', { account, password }),
      startBrowserSignIn: () => move('session.startBrowserSignIn', {}),
      cancelBrowserSignIn: () => move('session.cancelBrowserSignIn', {}),
      signOut: () => leave('session.signOut'),
    };
  });
};
