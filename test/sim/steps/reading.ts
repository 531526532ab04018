import { countUp } from '../world/counts.ts';
import type { SimDevice } from '../world/device.ts';
import type { Stream } from '../world/random.ts';
import { report, type World } from '../world/world.ts';

export const SERVED = '11 served bytes match the manifest';

type Row = { readonly submissionId: string; readonly sha256: string };

/** What the workbench says is here. */
export const filesHere = ({ run }: SimDevice): Row[] =>
  run.workspace.db
    .prepare<Row>(
      `SELECT submission_id AS submissionId, sha256 FROM device_downloads WHERE state = 'here'
       ORDER BY submission_id, sha256`,
    )
    .all();

/** Reads a range of one file, as a viewer does: every byte is the one the manifest names. */
export const readSomething = async (world: World, device: SimDevice, random: Stream): Promise<void> => {
  const here = filesHere(device);
  if (here.length === 0) return;
  const row = random.pick(here);
  const { length } = world.template.evidence.get(row.sha256) ?? [];
  const start = random.below(Math.max(1, length));
  await readRange(world, device, row, start, start + random.below(Math.max(1, length - start)));
};

export const readRange = async (
  world: World,
  device: SimDevice,
  { submissionId, sha256 }: Row,
  start: number,
  end: number,
): Promise<void> => {
  const expected = world.template.evidence.get(sha256);
  if (expected === undefined) return report(world, SERVED, `${sha256} is no file of the program`);
  const opened = await device.run.workspace.vault.open(submissionId, sha256);
  if (!opened.ok) {
    // A recusal or an erasure may be under way: then nothing is served, which is right.
    if (opened.problem.code === 'evidence-damaged')
      report(world, SERVED, `${sha256} is here and does not open`);
    return;
  }
  countUp(world.checks, SERVED);
  const pieces: Uint8Array[] = [];
  for await (const piece of opened.value.stream(start, end)) pieces.push(Uint8Array.from(piece));
  await opened.value.close();
  if (!Buffer.concat(pieces).equals(expected.subarray(start, end + 1))) {
    report(world, SERVED, `bytes ${start}-${end} of ${sha256} are others on ${device.name}`);
  }
};
