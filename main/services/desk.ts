import type { Account } from '../../shared/domain/account.ts';
import type { Standing, StandingRequest } from '../../shared/hub-api/device-standing.ts';
import type { HubDescription, IdentitySignIn, Session, SignInRequest } from '../../shared/hub-api/session.ts';
import { type Problem, problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { AppState, BrowserSignInState } from '../../shared/workbench-api/app-state.ts';
import type { SyncStatus } from '../../shared/workbench-api/sync-status.ts';
import type { ChangeBus } from '../core/change-bus.ts';
import type { Ids } from '../core/ids.ts';
import type { SampleHub, WorkbenchPorts } from '../core/ports.ts';
import { type BrowserIdentity, readAccount, readBrowserIdentity } from '../database/tables/device-account.ts';
import type { HubClient } from '../hub-client/hub-client.ts';
import type { BrowserSignIn, BrowserSignInRequest } from '../identity/browser-sign-in.ts';
import type { FileSystem } from '../keys/durable-file.ts';
import type { DatabaseKey, WorkspaceKeys } from '../keys/root-key.ts';
import type { SerialQueue } from '../keys/serial-queue.ts';
import type { AutoLock } from './auto-lock.ts';
import type { Connection } from './connection-file.ts';
import type { DailyBackups } from './daily-backup.ts';
import type { ReserveWatch } from './reserve-watch.ts';
import type { Settling } from './settling.ts';
import type { Reserve, Workspace } from './workspace.ts';

/** What the services ask of a hub directly; everything else goes through tables and sync. */
export type HubDoor = {
  describe(url: string): Promise<Result<HubDescription>>;
  signIn(request: SignInRequest & { readonly url: string }): Promise<Result<Session>>;
  signInWithIdentity(url: string, request: IdentitySignIn): Promise<Result<Session>>;
  signOut(url: string, token: string): Promise<Result<void>>;
  /** Without a session: the device proves itself. */
  askStanding(url: string, request: StandingRequest): Promise<Result<Standing>>;
};

/** What the services ask of the identity provider that a hub names. */
export type IdentityDoor = {
  start(request: BrowserSignInRequest, hubUrl: string): Promise<Result<BrowserSignIn>>;
  /** The provider forgets this sign-in; one that has no way to lets it run out. */
  end(signedIn: BrowserIdentity, hubUrl: string): Promise<Result<void>>;
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
  readonly identity: IdentityDoor;
  /** The hub as whoever is signed in to a workspace, a session that has run out renewed on the way. */
  readonly hubOf: (workspace: Workspace, hub: Pick<Connection, 'url' | 'hubId'>) => HubClient;
  readonly createSync: (workspace: Workspace, hub: HubClient) => WorkspaceSync;
  readonly createBackups: (folder: string, key: DatabaseKey) => DailyBackups;
  /** Room kept for a full disk, in each workspace. */
  readonly reserve: Reserve;
  readonly createReserveWatch: (ballast: Workspace['ballast']) => ReserveWatch;
};

/** The workspace somebody works in. */
export type ActiveWorkspace = Workspace & {
  readonly account: Account;
  readonly hub: HubClient;
  readonly sync: WorkspaceSync;
  readonly backups: DailyBackups;
  readonly reserveWatch: ReserveWatch;
};

/** Asks the hub whether the devices of this profile are still in use. */
export type StandingWatch = {
  start(): void;
  stop(): void;
  /** Something has put a device in doubt, that of the open workspace too: look now. */
  check(): void;
};

/** A sign-in in the browser: under way, or ended without anybody signed in. */
type DeskBrowserSignIn = { readonly attempt: symbol } & (
  | {
      readonly state: 'waiting';
      readonly address: string;
      /** Milliseconds since 1970. */
      readonly until: number;
      /** The page is open already; otherwise the person opens it. */
      readonly opened: boolean;
      readonly cancel: () => void;
    }
  | { readonly state: 'failed'; readonly problem: Problem }
);

/** Where the workbench stands: the only mutable state of the services, changed by setup, unlocking and sign-in alone. */
export type Desk = {
  readonly deps: DeskDeps;
  /** Changes of where the workbench stands, one after the other. */
  readonly inTurn: SerialQueue;
  readonly autoLock: AutoLock;
  readonly settling: Settling;
  readonly standing: StandingWatch;
  connection: Connection | null;
  /** Null while locked. */
  keys: WorkspaceKeys | null;
  active: ActiveWorkspace | null;
  browserSignIn: DeskBrowserSignIn | null;
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

export const appState = (desk: Desk): AppState => {
  const { connection, keys, active, sampleSignIns, shredProblem } = desk;
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
  const browserSignIn = browserSignInState(desk);
  if (active === null) return { phase: 'signed-out', hub, protection, sampleSignIns, browserSignIn };
  return {
    phase: 'ready',
    hub,
    protection,
    account: active.account,
    signInNeeded: signInNeeded(active),
    signsInBy: readBrowserIdentity(active.db) === undefined ? 'password' : 'browser',
    browserSignIn,
    cleanExit: active.cleanExit,
    backup: active.backups.state(),
  };
};

const browserSignInState = ({ browserSignIn }: Desk): BrowserSignInState | null => {
  if (browserSignIn === null) return null;
  if (browserSignIn.state === 'failed') {
    return { state: 'failed', problem: plainProblem(browserSignIn.problem) };
  }
  const { address, until, opened } = browserSignIn;
  return { state: 'waiting', address, until: new Date(until).toISOString(), opened };
};

const plainProblem = ({ code, params }: Problem) =>
  params === undefined ? { code } : { code, params: { ...params } };

export const publishApp = ({ deps }: Desk): void => deps.bus.publish({ topic: 'app', ids: [] });

/** The hub says when a session has ended, and sync then drops its token; this computer's clock may be years off. */
const signInNeeded = ({ db }: Workspace): boolean => readAccount(db)?.token == null;
