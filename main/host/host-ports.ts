import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Clock, WorkbenchPorts } from '../core/ports.ts';
import { createStartSampleHub } from '../workers/sample-hub.ts';
import { createFileLogger } from './log-file.ts';

type HostChoices = Pick<
  WorkbenchPorts,
  'host' | 'profileFolder' | 'osKeystore' | 'passphrase' | 'deliverFile' | 'openPage'
> & {
  readonly programFolder: string;
};

const systemNames: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'macOS',
  linux: 'Linux',
  win32: 'Windows',
};

const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

/** The version of this program, from its package.json. */
const readVersion = (programFolder: string): string => {
  const parsed: unknown = JSON.parse(readFileSync(join(programFolder, 'package.json'), 'utf8'));
  const version =
    typeof parsed === 'object' && parsed !== null && 'version' in parsed ? parsed.version : null;
  return typeof version === 'string' ? version : '0.0.0';
};

/** The real world for the workbench core: this computer's clock, randomness, network and files. */
export const createHostPorts = ({ programFolder, ...choices }: HostChoices): WorkbenchPorts => {
  const log = createFileLogger(join(choices.profileFolder, 'logs', 'assay.log'), systemClock);
  return {
    ...choices,
    version: readVersion(programFolder),
    deviceName: hostname(),
    platform: systemNames[process.platform] ?? process.platform,
    clock: systemClock,
    random: (size) => randomBytes(size),
    fetch: (input, init) => globalThis.fetch(input, init),
    startSampleHub: createStartSampleHub({ programFolder, log }),
    log,
  };
};
