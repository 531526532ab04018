import type { Problem } from '../../shared/lib/problem.ts';
import { fail, type Result } from '../../shared/lib/result.ts';
import type { AssayBridge } from '../../shared/workbench-api/bridge.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../shared/workbench-api/commands.ts';
import type { Notice } from '../../shared/workbench-api/notices.ts';

type Answer<Name extends CommandName> = Result<CommandOutput<Name>, Problem>;

export type Script = {
  [Name in CommandName]?: (input: CommandInput<Name>) => Answer<Name> | Promise<Answer<Name>>;
};

/** A host in memory: answers as scripted, keeps what was asked, and can notice. Unscripted commands are `not-found`. */
export const scriptedBridge = (script: Script) => {
  const listeners = new Set<(notice: Notice) => void>();
  const asked: { readonly name: CommandName; readonly input: unknown }[] = [];
  const bridge: AssayBridge = {
    host: 'web',
    call: async <Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Answer<Name>> => {
      asked.push({ name, input });
      const answer = script[name] as
        | ((given: CommandInput<Name>) => Answer<Name> | Promise<Answer<Name>>)
        | undefined;
      return answer === undefined ? fail({ code: 'not-found' }) : answer(input);
    },
    onNotice: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    evidenceUrl: (artifactId) => `/evidence/${artifactId}`,
  };
  return {
    bridge,
    asked: (name: CommandName): unknown[] =>
      asked.filter((one) => one.name === name).map(({ input }) => input),
    notice: (topic: Notice['topic'], ids: string[] = []): void => {
      for (const listener of listeners) listener({ topic, ids });
    },
  };
};

/** Runs what is asked for later when the test says so. */
export const manualTimer = () => {
  let waiting: (() => void)[] = [];
  return {
    after: (_milliseconds: number, run: () => void): (() => void) => {
      waiting.push(run);
      return () => {
        waiting = waiting.filter((one) => one !== run);
      };
    },
    /** How many are waiting. */
    waiting: (): number => waiting.length,
    elapse: (): void => {
      const due = waiting;
      waiting = [];
      for (const run of due) run();
    },
  };
};

/** A promise with its ends in the test's hands. */
export const deferred = <T>() => {
  let settle: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: (value: T): void => settle(value) };
};
