import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hub } from '../helpers/programs.ts';
import { writeProofProgram } from '../helpers/proof-program.ts';
import { startProcess } from '../helpers/start-process.ts';
import { whyNoStrace } from '../helpers/strace.ts';
import { type Kill, runLane } from './lane.ts';
import { phases } from './phases.ts';

export type CrashReport = {
  readonly kills: number;
  readonly seed: number;
  /** Kills by what the workbench was at. */
  readonly phases: Readonly<Record<string, number>>;
  /** Kills by what decided the moment. */
  readonly means: Readonly<Record<string, number>>;
  /** Kills while migrating, by the schema it started from. */
  readonly migratedFrom: Readonly<Record<string, number>>;
  readonly profiles: number;
  /** Commands answered with ok, those never answered that were found stored, and those that were not. */
  readonly acknowledged: number;
  readonly unanswered: { readonly stored: number; readonly absent: number };
  /** Events that the hub has, each once. */
  readonly events: number;
  readonly checks: number;
  readonly problems: Readonly<Record<string, number>>;
  readonly lost: number;
  readonly failures: readonly string[];
  /** Why nothing was killed at a system call; null: it was. */
  readonly noStrace: string | null;
  readonly seconds: number;
};

export type CrashOptions = {
  readonly kills: number;
  readonly seed: number;
  readonly lanes: number;
  readonly onKill?: (kill: Kill, number: number) => void;
};

const MB = 1_048_576;
/** Together so much that a download is often caught half-way; two need more than one part. */
const RECORDINGS = [20 * MB, 11 * MB, 5 * MB, 900_000, 300_000, 40_000];

const add = (counts: Record<string, number>, name: string, by = 1): void => {
  counts[name] = (counts[name] ?? 0) + by;
};

/** So many kills over so many lanes at once, each with its reviewers, all at one hub. */
export const runCrashes = async ({ kills, seed, lanes, onKill }: CrashOptions): Promise<CrashReport> => {
  const began = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'assay-crash-'));
  const noStrace = whyNoStrace();
  const perLane = Math.ceil(kills / lanes / 12) + 3;
  const program = await writeProofProgram(join(folder, 'program'), {
    reviewers: perLane * lanes,
    recordings: RECORDINGS,
    plans: true,
    seed,
  });
  const compileCache = join(folder, 'compiled');
  const around = { home: join(folder, 'hub-home'), temporary: join(folder, 'hub-tmp'), compileCache };
  for (const one of Object.values(around)) await mkdir(one, { recursive: true });
  const data = join(folder, 'hub');
  const served = await startProcess(hub(data, program.folder, 0, around));
  const counts = {
    phases: Object.fromEntries(phases.map((phase) => [phase, 0])) as Record<string, number>,
    means: {} as Record<string, number>,
    migratedFrom: {} as Record<string, number>,
    problems: {} as Record<string, number>,
  };
  let begun = 0;
  let [done, profiles, acknowledged, stored, absent, events, checks] = [0, 0, 0, 0, 0, 0, 0];
  const failures: string[] = [];
  const lane = (at: number) =>
    runLane({
      name: `lane-${at}`,
      seed,
      folder,
      hub: { url: served.url, data },
      accounts: program.reviewers.slice(at * perLane, (at + 1) * perLane),
      compileCache,
      strace: noStrace === null,
      mayKill: () => failures.length === 0 && begun++ < kills,
      onKill: (kill) => {
        done += 1;
        add(counts.phases, kill.phase);
        add(counts.means, kill.means);
        if (kill.schema !== null) add(counts.migratedFrom, String(kill.schema));
        onKill?.(kill, done);
      },
      onChecks: (more) => {
        checks += more;
      },
      onProfile: ({ writer }, more) => {
        profiles += 1;
        events += more;
        acknowledged += writer.ledger.acknowledged();
        const without = writer.ledger.unanswered();
        stored += without.stored;
        absent += without.absent;
        for (const [code, count] of writer.problems) add(counts.problems, code, count);
      },
    }).catch((error: unknown) => {
      failures.push(`lane ${at}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    });
  await Promise.all(Array.from({ length: lanes }, (_, at) => lane(at)));
  served.kill('SIGTERM');
  await served.exited;
  // What a failure left behind is looked at by a person.
  if (failures.length === 0) await rm(folder, { recursive: true, force: true });
  else failures.push(`Everything was left in ${folder}`);
  return {
    kills: done,
    seed,
    ...counts,
    profiles,
    acknowledged,
    unanswered: { stored, absent },
    events,
    checks,
    lost: failures.length === 0 ? 0 : failures.length - 1,
    failures,
    noStrace,
    seconds: Math.round((performance.now() - began) / 100) / 10,
  };
};
