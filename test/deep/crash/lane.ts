import { join } from 'node:path';
import { migrations } from '../../../main/database/migrate.ts';
import { type Stream, streamOf } from '../../sim/world/random.ts';
import { type BridgeClient, openBridge } from '../helpers/bridge-client.ts';
import { accountFolderOf } from '../helpers/closed-profile.ts';
import { LostWork } from '../helpers/ledger.ts';
import { goBackTo } from '../helpers/older-schema.ts';
import { drain, inspect, newProfile, type ProfileRun, setUp } from '../helpers/profile-run.ts';
import {
  EndedEarly,
  type StartCommand,
  type StartedProcess,
  startProcess,
} from '../helpers/start-process.ts';
import { underStrace } from '../helpers/strace.ts';
import { createKiller, type Killer, type Means, within } from './kill.ts';
import { type Phase, shares } from './phases.ts';

export type Kill = { readonly phase: Phase; readonly means: Means; readonly schema: number | null };

export type LaneOptions = {
  readonly name: string;
  readonly seed: number;
  readonly folder: string;
  readonly hub: { readonly url: string; readonly data: string };
  /** Accounts that nobody else works under; each gets a profile of its own. */
  readonly accounts: readonly string[];
  readonly compileCache: string;
  readonly strace: boolean;
  /** Asked before each kill: false ends the lane. */
  readonly mayKill: () => boolean;
  readonly onKill: (kill: Kill) => void;
  readonly onChecks: (checks: number) => void;
  readonly onProfile: (run: ProfileRun, events: number) => void;
};

const KILLS_PER_PROFILE = 12;
const REVIEWS_OPENED_AT_FIRST = 2;
/** A kill that waits for something that does not come, comes by the clock. Milliseconds after the start. */
const LATEST_MS = 6000;
/** Edits that are in line when a push is to be caught. */
const PUSHED_EDITS = 60;

/** One reviewer after the other: set up, killed at it and restarted again and again, and brought to rest. */
export const runLane = async (options: LaneOptions): Promise<void> => {
  const { name, seed, folder, accounts, hub, compileCache } = options;
  for (const [at, account] of accounts.entries()) {
    const random = streamOf('crash', seed, name, at);
    const place = join(folder, `${name}-${at}`);
    const writing = streamOf('crash writer', seed, name, at);
    const run = await newProfile({ folder: place, account, hubUrl: hub.url, random: writing, compileCache });
    const more = await killAgainAndAgain(run, options, random);
    const { checks, events } = await drain(run, hub.data);
    options.onChecks(checks);
    options.onProfile(run, events);
    if (!more) return;
  }
  if (options.mayKill()) throw new Error('there are not enough accounts for so many kills');
};

/** False: no more kills are wanted. */
const killAgainAndAgain = async (run: ProfileRun, options: LaneOptions, random: Stream): Promise<boolean> => {
  for (let kills = 0; kills < KILLS_PER_PROFILE; ) {
    if (!options.mayKill()) return false;
    const phase = nextPhase(run, random, kills);
    const killed = await round(run, phase, options, random);
    options.onChecks(await inspect(run, 'never stored').catch(inPhase(phase)));
    options.onKill({ phase, ...killed });
    kills += 1;
  }
  return true;
};

const inPhase =
  (phase: Phase) =>
  (error: unknown): never => {
    if (error instanceof LostWork) throw new LostWork(`${phase}: ${error.message}`);
    throw error;
  };

const nextPhase = (run: ProfileRun, random: Stream, kills: number): Phase => {
  if (!run.signedIn || run.writer.ledger.sent.length === 0) return kills < 2 ? 'setting up' : 'scoring';
  const phase = random.pick(shares.flatMap(([name, share]) => Array.from({ length: share }, () => name)));
  if ((phase === 'downloading' || phase === 'evidence rename') && !run.filesWaiting) return 'pushing';
  if (phase === 'keyring rewrite' && run.writer.unopened() === 0) return 'scoring';
  return phase;
};

/** How a program is started for a phase, and what ends it there. */
type Plan = {
  readonly command: StartCommand;
  /** Before it says anything. */
  readonly atSpawn: (killer: Killer) => void;
  /** Once it answers and was found whole: drives it until it is gone. */
  readonly drive: (bridge: BridgeClient, killer: Killer) => Promise<void>;
};

const round = async (
  run: ProfileRun,
  phase: Phase,
  options: LaneOptions,
  random: Stream,
): Promise<{ means: Means; schema: number | null }> => {
  const schema = phase === 'migrating' ? await takeBack(run, random) : null;
  const plan = await planFor(run, phase, options, random);
  let killer: Killer | undefined;
  let started: StartedProcess | undefined;
  let bridge: BridgeClient | undefined;
  try {
    started = await startProcess(plan.command, (child) => {
      killer = createKiller(() => child.kill('SIGKILL'));
      killer.after(LATEST_MS);
      plan.atSpawn(killer);
    });
    bridge = await openBridge(started.url);
    await work(run, bridge, plan, killer as Killer, options);
    throw new Error('a program that was to be killed was let go');
  } catch (error) {
    if (error instanceof LostWork) throw error;
    if (error instanceof EndedEarly) {
      if (error.signal !== 'SIGKILL') throw error;
    } else {
      if (started === undefined) throw error;
      // Only the kill may break a connection.
      const gone = await Promise.race([started.exited.then(() => true), later(3000)]);
      if (!gone || started.child.signalCode !== 'SIGKILL') throw error;
    }
  } finally {
    bridge?.close();
    killer?.disarm();
    if (started !== undefined) {
      started.kill('SIGKILL');
      await started.exited;
    }
  }
  return { means: killer?.by() ?? 'system call', schema };
};

