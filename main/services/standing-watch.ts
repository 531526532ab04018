import { join } from 'node:path';
import { readAccount } from '../database/tables/device-account.ts';
import type { Timers } from '../hub-client/timers.ts';
import { createSerialQueue } from '../keys/serial-queue.ts';
import { ACCOUNTS_FOLDER, accountFolderNames } from './account-folders.ts';
import type { Connection } from './connection-file.ts';
import { type Desk, publishApp, type StandingWatch } from './desk.ts';
import { isOrder, readDeviceFile } from './device-file.ts';
import { changeEntry, finishShredding, save, shredAccount, tellHub } from './shred-account.ts';

/** How often devices that do not sync are asked for. Milliseconds. */
const EVERY_MS = 15 * 60_000;

/**
 * Asks the hub whether the devices of this profile are still in use, locked and signed-out ones too. The one that syncs
 * hears it from its own requests, and costs nothing here.
 */
export const createStandingWatch = (desk: () => Desk, timers: Timers): StandingWatch => {
  const inTurn = createSerialQueue();
  let cancel = () => {};
  let stopped = true;
  let waiting = false;
  let forget = () => {};

  const look = async (all: boolean): Promise<void> => {
    waiting = false;
    if (stopped) return;
    try {
      await lookAtStandings(desk(), all);
    } catch (error) {
      const code = error instanceof Error ? error.name : 'unknown';
      desk().deps.ports.log('error', 'standing.not-asked', { code });
    }
  };

  const turn = (): void => {
    void inTurn(() => look(false)).finally(() => {
      if (!stopped) cancel = timers.after(EVERY_MS, turn);
    });
  };

  const check = (): void => {
    if (waiting || stopped) return;
    waiting = true;
    void inTurn(() => look(true));
  };

  return {
    start: () => {
      stopped = false;
      forget = desk().deps.bus.subscribe(({ topic }) => {
        if (topic === 'app' && isInDoubt(desk())) check();
      });
      turn();
    },
    stop: () => {
      stopped = true;
      forget();
      cancel();
    },
    check,
  };
};

/** Syncing was told that the device is revoked, or has lost the session that would tell it. */
const isInDoubt = ({ active }: Desk): boolean =>
  active !== null &&
  (active.sync.status().problem?.code === 'device-revoked' || readAccount(active.db)?.token == null);

const lookAtStandings = async (desk: Desk, all: boolean): Promise<void> => {
  const { connection, deps } = desk;
  if (connection === null) return;
  const { profileFolder } = deps.ports;
  for (const folder of await accountFolderNames(profileFolder)) {
    if (!all && syncsItself(desk, join(profileFolder, ACCOUNTS_FOLDER, folder))) continue;
    await askFor(desk, connection, folder);
  }
  if (desk.connection?.revoked.some(({ shreddedAt }) => shreddedAt === null)) {
    await desk.inTurn(() => finishShredding(desk));
  }
  await tellShredded(desk);
};

const syncsItself = ({ active }: Desk, folder: string): boolean =>
  active !== null && active.folder === folder && readAccount(active.db)?.token != null;

const askFor = async (desk: Desk, { url }: Connection, folder: string): Promise<void> => {
  const { deps } = desk;
  const file = await readDeviceFile(deps.fs, join(deps.ports.profileFolder, ACCOUNTS_FOLDER, folder));
  if (!file.ok || file.value === undefined) return;
  const { accountId, deviceId, ask } = file.value;
  const answer = await deps.hub.askStanding(url, { accountId, deviceId, ask });
  if (!answer.ok || answer.value.standing !== 'revoked') return;
  const { order, revokedAt } = answer.value;
  if (!isOrder(file.value, order)) {
    deps.ports.log('warn', 'standing.order-not-proven');
    return;
  }
  const found = { folder, file: file.value, revokedAt };
  await desk.inTurn(() => shredAccount(desk, found));
};

/** The receipts that the hub does not have yet. */
const tellShredded = async (desk: Desk): Promise<void> => {
  const { connection, deps } = desk;
  for (const entry of connection?.revoked ?? []) {
    if (connection === null || entry.shreddedAt === null || entry.hubTold) continue;
    if (!(await tellHub(deps, connection, entry))) continue;
    await desk.inTurn(async () => {
      changeEntry(desk, entry.folder, { hubTold: true });
      const noted = await save(desk);
      if (!noted.ok) deps.ports.log('warn', 'revoked.not-noted', { code: noted.problem.code });
    });
    publishApp(desk);
  }
};
