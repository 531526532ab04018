import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expandDiscussion } from '../../hub/sample/expand-discussion.ts';
import { seedSample } from '../../hub/sample/seed.ts';
import type { SampleHubMessage } from '../../hub/sample/worker.ts';
import { type HubDescription, hubDescriptionSchema } from '../../shared/hub-api/session.ts';
import { fixturePassword, fixtureProgram, openForTest } from '../helpers/hub/start-test-hub.ts';
import { testClock } from '../helpers/hub/test-clock.ts';
import { signInDevice } from '../helpers/hub/test-device.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-sample-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const describeAt = async (url: string): Promise<HubDescription> =>
  hubDescriptionSchema.parse(await (await fetch(`${url}/v1/hub`)).json());

describe('the long recording', () => {
  const expand = async (ulaw: Uint8Array): Promise<Buffer> => {
    const path = join(folder, 'long.ulaw');
    await writeFile(path, ulaw);
    const pieces: Uint8Array[] = [];
    for await (const piece of expandDiscussion(path)) pieces.push(piece);
    return Buffer.concat(pieces);
  };

  it('becomes a WAV of 48 kHz, two channels and 16 bit, the same each time', async () => {
    const wav = await expand(Uint8Array.from({ length: 100_000 }, (_, at) => at % 256));
    expect(wav.length).toBe(44 + 100_000 * 6 * 4);
    expect([wav.toString('latin1', 0, 4), wav.toString('latin1', 8, 16)]).toEqual(['RIFF', 'WAVEfmt ']);
    expect(wav.readUInt32LE(4)).toBe(wav.length - 8);
    expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34), wav.readUInt32LE(40)]).toEqual([
      2,
      48_000,
      16,
      wav.length - 44,
    ]);
    expect((await expand(Uint8Array.from({ length: 100_000 }, (_, at) => at % 256))).equals(wav)).toBe(true);
  });

  it('decodes µ-law as G.711 has it, and passes through each sample', async () => {
    // Published values: silence, the loudest of each sign, and one in between.
    const known: [number, number][] = [
      [0xff, 0],
      [0x7f, 0],
      [0x80, 32_124],
      [0x00, -32_124],
      [0xf2, 104],
    ];
    const wav = await expand(Uint8Array.from(known, ([code]) => code));
    const samples = known.map((_, at) => wav.readInt16LE(44 + ((at + 1) * 6 - 1) * 4));
    expect(samples).toEqual(known.map(([, value]) => value));
  });
});

describe('seeding a sample hub', () => {
  it('happens once, and brings the long recording with its captions into the program', async () => {
    const program = join(folder, 'sample/program');
    await cp(fixtureProgram, program, { recursive: true });
    await writeFile(join(folder, 'sample/long-discussion.ulaw'), Buffer.alloc(8000, 0x90));
    await writeFile(join(folder, 'sample/long-discussion.vtt'), 'WEBVTT\n');
    const dataDir = join(folder, 'data');
    await mkdir(dataDir);
    const first = await openForTest(dataDir, undefined, testClock(), []);
    // The recording belongs to a submission that the fixture program does not have.
    await expect(seedSample(first, program, dataDir)).rejects.toThrow('submissions/WGQ-108');
    expect(first.identity.sample).toBeNull();
    await rm(join(folder, 'sample/long-discussion.ulaw'));
    const seeded = await seedSample(first, program, dataDir);
    expect(seeded.identity.sample).toMatchObject({ password: fixturePassword });
    expect(seeded.identity.sample?.accounts).toHaveLength(5);
    await first.database.close();
    const again = await openForTest(dataDir, undefined, testClock(), []);
    expect(again.identity.sample).toEqual(seeded.identity.sample);
    await seedSample(again, join(folder, 'nothing here'), dataDir);
    await again.database.close();
  });
});

