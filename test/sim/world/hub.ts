import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { backupToFolder } from '../../../hub/backup/backup-to-folder.ts';
import { beginBackup, finishRecordedBackup } from '../../../hub/backup/record-backup.ts';
import type { HubDeps } from '../../../hub/context/deps.ts';
import type { HubDatabase } from '../../../hub/database/open.ts';
import { importFolder } from '../../../hub/import/import-folder.ts';
import { openHub } from '../../../hub/open-hub.ts';
import { decideSupersede, type SupersedeDecision } from '../../../hub/services/decide-supersede.ts';
import { type ErasureOrder, eraseSubmission } from '../../../hub/services/erase-submission.ts';
import { copyFolder, linkFolder } from './copy-folder.ts';
import { forsakeLog } from './forsake-log.ts';
import type { WireAnswer, WireRequest } from './net.ts';
import { streamOf } from './random.ts';
import { idsFrom, type Template, WORLD_BEGINS } from './template.ts';
import type { VirtualTime } from './virtual-time.ts';

/** The hub of a simulated world: the real one, asked in process, on a folder that can be killed and taken back. */
export type SimHub = {
  readonly deps: HubDeps;
  /** One request, to its end. Null: the hub was killed before it answered. */
  handle(request: WireRequest): Promise<WireAnswer | null>;
  /** Milliseconds the hub's clock is ahead of the world's. */
  clockOffset: number;
  /** Ends the hub and starts it again; `killed`: from the files as they lie on the disk now. */
  restart(killed: boolean): Promise<void>;
  /** The hub's files as they are now: what some other program keeps, and says nothing of. */
  snapshot(): Promise<Snapshot>;
  /** Begins a backup, and takes the copy at once. `finish` says that it is safe; false: this hub knows of none. */
  beginBackup(): Promise<Begun>;
  /** The hub's own backup, to its end. */
  backup(): Promise<Snapshot>;
  rollBack(to: Snapshot): Promise<void>;
  /** The hub dies in the `nth` write transaction of a push from now, before (`false`) or after it commits. */
  dieInWrite(nth: number, afterCommit: boolean): void;
  /** It is to die no more. */
  calm(): void;
  /** The issuer erases a submission. What came of it, in a word; the hub may be killed meanwhile. */
  erase(order: ErasureOrder): Promise<string>;
  /** A lead answers a request that a refused final count; the hub may be killed meanwhile. */
  decide(decision: SupersedeDecision): Promise<string>;
  /** The issuer imports a folder. */
  issue(write: (folder: string) => Promise<void>): Promise<boolean>;
  /** Whether the bytes of an evidence file lie on the hub's disk. */
  hasBlob(sha256: string): boolean;
  close(): Promise<void>;
};

/** `events`: what the copy holds with a verdict that will not change, by event id. */
export type Snapshot = { readonly folder: string; readonly events: ReadonlySet<string> };

export type Begun = Snapshot & { finish(): Promise<boolean> };

export type HubWorld = {
  readonly template: Template;
  readonly folder: string;
  readonly seed: number;
  readonly time: VirtualTime;
  readonly log: HubDeps['log'];
  /** Told after every request and every act of the issuer. */
  readonly afterChange: (hub: SimHub) => Promise<void>;
};

class HubDied extends Error {}

type Doom = { left: number; readonly afterCommit: boolean };

