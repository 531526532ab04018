import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { streamOf } from '../sim/world/random.ts';
import { type BridgeClient, openBridge } from './helpers/bridge-client.ts';
import { drain, end, inspect, newProfile, setUp } from './helpers/profile-run.ts';
import { hub, whyNoWebHost } from './helpers/programs.ts';
import { writeProofProgram } from './helpers/proof-program.ts';
import { EndedEarly, startProcess } from './helpers/start-process.ts';

/* A small disk of its own for the profile: really full under the running program, really read-only at its start. */

const mount = (...args: string[]): string | null => {
  const { status, error, stderr } = spawnSync('mount', args, { encoding: 'utf8' });
  return status === 0 ? null : (error?.message ?? stderr.trim());
};

const whyNoMount = async (): Promise<string | null> => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'only root on Linux may mount a small disk';
  const tried = await mkdtemp(join(tmpdir(), 'assay-mount-'));
  const reason = mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', tried);
  if (reason === null) spawnSync('umount', [tried]);
  await rm(tried, { recursive: true });
  return reason === null ? null : `a small disk cannot be mounted here: ${reason}`;
};

const missing = (await whyNoMount()) ?? whyNoWebHost();
if (missing !== null) process.stdout.write(`No disk was filled: ${missing}.\n`);

const DISK = 32 * 1_048_576;
/** Left free while the disk is full: less than one commit of the database needs. Bytes. */
const CRUMB = 8192;

test.skipIf(missing !== null)(
  'a disk that is really full, then read-only: answered in words, nothing lost',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'assay-full-'));
    const compileCache = join(folder, 'compiled');
    const disk = join(folder, 'desk');
    const around = { home: join(folder, 'home'), temporary: join(folder, 'tmp'), compileCache };
    for (const one of [...Object.values(around), disk]) await mkdir(one, { recursive: true });
    expect(mount('-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', disk)).toBeNull();
    const random = streamOf('full disk', 1);
    const wanted = { reviewers: 1, recordings: [300_000, 40_000], plans: true, seed: 1 };
    const program = await writeProofProgram(join(folder, 'program'), wanted);
    const data = join(folder, 'hub');
    const served = await startProcess(hub(data, program.folder, 0, around));
    const [account = ''] = program.reviewers;
    try {
      const run = await newProfile({ folder: disk, account, hubUrl: served.url, random, compileCache });
      const started = await startProcess(run.command());
      const bridge = await openBridge(started.url);
      await setUp(run, bridge, 1);

      const ballast = join(disk, 'ballast');
      const { bavail, bsize } = await statfs(disk);
      await writeFile(ballast, Buffer.alloc(bavail * bsize - CRUMB));
      await writeUntil(bridge, 'disk-full');
      await rm(ballast);
      await goesOn(bridge);

      await end(started, bridge);
      expect(await inspect(run, 'may be stored')).toBeGreaterThan(0);

      // Under the running program no system lets it happen: files are open for writing. So the next start meets it.
      expect(mount('-o', 'remount,ro', disk)).toBeNull();
      const refused = await startProcess(run.command()).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(EndedEarly);
      expect((refused as EndedEarly).stderr).toMatch(/the disk answered \w+\. What was saved before is safe/);
      expect((refused as EndedEarly).stderr).not.toContain('    at ');

      // With room for evidence too: what was written goes to the hub, all of it, once.
      expect(mount('-o', 'remount,rw,size=4g', disk)).toBeNull();
      expect((await drain(run, data)).events).toBeGreaterThan(5);

      async function writeUntil(client: BridgeClient, code: string): Promise<void> {
        for (let acts = 0; acts < 200 && !run.writer.problems.has(code); acts += 1) {
          await run.writer.actInBulk(client, 20);
        }
        expect([...run.writer.problems.keys()]).toContain(code);
        expect([...run.writer.problems.keys()]).not.toContain('internal');
      }

      async function goesOn(client: BridgeClient): Promise<void> {
        const before = run.writer.ledger.acknowledged();
        for (let acts = 0; acts < 4; acts += 1) await run.writer.actInBulk(client, 2);
        expect(run.writer.ledger.acknowledged()).toBe(before + 4);
        expect(await run.writer.check(client)).toBeGreaterThan(0);
      }
    } finally {
      served.kill('SIGTERM');
      await served.exited;
      spawnSync('umount', ['-l', disk]);
      await rm(folder, { recursive: true, force: true });
    }
  },
);