describe('the sample hub in a thread', () => {
  const start = (workerData: unknown) => {
    const worker = new Worker(join(root, 'hub/sample/worker.ts'), { workerData });
    const said = new Promise<Exclude<SampleHubMessage, { kind: 'log' }>>((resolve, reject) => {
      worker.on('message', (message: SampleHubMessage) => {
        if (message.kind !== 'log') resolve(message);
      });
      worker.once('error', reject);
    });
    const ended = new Promise<number>((resolve) => worker.once('exit', resolve));
    return { worker, said, ended };
  };

  it('says where it listens, serves, and ends when told to', async () => {
    const { worker, said, ended } = start({ dataDir: join(folder, 'hub'), programFolder: fixtureProgram });
    const message = await said;
    if (message.kind !== 'ready') throw new Error(message.problem);
    expect((await describeAt(message.url)).sample?.password).toBe(fixturePassword);
    const device = await signInDevice(message.url, 'rosa.lind', fixturePassword);
    expect((await device.pull()).live.size).toBeGreaterThan(0);
    worker.postMessage('stop');
    expect(await ended).toBe(0);
  });

  it('says in a sentence why it cannot start', async () => {
    const { worker, said, ended } = start({
      dataDir: join(folder, 'hub'),
      programFolder: join(folder, 'absent'),
    });
    const message = await said;
    expect(message).toMatchObject({ kind: 'failed' });
    expect(message.kind === 'failed' && message.problem).toContain('is not a folder that can be read');
    worker.postMessage('stop');
    expect(await ended).toBe(0);
  });
});

describe('node hub/server.ts', () => {
  const run = (args: readonly string[], nodeArgs: readonly string[] = []) => {
    const child = spawn(process.execPath, [...nodeArgs, join(root, 'hub/server.ts'), ...args], {
      env: { ...process.env, XDG_DATA_HOME: join(folder, 'home') },
      cwd: folder,
    });
    let errors = '';
    child.stderr.on('data', (bytes) => {
      errors += String(bytes);
    });
    const lines: string[] = [];
    const reader = createInterface({ input: child.stdout });
    const firstLine = new Promise<string>((resolve) => reader.once('line', resolve));
    reader.on('line', (line) => lines.push(line));
    const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
    return { child, firstLine, lines, ended, errors: () => errors };
  };

  it('prints one line of JSON, keeps its data, and ends cleanly on SIGTERM', async () => {
    const args = [
      '--sample',
      '--program',
      fixtureProgram,
      '--data',
      join(folder, 'hub'),
      '--port',
      '0',
      '--json',
    ];
    const first = run(args);
    const ready = JSON.parse(await first.firstLine) as { url: string; hubId: string; sample: unknown };
    expect(ready.sample).toMatchObject({ password: fixturePassword });
    await signInDevice(ready.url, 'rosa.lind', fixturePassword);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(first.lines).toHaveLength(1);
    expect(first.errors()).toBe('');
    const second = run(args);
    expect(JSON.parse(await second.firstLine)).toMatchObject({ hubId: ready.hubId, sample: ready.sample });
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
  });

  it('ends cleanly on a signal that comes with its first line', async () => {
    const interruptAtFirstLine = `data:text/javascript,
      const { write } = process.stdout;
      process.stdout.write = (...line) => {
        write.apply(process.stdout, line);
        process.kill(process.pid, 'SIGINT');
        return true;
      };`;
    const hub = run(['--json', '--port', '0'], ['--import', interruptAtFirstLine]);
    expect(JSON.parse(await hub.firstLine)).toMatchObject({ sample: null });
    expect(await hub.ended).toBe(0);
    expect(hub.errors()).toBe('');
  });

  it('shows people the sign-ins, and puts an empty hub where it is run', async () => {
    const sample = run(['--sample', '--program', fixtureProgram, '--port', '0']);
    expect(await sample.firstLine).toMatch(/^Assay sample hub is ready at http:\/\/127\.0\.0\.1:\d+$/);
    sample.child.kill('SIGTERM');
    await sample.ended;
    expect(sample.lines).toContain(`Sign in with the password ${fixturePassword} as one of:`);
    expect(sample.lines.join('\n')).toMatch(/rosa\.lind +Rosa Lind \(reviewer\)/);
    const empty = run(['--json', '--port', '0']);
    expect(JSON.parse(await empty.firstLine)).toMatchObject({ sample: null });
    empty.child.kill('SIGTERM');
    await empty.ended;
    await rm(join(folder, 'hub-data/hub.sqlite'));
  });

  it('takes another port unless one was named, and says what is wrong in a sentence', async () => {
    const holder = createServer();
    const port = await new Promise<number>((resolve) => {
      holder.listen(0, '127.0.0.1', () => resolve((holder.address() as { port: number }).port));
    });
    const refused = run(['--data', join(folder, 'a'), '--port', String(port)]);
    expect(await refused.ended).toBe(1);
    expect(refused.errors()).toContain(String(port));
    expect(refused.errors()).not.toContain('    at ');
    const wrong = run(['--port', 'many']);
    expect(await wrong.ended).toBe(1);
    expect(wrong.errors()).toBe('--port many is not a port.\n');
    await new Promise((resolve) => holder.close(resolve));
  });
});
