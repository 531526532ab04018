import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenSection, Ratio, Section, SectionReport } from '../section.ts';
import { benchFeed } from './bench-feed.ts';
import { accounts, type BenchProgram, writeSyncProgram } from './bench-program.ts';
import { startChild } from './child.ts';
import { measureEvidenceDownload } from './evidence-download.ts';
import { measurePouch, measureRawInsert, type PullSetting } from './first-pull.ts';
import { measureNothingNew, upToDate } from './nothing-new.ts';
import { findPouch, type PouchPackages, peersVariable, startPouchServer } from './pouch.ts';
import { type Clicks, type ClickTimes, openClicks, percentileOf, timeClicks } from './score-click.ts';

export type SyncSizes = {
  /** Of each file of evidence, in megabytes. */
  readonly megabytes: readonly number[];
  readonly entities: number;
  readonly fewEntities: number;
  readonly repetitions: number;
  readonly syncs: number;
  readonly clicks: number;
};

const fullSizes: SyncSizes = {
  megabytes: [64, 96, 128, 200],
  entities: 20_000,
  fewEntities: 200,
  repetitions: 3,
  syncs: 100,
  clicks: 3000,
};

type Closing = { readonly close: () => Promise<unknown> };
type Keep = <T extends Closing>(one: T) => T;

const closeAll = async (opened: readonly Closing[]): Promise<void> => {
  const failures: unknown[] = [];
  for (const { close } of opened.toReversed()) {
    await close().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'not everything of the bench could be closed');
};

const startHub = (folder: string, program: BenchProgram, { entities, fewEntities }: SyncSizes) =>
  startChild<{ url: string }>(new URL('./bench-hub.ts', import.meta.url), [
    join(folder, 'hub'),
    program.folder,
    `${accounts.many}=${entities}`,
    `${accounts.few}=${fewEntities}`,
  ]);

const pouchRatio = (setting: PullSetting, pouch: PouchPackages, keep: Keep): Ratio => ({
  name: 'first pull against PouchDB',
  limit: 3,
  direction: 'at least',
  measure: async () => {
    const server = keep(
      await startPouchServer(pouch, setting.folder, benchFeed('reviewer', setting.entities)),
    );
    return measurePouch({ ...setting, repetitions: Math.min(2, setting.repetitions) }, server);
  },
});

/** Two computers that are up to date, made once, when the first ratio that needs them is measured. */
const deviceRatios = (hubUrl: string, folder: string, sizes: SyncSizes, keep: Keep): Ratio[] => {
  let devices: Promise<readonly [Awaited<ReturnType<typeof upToDate>>, Awaited<ReturnType<typeof upToDate>>]>;
  let times: Promise<ClickTimes> | undefined;
  const open = () => {
    devices ??= (async () =>
      [keep(await upToDate(hubUrl, accounts.many)), keep(await upToDate(hubUrl, accounts.few))] as const)();
    return devices;
  };
  const clicked = async (): Promise<ClickTimes> => {
    const [many] = await open();
    const clicks: Clicks = openClicks(many, folder);
    try {
      return await timeClicks(clicks, sizes.clicks);
    } finally {
      clicks.close();
    }
  };
  const percentileRatio = (name: string, share: number): Ratio => ({
    name: `score click to durable, ${name}`,
    limit: 1.5,
    direction: 'at most',
    measure: async () => {
      times ??= clicked();
      return percentileOf(await times, share);
    },
  });
  return [
    {
      name: 'sync with nothing new',
      limit: 1.2,
      direction: 'at most',
      measure: async () => measureNothingNew(...(await open()), sizes.syncs),
    },
    percentileRatio('p50', 0.5),
    percentileRatio('p99', 0.99),
  ];
};

const openAll = async (
  sizes: SyncSizes,
  pouch: PouchPackages | null,
  tell: (line: string) => void,
  keep: Keep,
): Promise<Ratio[]> => {
  tell('sync: writing files and filling a hub …');
  const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
  keep({ close: () => rm(folder, { recursive: true, force: true }) });
  const program = await writeSyncProgram(folder, sizes.megabytes);
  const hub = keep(await startHub(folder, program, sizes));
  const fileServer = new URL('./file-server.ts', import.meta.url);
  const files = keep(await startChild<{ url: string }>(fileServer, [program.files]));
  const hubUrl = hub.told.url;
  const { entities, repetitions } = sizes;
  const setting = { folder, hubUrl, entities, repetitions };
  return [
    {
      name: 'evidence download',
      limit: 0.6,
      direction: 'at least',
      measure: () =>
        measureEvidenceDownload({ folder, program, hubUrl, filesUrl: files.told.url, repetitions }),
    },
    {
      name: 'first pull against raw insert',
      limit: 0.4,
      direction: 'at least',
      measure: () => measureRawInsert(setting),
    },
    ...(pouch === null ? [] : [pouchRatio(setting, pouch, keep)]),
    ...deviceRatios(hubUrl, folder, sizes, keep),
  ];
};

const reportOf = (pouch: PouchPackages | null): SectionReport => ({
  lines:
    pouch === null
      ? [
          `sync: the first pull was NOT measured against PouchDB: pouchdb and express-pouchdb are neither in`,
          `test/bench/peers/node_modules nor in the node_modules of the folder that ${peersVariable} names.`,
        ]
      : [],
  data: { pouchdb: pouch === null ? 'not measured: the packages are not there' : pouch.versions },
});

/** With other sizes, and other peers, for the test of the section itself. */
export const syncSectionOf = (sizes: SyncSizes, pouch: PouchPackages | null): Section => ({
  name: 'sync',
  open: async (tell): Promise<OpenSection> => {
    const opened: Closing[] = [];
    const keep: Keep = (one) => {
      opened.push(one);
      return one;
    };
    try {
      const ratios = await openAll(sizes, pouch, tell, keep);
      return { ratios, report: () => reportOf(pouch), close: () => closeAll(opened) };
    } catch (error) {
      await closeAll(opened);
      throw error;
    }
  },
});

/** Downloading, pulling, an idle sync and saving: the real workbench core against real hub processes over loopback. */
export const syncSection: Section = syncSectionOf(fullSizes, findPouch(process.env));
