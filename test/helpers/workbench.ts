import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, LogFields, OsKeystore, WorkbenchPorts } from '../../main/core/ports.ts';
import type { Workbench } from '../../main/core/workbench-types.ts';
import { createWorkbench, type WorkbenchInternals } from '../../main/workbench.ts';
import type { Problem } from '../../shared/lib/problem.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../shared/workbench-api/commands.ts';
import type { Notice } from '../../shared/workbench-api/notices.ts';
import { programPassword, startProgramHub } from './program-hub.ts';

export type TestWorkbench = {
  readonly workbench: Workbench;
  readonly profile: string;
  readonly logged: readonly { readonly event: string; readonly fields: LogFields }[];
  readonly delivered: readonly { readonly fileName: string; readonly bytes: Uint8Array }[];
  readonly notices: readonly Notice[];
  /** Runs a command that must succeed; a problem is thrown with its code. */
  call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandOutput<Name>>;
  /** Runs a command that must be refused, and gives the problem. */
  refused<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Problem>;
  /** Resolves when a notice comes after which `reached` answers something; immediately when it does already. */
  until<T>(reached: () => Promise<T | undefined | false>): Promise<T>;
  close(): Promise<void>;
};

export type TestWorkbenchOptions = WorkbenchInternals & {
  /** A hub to connect to. Without one the workbench is at its first run, or where the profile left it. */
  readonly hub?: { readonly url: string };
  /** Who signs in at that hub. */
  readonly account?: string;
  /** The folder to work in; a fresh one otherwise. */
  readonly profile?: string;
  readonly clock?: Clock;
  readonly ports?: Partial<WorkbenchPorts>;
};

/** Reversible and nothing more: what the operating system's own store does is not ours to test. */
export const testKeystore: OsKeystore = {
  name: 'Test keystore',
  available: async () => true,
  protect: async (secret) => secret.map((byte) => byte ^ 0x5a),
  unprotect: async (sealed) => sealed.map((byte) => byte ^ 0x5a),
};

const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

/** A running workbench core: connected and signed in when a hub is given. */
export const startTestWorkbench = async (options: TestWorkbenchOptions = {}): Promise<TestWorkbench> => {
  const started = await tryTestWorkbench(options);
  if (!started.ok) throw new Error(`the workbench did not start: ${started.problem.code}`);
  const bench = started.value;
  if (options.hub === undefined) return bench;
  const state = await bench.call('app.getState', {});
  if (state.phase === 'first-run') {
    await bench.call('setup.connectHub', { url: options.hub.url, protection: { kind: 'os-keystore' } });
  }
  if (options.account !== undefined) {
    await bench.call('session.signIn', { account: options.account, password: programPassword });
  }
  return bench;
};

/** The same up to the start, whose problem is the answer. */
export const tryTestWorkbench = async (options: TestWorkbenchOptions): Promise<Result<TestWorkbench>> => {
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'assay-profile-'));
  const logged: { event: string; fields: LogFields }[] = [];
  const delivered: { fileName: string; bytes: Uint8Array }[] = [];
  const notices: Notice[] = [];
  const created = await createWorkbench(
    {
      host: 'web',
      version: '0.0.0-test',
      profileFolder: profile,
      deviceName: 'test computer',
      platform: 'test system',
      clock: options.clock ?? systemClock,
      random: (size) => randomBytes(size),
      fetch: (input, init) => globalThis.fetch(input, init),
      osKeystore: testKeystore,
      passphrase: null,
      startSampleHub: async (folder) => ok(await startProgramHub({ folder, sample: true })),
      deliverFile: async (fileName, bytes) => {
        delivered.push({ fileName, bytes });
        return { delivery: 'saved' };
      },
      log: (_level, event, fields = {}) => logged.push({ event, fields }),
      ...options.ports,
    },
    options,
  );
  if (!created.ok) return created;
  const workbench = created.value;
  workbench.onNotice((notice) => notices.push(notice));
  return ok({ ...benchOver(workbench), profile, logged, delivered, notices });
};

const benchOver = (
  workbench: Workbench,
): Pick<TestWorkbench, 'workbench' | 'call' | 'refused' | 'until' | 'close'> => ({
  workbench,
  call: async (name, input) => {
    const result = await workbench.handle(name, input);
    if (!result.ok)
      throw new Error(`${name}: ${result.problem.code} ${JSON.stringify(result.problem.params ?? {})}`);
    return result.value as CommandOutput<typeof name>;
  },
  refused: async (name, input) => {
    const result = await workbench.handle(name, input);
    if (result.ok) throw new Error(`${name} was expected to be refused`);
    return result.problem;
  },
  until: async (reached) => {
    let wake = () => {};
    const stop = workbench.onNotice(() => wake());
    try {
      for (;;) {
        const noticed = new Promise<void>((resolve) => {
          wake = resolve;
        });
        const found = await reached();
        if (found !== undefined && found !== false) return found;
        await noticed;
      }
    } finally {
      stop();
    }
  },
  close: () => workbench.close(),
});
