import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { countDownloads } from '../../../main/database/tables/downloads.ts';
import { pull } from '../../../main/sync/pull/pull.ts';
import { must } from '../../sync/helpers/device.ts';
import { takeTurns } from '../repeat.ts';
import type { Measured } from '../section.ts';
import { aDevice } from './a-device.ts';
import { accounts, type BenchFile, type BenchProgram } from './bench-program.ts';

type Setting = {
  readonly folder: string;
  readonly program: BenchProgram;
  readonly hubUrl: string;
  readonly filesUrl: string;
  readonly repetitions: number;
};

/** As many files at once as the workbench fetches. */
const filesAtOnce = 2;

/** Ours: from the first request for evidence until every file is verified, sealed and in its place in the vault. */
const download = async ({ hubUrl, program }: Setting): Promise<number> => {
  const device = await aDevice(hubUrl, accounts.evidence);
  try {
    must(await pull(device.syncDeps(), new AbortController().signal));
    const begun = performance.now();
    must(await device.sync.now());
    await device.sync.settled();
    const ms = performance.now() - begun;
    const { bytesHere, filesHere } = countDownloads(device.workspace.db);
    if (filesHere !== program.large.length) throw new Error(`only ${filesHere} files came`);
    return bytesHere / 1e3 / ms;
  } finally {
    await device.close();
  }
};

/** One file through the bare parts: loopback, SHA-256, AES-256-GCM, disk with one fsync at the end. */
const bareFile = async (url: string, folder: string, { name, sha256 }: BenchFile): Promise<void> => {
  const answer = await fetch(`${url}/${name}`);
  if (!answer.ok || answer.body === null) throw new Error(`the plain server answered ${answer.status}`);
  const hash = createHash('sha256');
  const cipher = createCipheriv('aes-256-gcm', randomBytes(32), randomBytes(12));
  const file = await open(join(folder, name), 'w');
  try {
    for await (const bytes of answer.body) {
      hash.update(bytes);
      await file.write(cipher.update(bytes));
    }
    cipher.final();
    await file.write(cipher.getAuthTag());
    await file.sync();
  } finally {
    await file.close();
  }
  if (hash.digest('hex') !== sha256) throw new Error(`${name} did not arrive as it is`);
};

const bareDownload = async ({ folder, filesUrl, program }: Setting): Promise<number> => {
  const target = await mkdtemp(join(folder, 'bare-'));
  const waiting = [...program.large];
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      await bareFile(filesUrl, target, one);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: filesAtOnce }, work));
  const ms = performance.now() - begun;
  await rm(target, { recursive: true });
  return totalBytes(program) / 1e3 / ms;
};

const totalBytes = ({ large }: BenchProgram): number => large.reduce((sum, { size }) => sum + size, 0);

export const measureEvidenceDownload = async (setting: Setting): Promise<Measured> => {
  const { ours, peer } = await takeTurns({
    warmUps: 1,
    repetitions: setting.repetitions,
    ours: () => download(setting),
    peer: () => bareDownload(setting),
  });
  const sizes = setting.program.large.map(({ size }) => Math.round(size / 1e6)).join(', ');
  return {
    unit: 'MB/s',
    ours,
    peer,
    note:
      `files of ${sizes} MB from a hub in a process of its own, until each is verified part by part and as a whole, ` +
      'sealed, synced and in the vault; peer: node http → fetch → SHA-256 → AES-256-GCM → file, one fsync each, ' +
      `${filesAtOnce} files at once as ours`,
  };
};
