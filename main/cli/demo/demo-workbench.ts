import { randomBytes } from 'node:crypto';
import { describeProblem, type Problem, problem } from '../../../shared/lib/problem.ts';
import { fail, type Result } from '../../../shared/lib/result.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../../shared/workbench-api/commands.ts';
import type { Workbench } from '../../core/workbench-types.ts';
import { createWorkbench } from '../../workbench.ts';

/** A workbench that is used through its commands alone, as the windows use it. */
export type DemoWorkbench = {
  readonly call: <Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ) => Promise<CommandOutput<Name>>;
  /** The same without throwing on a problem. */
  readonly ask: <Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ) => Promise<Result<CommandOutput<Name>>>;
  /** Waits until `holds` is true, looking whenever the workbench says that something changed. */
  readonly until: (what: string, holds: () => Promise<boolean>) => Promise<void>;
  readonly openEvidence: Workbench['openEvidence'];
  readonly close: () => Promise<void>;
};

const WAIT_MS = 180_000;

export const openDemoWorkbench = async (
  profileFolder: string,
  fetch: typeof globalThis.fetch,
): Promise<DemoWorkbench> => {
  const made = await createWorkbench({
    host: 'web',
    version: 'demo',
    profileFolder,
    deviceName: 'demo',
    platform: process.platform,
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    random: (size) => new Uint8Array(randomBytes(size)),
    fetch,
    osKeystore: null,
    passphrase: null,
    startSampleHub: async () => fail(problem('internal', { detail: 'the demo has its own hub' })),
    deliverFile: async () => ({ delivery: 'cancelled' }),
    log: () => {},
  });
  if (!made.ok) throw new DemoFailure('opening the workbench', made.problem);
  return overCommands(made.value);
};

/** A step that must work did not: the sentence a reviewer would read. */
export class DemoFailure extends Error {
  constructor(step: string, found: Problem) {
    super(`${step}: ${describeProblem(found)} (${found.code})`);
    this.name = 'DemoFailure';
  }
}

const overCommands = (workbench: Workbench): DemoWorkbench => {
  const ask: DemoWorkbench['ask'] = async <Name extends CommandName>(name: Name, input: CommandInput<Name>) =>
    (await workbench.handle(name, input)) as Result<CommandOutput<Name>>;
  return {
    ask,
    call: async (name, input) => {
      const answer = await ask(name, input);
      if (!answer.ok) throw new DemoFailure(name, answer.problem);
      return answer.value;
    },
    until: (what, holds) => waitUntil(workbench, what, holds),
    openEvidence: (artifactId) => workbench.openEvidence(artifactId),
    close: () => workbench.close(),
  };
};

const waitUntil = async (
  workbench: Workbench,
  what: string,
  holds: () => Promise<boolean>,
): Promise<void> => {
  const deadline = AbortSignal.timeout(WAIT_MS);
  let changed = () => {};
  const forget = workbench.onNotice(() => changed());
  try {
    for (;;) {
      const next = new Promise<void>((resolve) => {
        changed = resolve;
        deadline.addEventListener('abort', () => resolve(), { once: true });
      });
      if (await holds()) return;
      if (deadline.aborted) throw new Error(`Waited ${WAIT_MS / 1000} seconds in vain for ${what}.`);
      await next;
    }
  } finally {
    forget();
  }
};