const later = (ms: number): Promise<false> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(false), ms);
  });

const work = async (
  run: ProfileRun,
  bridge: BridgeClient,
  plan: Plan,
  killer: Killer,
  { onChecks }: LaneOptions,
): Promise<void> => {
  await setUp(run, bridge, REVIEWS_OPENED_AT_FIRST);
  onChecks(await run.writer.check(bridge));
  const { downloads } = await bridge.call('sync.getStatus', {});
  run.filesWaiting = downloads.filesHere < downloads.files;
  await plan.drive(bridge, killer);
};

const takeBack = async (run: ProfileRun, random: Stream): Promise<number> => {
  const version = 1 + random.below(migrations.length - 1);
  await goBackTo(version, run.profile, run.secret);
  // The comment bank came with the second schema.
  if (version < 2) run.writer.forgetSnippets();
  return version;
};

const writeOn = async (run: ProfileRun, bridge: BridgeClient): Promise<void> => {
  for (;;) await run.writer.act(bridge);
};

const planFor = async (
  run: ProfileRun,
  phase: Phase,
  { strace }: LaneOptions,
  random: Stream,
): Promise<Plan> => {
  const plain = run.command();
  const nothing = () => {};
  const traced = strace && random.chance(0.6);
  const account = await accountFolderOf(run.profile);
  switch (phase) {
    case 'setting up':
      return {
        command: plain,
        atSpawn: (killer) => killer.after(700 + within(random, 2500)),
        drive: (bridge) => writeOn(run, bridge),
      };
    case 'scoring':
      return {
        command: plain,
        atSpawn: nothing,
        drive: (bridge, killer) => {
          killer.after(within(random, 600));
          return writeOn(run, bridge);
        },
      };
    case 'downloading':
      return {
        command: plain,
        atSpawn: nothing,
        drive: (bridge, killer) => {
          killer.after(within(random, 500));
          return writeOn(run, bridge);
        },
      };
    case 'pushing':
      return {
        command: plain,
        atSpawn: nothing,
        drive: async (bridge, killer) => {
          await run.writer.actInBulk(bridge, PUSHED_EDITS);
          await run.writer.actInBulk(bridge, PUSHED_EDITS);
          killer.after(within(random, 250));
          for (;;) {
            await bridge.ask('sync.now', {});
            await run.writer.actInBulk(bridge, 20);
          }
        },
      };
    case 'migrating':
      return {
        command: traced ? killedAtDatabase(plain, account ?? '', random) : plain,
        atSpawn: (killer) => {
          if (!traced)
            killer.onChange(account ?? '', /workspace\.db/, 1 + random.below(3), within(random, 40));
        },
        drive: (bridge, killer) => {
          killer.after(within(random, 100));
          return writeOn(run, bridge);
        },
      };
    case 'keyring rewrite':
      return {
        command: traced ? killedAtFiles(plain, [join(account ?? '', 'keyring.json.new')], random) : plain,
        atSpawn: nothing,
        drive: async (bridge, killer) => {
          if (!traced) killer.onChange(account ?? '', /keyring/, 1 + random.below(3), within(random, 3));
          for (;;) {
            await run.writer.open(bridge, 1);
            await run.writer.act(bridge);
          }
        },
      };
    case 'evidence rename':
      return {
        command: traced ? killedAtRename(plain, random) : plain,
        atSpawn: (killer) => {
          if (!traced) killer.onChange(account ?? '', /evidence/, 1 + random.below(8), within(random, 2));
        },
        drive: (bridge, killer) => {
          killer.after(1500);
          return writeOn(run, bridge);
        },
      };
  }
};

const killing = (calls: string, random: Stream, most: number): string[] => [
  '-o',
  '/dev/null',
  '-e',
  `trace=${calls}`,
  '-e',
  `inject=${calls}:signal=SIGKILL:when=${1 + random.below(most)}`,
];

/** At a write, a sync or a cut of the database or its log: while it is migrated, or just before or after. */
const killedAtDatabase = (command: StartCommand, account: string, random: Stream): StartCommand => {
  const file = join(account, 'workspace.db');
  const paths = ['', '-wal', '-journal', '-shm'].flatMap((ending) => ['-P', `${file}${ending}`]);
  const call = random.pick(['pwrite64', 'pwrite64', 'fsync']);
  return underStrace(command, [...paths, ...killing(call, random, call === 'pwrite64' ? 16 : 3)]);
};

/** Between any two steps of replacing a file: written, synced, renamed. */
const killedAtFiles = (command: StartCommand, files: readonly string[], random: Stream): StartCommand =>
  underStrace(command, [
    ...files.flatMap((file) => ['-P', file]),
    ...killing(random.pick(['pwrite64', 'fsync', 'rename', 'close']), random, 1),
  ]);

const killedAtRename = (command: StartCommand, random: Stream): StartCommand =>
  underStrace(command, killing('rename', random, 2));
