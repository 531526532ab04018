import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runAssay } from '../../../main/cli/run-assay.ts';
import { exportSealedWork } from '../../../main/services/sealed-export.ts';
import { fixturePassword, startTestHub, type TestHub } from '../../helpers/hub/start-test-hub.ts';
import { type Device, must, openDevice } from '../../sync/helpers/device.ts';
import { fillIn, outbox, submit } from '../../sync/helpers/review.ts';

let hub: TestHub;
let device: Device;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-sealed-'));
  hub = await startTestHub();
  device = await openDevice(hub.url);
  await device.signIn('rosa.lind', fixturePassword);
  must(await device.sync.now());
});

afterEach(async () => {
  await device.close();
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

const importFile = async (file: string) => {
  const out: string[] = [];
  const error: string[] = [];
  const code = await runAssay(['hub', 'import', file, '--data', hub.dataDir], {
    version: () => '0',
    entry: '',
    output: { out: (line) => out.push(line), error: (line) => error.push(line) },
  });
  return { code, out: out.join('\n'), error: error.join('\n') };
};

/** The file a reviewer carries to the hub by hand, because the network never came back. */
const exported = async (): Promise<string> => {
  const { sealingKey, hubId } = must(await device.hub.describeHub());
  let file = '';
  const delivery = await exportSealedWork({
    workspace: device.workspace,
    connection: { hubId, sealingKey },
    ports: {
      clock: { now: () => Date.now(), monotonic: () => performance.now() },
      random: (size) => crypto.getRandomValues(new Uint8Array(size)),
      deliverFile: async (name, bytes) => {
        file = join(folder, name);
        await writeFile(file, bytes);
        return { delivery: 'saved' };
      },
    },
  });
  expect(must(delivery)).toMatchObject({ delivery: 'saved', events: outbox(device).pending });
  return file;
};

describe('assay hub import FILE', () => {
  it('takes unsent work in once, and a later push finds it there', async () => {
    await fillIn(device, 'QST-1');
    await submit(device, 'QST-1');
    const { pending } = outbox(device);
    const file = await exported();
    const first = await importFile(file);
    expect(first).toMatchObject({ code: 0, error: '' });
    expect(first.out).toContain(`${pending} new, 0 already here, 0 refused`);
    expect((await importFile(file)).out).toContain(`0 new, ${pending} already here, 0 refused`);
    must(await device.sync.now());
    expect(outbox(device)).toMatchObject({ pending: 0, blocked: 0, delivered: pending });
  });

  it('refuses a file that was altered, or is something else, in words', async () => {
    await fillIn(device, 'QST-1');
    const file = await exported();
    const other = join(folder, 'notes.txt');
    await writeFile(other, 'Dear hub');
    expect(await importFile(other)).toMatchObject({ code: 1 });
    expect((await importFile(other)).error).toContain('not a sealed export');
    const altered = join(folder, 'altered.json');
    const text = await readFile(file, 'utf8');
    const sealed = JSON.parse(text) as { ciphertext: string };
    const swapped = sealed.ciphertext.startsWith('A') ? 'B' : 'A';
    await writeFile(altered, JSON.stringify({ ...sealed, ciphertext: swapped + sealed.ciphertext.slice(1) }));
    const refused = await importFile(altered);
    expect(refused.code).toBe(1);
    expect(refused.error).toContain('cannot be opened');
  });
});
