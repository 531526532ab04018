import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeProblem, isProblemCode } from '../../../shared/lib/problem.ts';
import { type Stream, streamOf } from '../../sim/world/random.ts';
import { type BridgeClient, openBridge } from '../helpers/bridge-client.ts';
import { LostWork } from '../helpers/ledger.ts';
import { drain, end, inspect, newProfile, type ProfileRun, setUp } from '../helpers/profile-run.ts';
import { hub } from '../helpers/programs.ts';
import { writeProofProgram } from '../helpers/proof-program.ts';
import { type StartedProcess, startProcess } from '../helpers/start-process.ts';
import { attachStrace } from '../helpers/strace.ts';

export type FaultReport = {
  readonly rounds: number;
  readonly seed: number;
  /** Rounds by what failed how. */
  readonly faults: Readonly<Record<string, number>>;
  /** Rounds that ended with the program killed while its disk failed. */
  readonly killedAtFault: number;
  readonly acknowledged: number;
  /** Problems that commands were answered with, by code. */
  readonly problems: Readonly<Record<string, number>>;
  readonly events: number;
  readonly checks: number;
  readonly lost: number;
  readonly failures: readonly string[];
  readonly seconds: number;
};

/** Nothing but files of the profile is written with these, so no path has to be named. */
const CALLS = [
  'pwrite64',
  'fsync',
  'fdatasync',
  'pwrite64,fsync,fdatasync',
  'pwrite64,ftruncate',
  'rename',
] as const;
/** All of them, every third, or all but the first few of each thread. */
const WHEN = ['1+', '2+3', '5+'] as const;

const ROUNDS_PER_PROFILE = 10;
const ACTS_AT_FAULT = 12;
const MB = 1_048_576;

/** Rounds of writing and downloading while the disk is full or fails, then while it does not. */
export const runFaults = async (wanted: { rounds: number; seed: number }): Promise<FaultReport> => {
  const began = performance.now();
  const { rounds, seed } = wanted;
  const folder = await mkdtemp(join(tmpdir(), 'assay-faults-'));
  const compileCache = join(folder, 'compiled');
  const around = { home: join(folder, 'hub-home'), temporary: join(folder, 'hub-tmp'), compileCache };
  for (const one of Object.values(around)) await mkdir(one, { recursive: true });
  const reviewers = Math.ceil(rounds / ROUNDS_PER_PROFILE);
  const recordings = [18 * MB, 9 * MB, 300_000, 40_000];
  const program = await writeProofProgram(join(folder, 'program'), {
    reviewers,
    recordings,
    plans: true,
    seed,
  });
  const data = join(folder, 'hub');
  const served = await startProcess(hub(data, program.folder, 0, around));
  const faults: Record<string, number> = {};
  const problems: Record<string, number> = {};
  const failures: string[] = [];
  let [done, killedAtFault, acknowledged, events, checks] = [0, 0, 0, 0, 0];
  try {
    for (const [at, account] of program.reviewers.entries()) {
      const random = streamOf('faults', seed, at);
      const place = join(folder, `desk-${at}`);
      const writing = streamOf('fault writer', seed, at);
      const run = await newProfile({
        folder: place,
        account,
        hubUrl: served.url,
        random: writing,
        compileCache,
      });
      const here = Math.min(ROUNDS_PER_PROFILE, rounds - done);
      for (let left = here; left > 0; left--) {
        const { name, killed, looked } = await round(run, random, left === here);
        faults[name] = (faults[name] ?? 0) + 1;
        if (killed) killedAtFault += 1;
        checks += looked;
        done += 1;
      }
      const drained = await drain(run, data);
      checks += drained.checks;
      events += drained.events;
      acknowledged += run.writer.ledger.acknowledged();
      for (const [code, count] of run.writer.problems) problems[code] = (problems[code] ?? 0) + count;
    }
  } catch (error) {
    failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  served.kill('SIGTERM');
  await served.exited;
  if (failures.length === 0) await rm(folder, { recursive: true, force: true });
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const lost = failures.length;
  return {
    rounds: done,
    seed,
    faults,
    killedAtFault,
    acknowledged,
    problems,
    events,
    checks,
    lost,
    failures,
    seconds,
  };
};

type Round = { readonly name: string; readonly killed: boolean; readonly looked: number };

const round = async (run: ProfileRun, random: Stream, first: boolean): Promise<Round> => {
  const error = random.pick(['ENOSPC', 'EIO', 'EROFS']);
  const calls = random.pick(CALLS);
  const name = `${calls} ${error}`;
  const started = await startProcess(run.command());
  const bridge = await openBridge(started.url);
  let looked = 0;
  try {
    await setUp(run, bridge, 1);
    if (!first) looked += await run.writer.check(bridge);
    const inject = ['-e', `trace=${calls}`, '-e', `inject=${calls}:error=${error}:when=${random.pick(WHEN)}`];
    const fault = await attachStrace(started.pid, inject);
    await writeAtFault(run, bridge, random);
    if (random.chance(0.3)) {
      await kill(started);
      await fault.detach();
      return { name, killed: true, looked: looked + (await inspect(run, 'may be stored')) };
    }
    await fault.detach();
    looked += await afterwards(run, bridge);
    await end(started, bridge);
  } finally {
    bridge.close();
    await kill(started);
  }
  return { name, killed: false, looked: looked + (await inspect(run, 'may be stored')) };
};

const kill = async (started: StartedProcess): Promise<void> => {
  started.kill('SIGKILL');
  await started.exited;
};

/** Each command is answered: with ok, or with a sentence. The hub and the downloads meet the same disk. */
const writeAtFault = async (run: ProfileRun, bridge: BridgeClient, random: Stream): Promise<void> => {
  const before = new Map(run.writer.problems);
  await run.writer.open(bridge, 1);
  for (let acts = 0; acts < ACTS_AT_FAULT; acts++) {
    await (random.chance(0.2) ? run.writer.actInBulk(bridge, 30) : run.writer.act(bridge));
    if (acts % 4 === 3) await sentence(bridge.ask('sync.now', {}));
  }
  for (const code of run.writer.problems.keys()) {
    if (!before.has(code)) await sentence(Promise.resolve({ ok: false as const, problem: { code } }));
  }
};

const sentence = async (
  answered: Promise<{ readonly ok: boolean; readonly problem?: { readonly code: string } }>,
): Promise<void> => {
  const { ok, problem } = await answered;
  if (ok || problem === undefined) return;
  const { code } = problem;
  if (!isProblemCode(code) || code === 'internal' || describeProblem({ code }) === '') {
    throw new LostWork(`a failing disk was answered with ${code}, which is no help to anybody`);
  }
};

/** The disk works again: the same program goes on, and everything acknowledged is there. */
const afterwards = async (run: ProfileRun, bridge: BridgeClient): Promise<number> => {
  const before = run.writer.ledger.acknowledged();
  for (let acts = 0; acts < 4; acts++) await run.writer.actInBulk(bridge, 2);
  if (run.writer.ledger.acknowledged() !== before + 4) {
    const last = [...run.writer.problems].map(([code, count]) => `${code} ${count}`).join(', ');
    throw new LostWork(`the disk works again and changes are still refused (${last})`);
  }
  return run.writer.check(bridge);
};
