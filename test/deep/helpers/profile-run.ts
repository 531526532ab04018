import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secret } from '../../../main/upkeep/open-profile.ts';
import type { Stream } from '../../sim/world/random.ts';
import { type BridgeClient, openBridge } from './bridge-client.ts';
import { accountFolderOf, readClosedLog, verifyClosed, withClosedWorkspace } from './closed-profile.ts';
import { compareWithHub } from './hub-records.ts';
import { LostWork } from './ledger.ts';
import { type Surroundings, webHost } from './programs.ts';
import { password } from './proof-program.ts';
import { type StartCommand, type StartedProcess, startProcess } from './start-process.ts';
import { createWriter, type Writer } from './writer.ts';

export const passphrase = 'correct horse battery staple';

/** One reviewer's profile over all starts of the workbench on it. */
export type ProfileRun = {
  readonly profile: string;
  readonly account: string;
  readonly writer: Writer;
  readonly around: Surroundings;
  /** Opens the closed profile: the recovery code once it was shown, the passphrase before. */
  secret: Secret;
  readonly hubUrl: string;
  /** What the workbench has said is done. */
  connected: boolean;
  signedIn: boolean;
  /** Whether evidence is still to be downloaded, as last shown. */
  filesWaiting: boolean;
  readonly command: (planted?: string) => StartCommand;
};

type NewProfile = {
  readonly folder: string;
  readonly account: string;
  readonly hubUrl: string;
  readonly random: Stream;
  readonly compileCache: string;
};

export const newProfile = async (made: NewProfile): Promise<ProfileRun> => {
  const { folder, account, hubUrl, random, compileCache } = made;
  const around = { home: join(folder, 'home'), temporary: join(folder, 'tmp'), compileCache };
  const profile = join(folder, 'profile');
  for (const one of [around.home, around.temporary, profile]) await mkdir(one, { recursive: true });
  const passphraseFile = join(folder, 'passphrase');
  await writeFile(passphraseFile, `${passphrase}\n`, { mode: 0o600 });
  return {
    profile,
    account,
    hubUrl,
    around,
    writer: createWriter(random),
    secret: { kind: 'passphrase', passphrase },
    connected: false,
    signedIn: false,
    filesWaiting: true,
    command: (planted) => webHost(profile, passphraseFile, around, planted ?? null),
  };
};

/** Does what of the set-up is not done yet, noting what was acknowledged. */
export const setUp = async (run: ProfileRun, bridge: BridgeClient, reviewsToOpen: number): Promise<void> => {
  let state = await bridge.call('app.getState', {});
  if (run.connected && state.phase === 'first-run') throw new LostWork('the connection is gone');
  if (run.signedIn && state.phase !== 'ready') throw new LostWork(`signed in before, now ${state.phase}`);
  if (state.phase === 'first-run') {
    const protection = { kind: 'passphrase', passphrase } as const;
    const { recoveryCode, state: next } = await bridge.call('setup.connectHub', {
      url: run.hubUrl,
      protection,
    });
    run.connected = true;
    if (recoveryCode !== null) run.secret = { kind: 'recovery-code', code: recoveryCode };
    state = next;
  }
  if (state.phase === 'locked') throw new LostWork('the passphrase does not open the workspace');
  if (state.phase === 'signed-out') await bridge.call('session.signIn', { account: run.account, password });
  run.signedIn = true;
  if (run.writer.ledger.sent.length > 0) return;
  await bridge.call('sync.now', {});
  await run.writer.open(bridge, reviewsToOpen);
};

/** After a kill: the closed profile is whole, and has everything that was acknowledged. Value: checks made. */
export const inspect = async (
  run: ProfileRun,
  problems: 'never stored' | 'may be stored',
): Promise<number> => {
  if ((await accountFolderOf(run.profile)) === null) {
    if (run.signedIn) throw new LostWork('the account’s folder is gone');
    return 0;
  }
  await verifyClosed(run.profile, run.secret);
  if (!run.signedIn) return 1;
  return withClosedWorkspace(run.profile, run.secret, (workspace) => {
    const { changes } = readClosedLog(workspace);
    return 1 + run.writer.ledger.compare(changes, problems);
  });
};

/** Starts the workbench and lets everything come to rest: all changes with the hub, all evidence here. */
export const drain = async (
  run: ProfileRun,
  hubData: string,
): Promise<{ checks: number; events: number }> => {
  const started = await startProcess(run.command());
  const bridge = await openBridge(started.url);
  await setUp(run, bridge, 1);
  let checks = await run.writer.check(bridge);
  await untilDrained(bridge);
  checks += await run.writer.check(bridge);
  await untilDrained(bridge);
  await end(started, bridge);
  checks += await inspect(run, 'may be stored');
  const events = await withClosedWorkspace(run.profile, run.secret, (workspace) => {
    const { deviceId, changes } = readClosedLog(workspace);
    return compareWithHub(hubData, deviceId, changes);
  });
  return { checks, events };
};

/** Ends the program as a person does. */
export const end = async (started: StartedProcess, bridge: BridgeClient): Promise<void> => {
  bridge.close();
  started.kill('SIGTERM');
  await started.exited;
};

const DRAIN_MS = 60_000;

const untilDrained = async (bridge: BridgeClient): Promise<void> => {
  const late = Date.now() + DRAIN_MS;
  for (;;) {
    const synced = await bridge.ask('sync.now', {});
    const { changes, downloads } = await bridge.call('sync.getStatus', {});
    if (changes.blocked > 0) {
      const { items } = await bridge.call('sync.listBlocked', {});
      throw new LostWork(
        `the hub refused ${items.map((one) => `${one.type}: ${one.problem.code}`).join(', ')}`,
      );
    }
    const rest = downloads.files - downloads.filesHere;
    if (synced.ok && changes.waiting === 0 && rest === 0) return;
    if (Date.now() > late) {
      const why = synced.ok ? 'it says that all is well' : synced.problem.code;
      throw new LostWork(`${changes.waiting} changes and ${rest} files wait in vain: ${why}`);
    }
  }
};
