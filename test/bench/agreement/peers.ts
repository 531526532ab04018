import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../../../scripts/vite/repository.ts';
import { benchSets } from './bench-data.ts';

/** What a peer did: its times, or why there are none. `standIn`: not the package, but its steps written anew. */
export type PeerRun = {
  readonly work: string;
  readonly peer: string;
  /** What did it, with its version. */
  readonly by: string;
  readonly standIn: boolean;
  readonly ms: readonly number[];
  readonly value: number;
};

export type PeerFailure = { readonly work: string; readonly peer: string; readonly error: string };

export type Peers = { readonly runs: readonly PeerRun[]; readonly failures: readonly PeerFailure[] };

type Line = Partial<PeerRun> & {
  readonly work: string;
  readonly peer: string;
  readonly missing?: true;
  readonly error?: string;
};

const isLine = (one: unknown): one is Line =>
  typeof one === 'object' &&
  one !== null &&
  'work' in one &&
  typeof one.work === 'string' &&
  'peer' in one &&
  typeof one.peer === 'string';

const isRun = (line: Line): line is Line & PeerRun =>
  Array.isArray(line.ms) &&
  line.ms.length > 0 &&
  line.ms.every((ms) => Number.isFinite(ms) && ms > 0) &&
  typeof line.value === 'number' &&
  typeof line.by === 'string' &&
  typeof line.standIn === 'boolean';

/** What a script printed: the last line is an array. Throws when it is not what a peer's script prints. */
export const parsePeers = (output: string): Peers => {
  const lines: unknown = JSON.parse(output.trim().split('\n').at(-1) ?? '');
  if (!Array.isArray(lines) || !lines.every(isLine)) throw new Error('A peer printed something else.');
  const failures = lines.filter((line) => line.missing !== true && !isRun(line));
  return {
    runs: lines.filter(isRun),
    failures: failures.map(({ work, peer, error }) => ({
      work,
      peer,
      error: error ?? 'it printed no times',
    })),
  };
};

/** A script, and the programs that may run it: packages may be installed for one interpreter and not for another. */
const scripts: readonly (readonly [file: string, programs: readonly string[]])[] = [
  ['numpy_stand_ins.py', ['python3', '/usr/bin/python3']],
  ['python_packages.py', ['python3', '/usr/bin/python3']],
  ['base_stand_ins.R', ['Rscript']],
  ['r_packages.R', ['Rscript']],
];

const run = promisify(execFile);
/** In milliseconds; the slowest package takes a minute. */
const patience = 180_000;

const runOne = async (
  program: string,
  file: string,
  folder: string,
  tell: (line: string) => void,
): Promise<Peers> => {
  tell(`agreement: ${program} ${file} …`);
  try {
    const script = join(repository, 'test', 'bench', 'peers', file);
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
    const { stdout } = await run(program, [script, folder], { timeout: patience, maxBuffer: 1 << 24, env });
    return parsePeers(stdout);
  } catch (error) {
    // A program that is not there, or has not got what the script stands on: its peers are told of as not installed.
    const why = error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error);
    tell(`agreement: not measured with ${program}: ${why}`);
    return { runs: [], failures: [] };
  }
};

const writeSets = async (folder: string): Promise<void> => {
  const sets = {
    A1: benchSets.A1().scores,
    A2: benchSets.A2().scores,
    F1: benchSets.F1().scores,
    K1: benchSets.K1().scores,
    I1: benchSets.I1().values,
    B2: benchSets.B2(),
  };
  for (const [name, numbers] of Object.entries(sets)) await writeFile(join(folder, `${name}.bin`), numbers);
  const rows = benchSets.M1().map(({ person, rater, scores }) => [person, rater, ...scores].join(','));
  await writeFile(join(folder, 'M1.csv'), `${rows.join('\n')}\n`);
};

/** The first times of each peer at each work; a peer that failed in one place and ran in another did run. */
const distinct = (found: readonly Peers[]): Peers => {
  const runs = new Map<string, PeerRun>();
  for (const one of found.flatMap((each) => each.runs)) {
    const key = `${one.work}\n${one.peer}\n${one.standIn}`;
    if (!runs.has(key)) runs.set(key, one);
  }
  const ran = (failure: PeerFailure): boolean =>
    [...runs.values()].some(
      ({ work, peer, standIn }) => work === failure.work && peer === failure.peer && !standIn,
    );
  return {
    runs: [...runs.values()],
    failures: found.flatMap((each) => each.failures).filter((failure) => !ran(failure)),
  };
};

/** Runs every peer that is installed, one after the other. */
export const runPeers = async (tell: (line: string) => void): Promise<Peers> => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-peers-'));
  try {
    await writeSets(folder);
    const found: Peers[] = [];
    for (const [file, programs] of scripts)
      for (const program of programs) found.push(await runOne(program, file, folder, tell));
    return distinct(found);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
