import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { whyNoWebHost } from './helpers/programs.ts';
import { whyNoStrace } from './helpers/strace.ts';
import { checkDurability, type Durability } from './trace/check-durability.ts';
import { type Recorded, recordTrace } from './trace/record-trace.ts';

const missing = whyNoStrace() ?? whyNoWebHost();
if (missing !== null) process.stdout.write(`The system-call trace was not made: ${missing}.\n`);

/** Commands whose ok says "Saved". */
const saving =
  /\/api\/(review\.(applyEdits|submit|amend|raiseChildSafety)|commentBank\.put|settings\.set|session\.signIn)/;
/** Asked again and again while files are downloaded. */
const polled = /\/api\/sync\.getStatus/;
const wal = /^.*f(data)?sync\(\d+<[^>]*-wal>\) += 0$/;
const answered = /<TCP.*"HTTP\/1\.1 200 .*\{\\"ok\\":true/;

const logSync = /^.*f(data)?sync\(\d+<[^>]*-wal>/;
const logWrite = /^.*pwrite64\(\d+<[^>]*-wal>/;

/** The one sync of the log that each good answer stands on: there were writes before it, and no other sync after it. */
const decisiveSyncs = (lines: readonly string[]): number[] => {
  let last: number | null = null;
  let written = false;
  return lines.flatMap((line, at) => {
    if (logWrite.test(line)) written = true;
    if (logSync.test(line)) {
      last = written && wal.test(line) ? at : null;
      written = false;
    }
    if (last === null || !answered.test(line)) return [];
    const decisive = last;
    last = null;
    return [decisive];
  });
};

const ofWorkbench = (text: string, { profile }: Recorded): Durability =>
  checkDurability(text, { root: profile, changing: saving, looking: polled, good: /\{\\"ok\\":true/ });

const ofHub = ({ hub, hubData }: Recorded): Durability =>
  checkDurability(hub, { root: hubData, changing: /POST \/v1\/(events|sessions)/, good: /HTTP\/1\.1 20\d/ });

const recorded = async <T>(
  planted: { readonly workbench?: string; readonly hub?: string },
  look: (trace: Recorded) => T,
): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-trace-'));
  try {
    return look(await recordTrace(folder, planted));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

describe.skipIf(missing !== null)('by its system calls', () => {
  test('everything is on the disk before it is answered, at the workbench and at the hub', async () => {
    await recorded({}, (trace) => {
      const workbench = ofWorkbench(trace.workbench, trace);
      const hub = ofHub(trace);
      const { exchanges: _, violations: none, ...counts } = workbench;
      process.stdout.write(
        `${JSON.stringify({ workbench: counts, hub: { ...hub, exchanges: undefined } })}\n`,
      );
      expect(none).toEqual([]);
      expect(hub.violations).toEqual([]);
      expect(workbench.acknowledged).toBeGreaterThan(15);
      expect(workbench.renames).toBeGreaterThan(5);
      expect(hub.exchanges.filter(({ question }) => question === 'POST /v1/events').length).toBeGreaterThan(
        1,
      );
      // The same trace without the sync that an answer stands on, whichever answer, is no proof any more.
      const lines = trace.workbench.split('\n');
      const syncs = decisiveSyncs(lines);
      expect(syncs.length).toBeGreaterThan(15);
      for (const at of syncs) {
        expect(ofWorkbench(lines.toSpliced(at, 1).join('\n'), trace).violations, lines[at]).not.toEqual([]);
      }
    });
  });

  test.each([
    'synchronous off',
    'synchronous normal',
    'files are not synced',
    'folders are not synced',
    'evidence is not synced',
  ])('a workbench with the bug "%s" is found out', async (planted) => {
    const found = await recorded({ workbench: planted }, (trace) => ofWorkbench(trace.workbench, trace));
    expect(found.violations).not.toEqual([]);
  });

  test.each(['hub synchronous off', 'hub synchronous normal'])(
    'a hub with the bug "%s" is found out',
    async (planted) => {
      expect((await recorded({ hub: planted }, ofHub)).violations).not.toEqual([]);
    },
  );
});
