import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type Campaign, defaultWorkers, playSeeds, type SeedReport } from './campaign.ts';
import { catchMutants } from './mutants/catch-mutants.ts';
import { mutants } from './mutants/mutants.ts';
import { replay } from './replay.ts';

const usage = `Usage: npm run -s sim -- [--seeds N] [--from K] [--budget-seconds S] [--workers W] [--json]
       npm run -s sim -- --replay SEED [--mutant NAME] [--json]
       npm run -s sim -- --mutants [NAME …] [--json]

  --seeds           how many seeds (default 100), from --from (default 1) on
  --budget-seconds  begins no seed after so long
  --replay          plays one seed twice, prints what happens, and shortens its schedule if it fails
  --mutant          with this planted bug
  --mutants         plants each bug in turn, all or those named; fails when one is not caught`;

const options = {
  seeds: { type: 'string', default: '100' },
  from: { type: 'string', default: '1' },
  'budget-seconds': { type: 'string' },
  workers: { type: 'string' },
  replay: { type: 'string' },
  mutant: { type: 'string' },
  mutants: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** What of the fifteen this product has no act for; said rather than passed over. */
const UNCHECKED: readonly string[] = [];

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return say(usage);
  const workers = values.workers === undefined ? defaultWorkers() : numberOf(values.workers, 'workers');
  if (values.mutants) return runMutants(positionals, workers, values.json);
  if (values.replay !== undefined) {
    const mutant = values.mutant ?? null;
    return replay({ seed: numberOf(values.replay, 'replay'), mutant, json: values.json, commit: commit() });
  }
  return runSeeds({ values, workers });
};

type Values = {
  readonly seeds: string;
  readonly from: string;
  readonly 'budget-seconds'?: string | undefined;
  readonly mutant?: string | undefined;
  readonly json: boolean;
};

const runSeeds = async ({ values, workers }: { values: Values; workers: number }): Promise<number> => {
  const budget = values['budget-seconds'];
  const campaign: Campaign = {
    from: numberOf(values.from, 'from'),
    seeds: numberOf(values.seeds, 'seeds'),
    workers,
    budgetSeconds: budget === undefined ? null : numberOf(budget, 'budget-seconds'),
    mutant: values.mutant ?? null,
    stopAtFirst: false,
    onReport: progress(values),
  };
  const reports = await playSeeds(campaign);
  const failed = reports.filter(({ violation }) => violation !== null);
  if (values.json) say(JSON.stringify(summaryOf(reports, failed)));
  else say(`${reports.length} seeds, ${failed.length} broke a rule, trace ${traceHashOf(reports)}`);
  for (const { seed, violation } of failed) {
    process.stderr.write(`seed ${seed} broke ${violation?.invariant}: ${violation?.message}\n`);
    process.stderr.write(`  commit ${commit()}; see it with: npm run -s sim -- --replay ${seed}\n`);
  }
  return failed.length === 0 ? 0 : 1;
};

const summaryOf = (reports: readonly SeedReport[], failed: readonly SeedReport[]) => {
  const steps = sum(reports.map((report) => report.steps));
  return {
    seeds: reports.length,
    from: reports[0]?.seed ?? null,
    steps,
    meanSteps: reports.length === 0 ? 0 : Math.round(steps / reports.length),
    restarts: sum(reports.map(({ restarts }) => restarts)),
    faults: added(reports.map(({ faults }) => faults)),
    checks: added(reports.map(({ checks }) => checks)),
    unchecked: UNCHECKED,
    violations: failed.length,
    failed: failed.map(({ seed, violation }) => ({ seed, ...violation })),
    traceHash: traceHashOf(reports),
    commit: commit(),
  };
};

const runMutants = async (names: readonly string[], workers: number, json: boolean): Promise<number> => {
  const chosen = names.length === 0 ? mutants : mutants.filter(({ name }) => names.includes(name));
  const caught = await catchMutants(chosen, workers, (one) => {
    const line = `${one.caught ? `seed ${one.seed}`.padEnd(10) : 'NOT CAUGHT'} ${one.name}: ${one.invariant ?? `${one.tried} seeds`}`;
    if (json) note(line);
    else say(line);
  });
  if (json) say(JSON.stringify({ mutants: caught }));
  return caught.length > 0 && caught.every((one) => one.caught) ? 0 : 1;
};

/** How far it is, said beside the answer: of each seed in words, of every hundredth where the answer is JSON. */
const progress = ({ seeds, json }: Values): ((report: SeedReport) => void) => {
  const begun = performance.now();
  let [done, broke] = [0, 0];
  return (report) => {
    done += 1;
    if (report.violation !== null) broke += 1;
    if (!json) note(lineOf(report));
    else if (done % 100 === 0)
      note(
        `${done} of ${seeds} seeds, ${broke} broke a rule, ${Math.round((performance.now() - begun) / 1000)} s`,
      );
  };
};

const lineOf = ({ seed, steps, restarts, traceHash, violation }: SeedReport): string =>
  `${String(seed).padStart(6)} ${String(steps).padStart(5)} steps ${String(restarts).padStart(4)} restarts ${traceHash.slice(0, 16)} ${violation === null ? 'ok' : `BROKE ${violation.invariant}`}`;

const traceHashOf = (reports: readonly SeedReport[]): string => {
  const hash = createHash('sha256');
  for (const { seed, traceHash } of reports) hash.update(`${seed} ${traceHash}\n`);
  return hash.digest('hex');
};

const added = (all: readonly Record<string, number>[]): Record<string, number> => {
  const total: Record<string, number> = {};
  for (const one of all) for (const [name, n] of Object.entries(one)) total[name] = (total[name] ?? 0) + n;
  return Object.fromEntries(Object.entries(total).sort(([a], [b]) => (a < b ? -1 : 1)));
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

const numberOf = (text: string, flag: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new Error(`--${flag} ${text} is not a whole number.`);
  return number;
};

/** Which product this was; empty outside of a repository. */
const commit = (): string => {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    // An unpacked archive: the seed alone must do.
    return '';
  }
};

/** To standard error: standard output is the answer's alone. */
const note = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const say = (line: string): 0 => {
  process.stdout.write(`${line}\n`);
  return 0;
};

process.exitCode = await main();
