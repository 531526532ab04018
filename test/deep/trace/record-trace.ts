import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { streamOf } from '../../sim/world/random.ts';
import type { BridgeClient } from '../helpers/bridge-client.ts';
import { openBridge } from '../helpers/bridge-client.ts';
import { end, newProfile, type ProfileRun, passphrase } from '../helpers/profile-run.ts';
import { hub } from '../helpers/programs.ts';
import { password, writeProofProgram } from '../helpers/proof-program.ts';
import { type StartCommand, startProcess } from '../helpers/start-process.ts';
import { underStrace } from '../helpers/strace.ts';

export type Recorded = {
  readonly workbench: string;
  readonly hub: string;
  readonly profile: string;
  readonly hubData: string;
};

/** Two parts of a download, so that a file goes through "in part" before it is whole. */
const RECORDING_BYTES = 9_000_000;
const EDITS = 12;

/** Everything that says when bytes go to a file, when they are on the disk, and when an answer leaves. */
const CALLS = [
  ...['read', 'write', 'writev', 'sendto', 'sendmsg', 'sendfile', 'splice', 'copy_file_range'],
  ...['pwrite64', 'pwritev', 'pwritev2', 'fsync', 'fdatasync', 'sync_file_range', 'msync', 'sync', 'syncfs'],
  ...['ftruncate', 'fallocate', 'rename', 'renameat', 'renameat2', 'mkdir', 'mkdirat', 'io_uring_enter'],
].join(',');

/** Bytes of what is written that the trace shows: the head of an answer and the beginning of its body. */
const SHOWN_BYTES = 1800;

const traced = (command: StartCommand, file: string): StartCommand => {
  const watched = underStrace(command, [
    '-tt',
    '-yy',
    '-s',
    String(SHOWN_BYTES),
    '-o',
    file,
    '-e',
    `trace=${CALLS}`,
  ]);
  return { ...watched, env: { ...watched.env, UV_USE_IO_URING: '0' } };
};

/**
 * A reviewer's whole job with workbench and hub under strace: set up, pull, download, open, write, submit, push, lock, unlock,
 * write again. One command at a time, so that what is between a question and its answer belongs to it.
 */
export const recordTrace = async (
  folder: string,
  planted: { readonly workbench?: string; readonly hub?: string } = {},
): Promise<Recorded> => {
  const around = { home: join(folder, 'hub-home'), temporary: join(folder, 'hub-tmp') };
  for (const one of Object.values(around)) await mkdir(one, { recursive: true });
  const recordings = [RECORDING_BYTES];
  const program = await writeProofProgram(join(folder, 'program'), {
    reviewers: 1,
    recordings,
    plans: false,
    seed: 1,
  });
  const [account = ''] = program.reviewers;
  const hubData = join(folder, 'hub');
  const files = { workbench: join(folder, 'workbench.trace'), hub: join(folder, 'hub.trace') };
  const served = await startProcess(
    traced(hub(hubData, program.folder, 0, around, planted.hub ?? null), files.hub),
  );
  try {
    const random = streamOf('trace');
    const compileCache = join(folder, 'compiled');
    const run = await newProfile({
      folder: join(folder, 'desk'),
      account,
      hubUrl: served.url,
      random,
      compileCache,
    });
    const started = await startProcess(traced(run.command(planted.workbench), files.workbench));
    const bridge = await openBridge(started.url, 1);
    await wholeJob(run, bridge);
    await end(started, bridge);
    const [workbench, hubTrace] = await Promise.all([
      readWhole(files.workbench),
      readWhole(files.hub, served),
    ]);
    return { workbench, hub: hubTrace, profile: run.profile, hubData };
  } finally {
    served.kill('SIGKILL');
    await served.exited;
  }
};

/** The tracer ends a moment after the program: its last line says that it has. */
const readWhole = async (
  file: string,
  stillRuns?: { kill(signal: NodeJS.Signals): void; exited: Promise<void> },
) => {
  stillRuns?.kill('SIGTERM');
  await stillRuns?.exited;
  const late = Date.now() + 20_000;
  for (;;) {
    const text = await readFile(file, 'utf8');
    if (/\+\+\+ (exited|killed)[^\n]*\+\+\+\n$/.test(text)) return text;
    if (Date.now() > late) throw new Error(`${file} does not end`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const wholeJob = async ({ hubUrl, account, writer }: ProfileRun, bridge: BridgeClient): Promise<void> => {
  const protection = { kind: 'passphrase', passphrase } as const;
  await bridge.call('setup.connectHub', { url: hubUrl, protection });
  await bridge.call('session.signIn', { account, password });
  await bridge.call('sync.now', {});
  for (;;) {
    const { downloads } = await bridge.call('sync.getStatus', {});
    if (downloads.files > 0 && downloads.filesHere === downloads.files) break;
  }
  await writer.open(bridge);
  for (let at = 0; at < EDITS; at++) await writer.actInBulk(bridge, 1 + (at % 3));
  await writer.actInBulk(bridge, 150);
  await bridge.call('settings.set', { evidenceShare: 0.5 });
  await bridge.call('sync.now', {});
  await bridge.call('vault.lock', {});
  await bridge.call('vault.unlock', { with: 'passphrase', passphrase });
  await writer.check(bridge);
  await writer.actInBulk(bridge, 3);
  await bridge.call('sync.now', {});
};