export const startHub = async (world: HubWorld): Promise<SimHub> => {
  const { template, folder, time } = world;
  const random = streamOf(world.seed, 'ids', 'hub');
  let generation = 0;
  let doom: Doom | null = null;
  let dead = false;
  let image: string | null = null;

  const place = (): string => join(folder, `hub-${generation++}`);
  const copyOf = (from: string, to: string): void => {
    copyFolder(from, to, 'evidence');
    linkFolder(join(from, 'evidence'), join(to, 'evidence'));
  };
  const snapshotHere = async (): Promise<Snapshot> => {
    const to = join(folder, `backup-${generation++}`);
    copyOf(running.dataDir, to);
    return { folder: to, events: await eventsOf(running.deps) };
  };
  const startAgain = async (): Promise<void> => {
    dead = false;
    const from = image ?? running.dataDir;
    await (from === running.dataDir ? stop : drop)(running);
    await startFrom(from);
    await world.afterChange(hub);
  };

  const dooming = (database: HubDatabase, dataDir: string): HubDatabase => ({
    ...database,
    write: async (work) => {
      if (doom === null) return database.write(work);
      doom.left -= 1;
      if (doom.left > 0) return database.write(work);
      const { afterCommit } = doom;
      doom = null;
      if (afterCommit) await database.write(work);
      dead = true;
      image = place();
      copyOf(dataDir, image);
      throw new HubDied('killed');
    },
  });

  const open = async (dataDir: string) => {
    const deps = await openHub({
      dataDir,
      log: world.log,
      clock: { now: () => WORLD_BEGINS + hub.clockOffset + time.now() },
      random: (size) => Buffer.from(random.bytes(size)),
      newId: idsFrom(random),
      passwordCost: { n: 16, r: 1, p: 1 },
    });
    template.hubServer.serve({ ...deps, database: dooming(deps.database, dataDir) });
    return { deps, dataDir };
  };

  /** What somebody does at the hub, in a word; killed within a transaction, it starts again. */
  const orDies = async (work: (deps: HubDeps) => Promise<string>): Promise<string> => {
    const { deps, dataDir } = running;
    try {
      const done = await work({ ...deps, database: dooming(deps.database, dataDir) });
      await world.afterChange(hub);
      return done;
    } catch (error) {
      if (!(error instanceof HubDied)) throw error;
      await startAgain();
      return error.message;
    }
  };

  const stop = ({ deps }: Pick<typeof running, 'deps'>): Promise<void> => deps.database.close();

  /** Ends a hub of whose files nothing is read again. */
  const drop = (hub: typeof running): Promise<void> => {
    forsakeLog(join(hub.dataDir, 'hub.sqlite'));
    return stop(hub);
  };

  const startFrom = async (dataDir: string): Promise<void> => {
    const before = running;
    running = await open(dataDir);
    Object.assign(hub, { deps: running.deps });
    rmSync(before.dataDir, { recursive: true, force: true });
  };

  const hub = {
    clockOffset: 0,
    handle: async (request) => {
      const answer = await template.hubServer.ask(request);
      if (dead) {
        await startAgain();
        return null;
      }
      if (request.method === 'POST') await world.afterChange(hub);
      return answer;
    },
    restart: async (killed) => {
      const to = place();
      if (killed) copyOf(running.dataDir, to);
      await (killed ? drop : stop)(running);
      if (!killed) renameSync(running.dataDir, to);
      await startFrom(to);
    },
    snapshot: snapshotHere,
    beginBackup: async () => {
      const id = await beginBackup(running.deps);
      const copy = await snapshotHere();
      return { ...copy, finish: async () => (await finishRecordedBackup(running.deps, id)) !== null };
    },
    backup: async () => {
      const to = join(folder, `backup-${generation++}`);
      const { deps, dataDir } = running;
      const events = await eventsOf(deps);
      await backupToFolder(deps, { dataDir, to, evidence: false });
      linkFolder(join(dataDir, 'evidence'), join(to, 'evidence'));
      return { folder: to, events };
    },
    rollBack: async (to) => {
      const next = place();
      copyOf(to.folder, next);
      await drop(running);
      await startFrom(next);
      await world.afterChange(hub);
    },
    dieInWrite: (nth, afterCommit) => {
      doom = { left: nth, afterCommit };
    },
    calm: () => {
      doom = null;
    },
    erase: (order) =>
      orDies(async (deps) => {
        const erased = await eraseSubmission(deps, order);
        return erased.ok ? erased.value.id : erased.problem.code;
      }),
    decide: (decision) => orDies(async (deps) => (await decideSupersede(deps, decision)).outcome),
    issue: async (write) => {
      const program = join(folder, 'issue');
      mkdirSync(program, { recursive: true });
      await write(program);
      const outcome = await importFolder(program, running.deps);
      rmSync(program, { recursive: true, force: true });
      await world.afterChange(hub);
      return outcome.ok;
    },
    hasBlob: (sha256) =>
      existsSync(join(running.dataDir, 'evidence', sha256.slice(0, 2), sha256.slice(2, 4), sha256)),
    close: () => drop(running),
  } as SimHub;
  const first = place();
  copyOf(template.hubFolder, first);
  let running = await open(first);
  Object.assign(hub, { deps: running.deps });
  return hub;
};

const eventsOf = async ({ database }: HubDeps): Promise<ReadonlySet<string>> => {
  const rows = await database.kysely.selectFrom('events').select(['event_id', 'result', 'problem']).execute();
  const settled = rows.filter(
    ({ result, problem }) => result !== 'deferred' && !problem?.includes('"not-found"'),
  );
  return new Set(settled.map((row) => row.event_id));
};
