import { readAccount } from '../../../main/database/tables/device-account.ts';
import { readFeed } from '../../../main/database/tables/hub-feed.ts';
import { pull } from '../../../main/sync/pull/pull.ts';
import { type Device, must } from '../../sync/helpers/device.ts';
import { takeTurns } from '../repeat.ts';
import type { Measured } from '../section.ts';
import { aDevice } from './a-device.ts';
import { benchFeed } from './bench-feed.ts';
import { accounts } from './bench-program.ts';
import { type PouchServer, replicateOnce } from './pouch.ts';
import { rawInsert, rowsOf } from './raw-insert.ts';

export type PullSetting = {
  readonly folder: string;
  readonly hubUrl: string;
  readonly entities: number;
  readonly repetitions: number;
};

/** As many changes as a page of the feed holds. */
const pageSize = 200;

/** Pulls a whole feed on a new computer; `then` sees it before it goes. Entities per second. */
const pullOnce = async (
  { hubUrl, entities }: PullSetting,
  then: (device: Device) => Promise<void> = async () => undefined,
): Promise<number> => {
  const device = await aDevice(hubUrl, accounts.many);
  try {
    const begun = performance.now();
    must(await pull(device.syncDeps(), new AbortController().signal));
    const ms = performance.now() - begun;
    const { count } = readFeed(device.workspace.db);
    if (count !== entities) throw new Error(`${count} of ${entities} entities came`);
    await then(device);
    return (entities / ms) * 1e3;
  } finally {
    await device.close();
  }
};

const note = (entities: number): string =>
  `first pull of ${entities} entities from a hub in a process of its own: fetched, checked, staged, sealed, and ` +
  'applied with the cursor in one durable transaction';

/** Against writing the same rows into the same kind of database. */
export const measureRawInsert = async (setting: PullSetting): Promise<Measured> => {
  const { folder, entities, repetitions } = setting;
  const keeper = await aDevice(setting.hubUrl, accounts.many);
  try {
    const changes = benchFeed(readAccount(keeper.workspace.db)?.account.id ?? '', entities);
    const rows = rowsOf(changes);
    const { keyring } = keeper.workspace;
    must(await keyring.ensureKeys(rows.flatMap(({ sealedBy }) => sealedBy ?? [])));
    const { ours, peer } = await takeTurns({
      warmUps: 1,
      repetitions,
      ours: () => pullOnce(setting),
      peer: async () => (entities / (await rawInsert(folder, rows, pageSize, keyring))) * 1e3,
    });
    return {
      unit: 'entities/s',
      ours,
      peer,
      note:
        `${note(entities)}; peer: the same rows inserted into a new database with the same cipher and pragmas, ` +
        `${pageSize} to a transaction, sealed likewise with keys made before, without network and checks`,
    };
  } finally {
    await keeper.close();
  }
};

/** Against PouchDB replicating the same documents from a PouchDB server. */
export const measurePouch = async (setting: PullSetting, server: PouchServer): Promise<Measured> => {
  const { folder, entities, repetitions } = setting;
  const { ours, peer } = await takeTurns({
    warmUps: 0,
    repetitions,
    ours: () => pullOnce(setting),
    peer: async () => (entities / (await replicateOnce(server, folder, entities, pageSize))) * 1e3,
  });
  return {
    unit: 'entities/s',
    ours,
    peer,
    note:
      `${note(entities)}; peer: pouchdb ${server.versions.pouchdb} replicating the same documents, ${pageSize} to a ` +
      `batch, into LevelDB from express-pouchdb ${server.versions['express-pouchdb']} in a process of its own`,
  };
};
