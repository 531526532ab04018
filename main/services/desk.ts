import type { Account } from '../../shared/domain/account.ts';
import type { Standing, StandingRequest } from '../../shared/hub-api/device-standing.ts';
import type { OwnDevices } from '../../shared/hub-api/results.ts';
import type { HubDescription, Session } from '../../shared/hub-api/session.ts';
import { type Problem, problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { AppState } from '../../shared/workbench-api/app-state.ts';
import type { SyncStatus } from '../../shared/workbench-api/sync-status.ts';
import type { ChangeBus } from '../core/change-bus.ts';
import type { Ids } from '../core/ids.ts';
import type { SampleHub, WorkbenchPorts } from '../core/ports.ts';
import { readAccount } from '../database/tables/device-account.ts';
import type { FileSystem } from '../keys/durable-file.ts';
import type { DatabaseKey, WorkspaceKeys } from '../keys/root-key.ts';
import type { SerialQueue } from '../keys/serial-queue.ts';
import type { AutoLock } from './auto-lock.ts';
import type { Connection } from './connection-file.ts';
import type { DailyBackups } from './daily-backup.ts';
import type { Workspace } from './workspace.ts';

/** Signing in at a hub. Password today; another way to sign in replaces this function, not the session it answers. */
type SignIn = (request: {
  readonly url: string;
  readonly account: string;
  readonly password: string;
  readonly device: { readonly id: string; readonly name: string; readonly platform: string };
}) => Promise<Result<Session>>;

/** What the services ask of a hub directly; everything else goes through tables and sync. */
export type HubDoor = {
  describe(url: string): Promise<Result<HubDescription>>;
  signIn: SignIn;
  signOut(url: string, token: string): Promise<Result<void>>;
  /** Without a session: the device proves itself. */
  askStanding(url: string, request: StandingRequest): Promise<Result<Standing>>;
  listOwnDevices(url: string, token: string): Promise<Result<OwnDevices>>;
};

/** The syncing of one open workspace. */
type WorkspaceSync = {
  status(): SyncStatus;
  now(): Promise<Result<SyncStatus>>;
  start(): void;
  stop(): Promise<void>;
  /** There is something to do: now rather than at the next turn. */
  wake(): void;
  downloadNow(assignmentId: string): void;
};

export type DeskDeps = {
  readonly ports: WorkbenchPorts;
  readonly bus: ChangeBus;
  /** Under what the services keep in files themselves. */
  readonly fs: FileSystem;
  readonly ids: Ids;
  readonly hub: HubDoor;
  readonly createSync: (workspace: Workspace, hubUrl: string) => WorkspaceSync;
  readonly createBackups: (folder: string, key: DatabaseKey) => DailyBackups;
};

/** The workspace somebody works in. */
export type ActiveWorkspace = Workspace & {
  readonly account: Account;
  readonly sync: WorkspaceSync;
  readonly backups: DailyBackups;
};

/** Asks the hub whether the devices of this profile are still in use. */
export type StandingWatch = {
  start(): void;
  stop(): void;
  /** Something has put a device in doubt, that of the open workspace too: look now. */
  check(): void;
};

/** Where the workbench stands: the only mutable state of the services, changed by setup, unlocking and sign-in alone. */
export type Desk = {
  readonly deps: DeskDeps;
  /** Changes of where the workbench stands, one after the other. */
  readonly inTurn: SerialQueue;
  readonly autoLock: AutoLock;
  readonly standing: StandingWatch;
  connection: Connection | null;
  /** Null while locked. */
  keys: WorkspaceKeys | null;
  active: ActiveWorkspace | null;
  sampleHub: SampleHub | null;
  sampleSignIns: HubDescription['sample'];
  /** Why an account that was revoked is not shredded yet. */
  shredProblem: Problem | null;
};

/** The workspace to work in, or why there is none. */
export const activeWorkspace = ({ connection, keys, active }: Desk): Result<ActiveWorkspace> => {
  if (active !== null) return ok(active);
  if (connection === null) return fail(problem('not-connected'));
  return fail(problem(keys === null ? 'vault-locked' : 'signed-out'));
};

export const appState = ({ connection, keys, active, sampleSignIns, shredProblem }: Desk): AppState => {
  if (connection === null) return { phase: 'first-run' };
  const { kind, url, name, hubId, protection } = connection;
  const hub = { url, name, hubId, sample: kind === 'sample' };
  const told = connection.revoked.find(({ notice }) => notice);
  if (told !== undefined) {
    const { revokedAt, shreddedAt, hubTold, unsent } = told;
    const left = shredProblem && plainProblem(shredProblem);
    return { phase: 'revoked', hub, revokedAt, shreddedAt, hubTold, unsent, problem: left };
  }
  if (keys === null) return { phase: 'locked', hub, protection };
  if (active === null) return { phase: 'signed-out', hub, protection, sampleSignIns };
  return {
    phase: 'ready',
    hub,
    protection,
    account: active.account,
    signInNeeded: signInNeeded(active),
    cleanExit: active.cleanExit,
    backup: active.backups.state(),
  };
};

const plainProblem = ({ code, params }: Problem) =>
  params === undefined ? { code } : { code, params: { ...params } };

export const publishApp = ({ deps }: Desk): void => deps.bus.publish({ topic: 'app', ids: [] });

/** The hub says when a session has ended, and sync then drops its token; this computer's clock may be years off. */
const signInNeeded = ({ db }: Workspace): boolean => readAccount(db)?.token == null;
