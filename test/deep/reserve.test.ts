import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('./helpers/fill-disk.ts', import.meta.url));

/** Runs it on a file system in memory that only it sees; nothing has to be taken away afterwards. */
const onSmallDisk = (ballastBytes: number) => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-small-disk-'));
  const script = `mount -t tmpfs -o size=160m tmpfs "$1" && exec "$2" "$3" "$1" "$4"`;
  const args = ['sh', folder, process.execPath, program, String(ballastBytes)];
  return spawnSync('unshare', ['-Urm', 'sh', '-c', script, ...args], { encoding: 'utf8' });
};

const tried = spawnSync('unshare', ['-Urm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { encoding: 'utf8' });
const missing = tried.status !== 0;
if (missing) process.stdout.write('No disk was filled: unshare may not mount a file system here.\n');

test.skipIf(missing)(
  'on a disk that is full to the last byte, the room in reserve is what is saved into',
  () => {
    const without = onSmallDisk(0);
    expect(without.stderr).toBe('');
    expect(JSON.parse(without.stdout)).toMatchObject({ freeWhenFull: 0, refused: 'disk-full' });
    const saidWithout = JSON.parse(without.stdout);
    const kept = onSmallDisk(16_777_216);
    expect(kept.stderr).toBe('');
    const said = JSON.parse(kept.stdout);
    expect(said).toMatchObject({
      before: 'kept',
      after: 'missing',
      freeWhenFull: 0,
      refused: 'disk-full',
    });
    expect(said.rows).toBe(said.saved);
    // Sixteen mebibytes hold thousands of edits; the log beside the database takes its part of them.
    expect(said.saved).toBeGreaterThan(saidWithout.saved + 1500);
  },
);
