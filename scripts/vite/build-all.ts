import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type InlineConfig } from 'vite';
import { mainConfig, programs } from './main-config.ts';
import { bridgeConfig, preloadConfig } from './page-configs.ts';
import { rendererConfig } from './renderer-config.ts';
import { repository } from './repository.ts';

type Target = {
  readonly name: string;
  /** Folders whose every file can change the outcome. */
  readonly sources: readonly string[];
  /** Folders under dist that are this target's alone. */
  readonly folders: readonly string[];
  /** Builds into a folder that stands for dist. */
  readonly config: (dist: string) => InlineConfig;
};

const dist = join(repository, 'dist');

const targets: readonly Target[] = [
  {
    name: 'renderer',
    sources: ['renderer', 'shared'],
    folders: ['renderer'],
    config: (out) => rendererConfig(join(repository, 'renderer'), join(out, 'renderer')),
  },
  {
    name: 'main',
    sources: ['main', 'hub', 'shared'],
    folders: ['main', 'hub', 'chunks'],
    config: (out) => mainConfig(out, programs),
  },
  {
    name: 'preload',
    sources: ['main/preload', 'main/host', 'shared'],
    folders: ['preload'],
    config: (out) => preloadConfig(join(out, 'preload')),
  },
  {
    name: 'web bridge',
    sources: ['main/web', 'shared'],
    folders: ['web'],
    config: (out) => bridgeConfig(join(out, 'web')),
  },
];

const filesUnder = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

/** A digest of everything the target is made from: its sources, how it is built, and the installed packages. */
const digestOf = async ({ sources }: Target): Promise<string> => {
  const folders = [...sources, 'scripts/vite'].map((folder) => join(repository, folder));
  const files = (await Promise.all(folders.map(filesUnder))).flat().sort();
  const hash = createHash('sha256');
  for (const file of [...files, join(repository, 'package-lock.json')]) {
    hash.update(`${file}\n`).update(await readFile(file));
  }
  return hash.digest('hex');
};

const stampOf = ({ name }: Target): string => join(dist, '.stamps', name.replaceAll(' ', '-'));

const isFresh = async (target: Target, digest: string): Promise<boolean> => {
  const built = target.folders.filter((folder) => folder !== 'chunks');
  if (!built.every((folder) => existsSync(join(dist, folder)))) return false;
  return existsSync(stampOf(target)) && (await readFile(stampOf(target), 'utf8')) === digest;
};

/** Puts what was built in the place of what was there. */
const replaceFolder = async (stage: string, folder: string): Promise<void> => {
  await rm(join(dist, folder), { recursive: true, force: true });
  if (existsSync(join(stage, folder))) await rename(join(stage, folder), join(dist, folder));
};

/** Builds aside and moves into place at the end, so that a build that fails leaves the one before it. */
const buildTarget = async (target: Target, force: boolean): Promise<boolean> => {
  const digest = await digestOf(target);
  if (!force && (await isFresh(target, digest))) return false;
  const stage = await mkdtemp(join(dist, '.stage-'));
  try {
    await build(target.config(stage));
    await rm(stampOf(target), { force: true });
    for (const folder of target.folders) await replaceFolder(stage, folder);
    await writeFile(stampOf(target), digest);
    return true;
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
};

export type BuildOutcome = { readonly built: readonly string[]; readonly failures: readonly string[] };

/** Builds what is missing or older than its sources. One target that fails does not keep the others from being built. */
export const buildAll = async ({ force }: { force: boolean }): Promise<BuildOutcome> => {
  await mkdir(join(dist, '.stamps'), { recursive: true });
  const outcomes = await Promise.allSettled(targets.map((target) => buildTarget(target, force)));
  const named = targets.map(({ name }, index) => ({ name, outcome: outcomes[index] }));
  return {
    built: named.flatMap(({ name, outcome }) =>
      outcome?.status === 'fulfilled' && outcome.value ? [name] : [],
    ),
    failures: named.flatMap(({ name, outcome }) =>
      outcome?.status === 'rejected' ? [`The ${name} could not be built: ${String(outcome.reason)}`] : [],
    ),
  };
};
