import { randomBytes } from 'node:crypto';
import { closeSync, openSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { inTransaction } from '../../../main/database/open.ts';
import { deriveKeys, generateRootKey } from '../../../main/keys/root-key.ts';
import { openWorkspace } from '../../../main/services/workspace.ts';
import { deviceIdSchema } from '../../../shared/domain/ids.ts';
import { ok } from '../../../shared/lib/result.ts';

/*
 * Opens a workspace on a small disk of its own (the folder given), fills that disk to the last byte, and saves until it
 * is refused. Says as JSON what came of it.
 */
const folder = process.argv[2] ?? '';
const ballastBytes = Number(process.argv[3]);

const free = (): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

/** False once the disk takes no more of it. */
const takes = (file: number, bytes: Uint8Array): boolean => {
  try {
    return writeSync(file, bytes) === bytes.length;
  } catch {
    return false;
  }
};

const fill = (): void => {
  const file = openSync(join(folder, 'filler'), 'w');
  for (const size of [1_048_576, 4096, 1]) while (takes(file, Buffer.alloc(size, 1)));
  closeSync(file);
};

const random = (size: number) => new Uint8Array(randomBytes(size));
const opened = await openWorkspace({
  folder: join(folder, 'workspace'),
  keys: deriveKeys(generateRootKey(random)),
  random,
  newDeviceId: deviceIdSchema.parse('device-1'),
  reserve: { bytes: ballastBytes, freeBytes: async () => free() },
});
if (!opened.ok) throw new Error(opened.problem.code);
const { db, ballast, close } = opened.value;
await ballast.restore();
const before = ballast.state();
fill();
const freeWhenFull = free();
let saved = 0;
let refused = '';
while (refused === '') {
  const done = inTransaction(db, (writable) => {
    const put = writable.prepare('INSERT INTO device_settings (name, value) VALUES (?, ?)');
    put.run(`words-${saved}`, 'x'.repeat(3000));
    return ok(undefined);
  });
  if (done.ok) saved += 1;
  else refused = done.problem.code;
}
const rows = db
  .prepare<{ n: number }>("SELECT COUNT(*) AS n FROM device_settings WHERE name LIKE 'words-%'")
  .get();
// Even that may find no room: then the next start finds that the exit was not clean.
await close();
const said = {
  before,
  after: ballast.state(),
  freeWhenFull,
  saved,
  rows: rows?.n,
  refused,
};
process.stdout.write(JSON.stringify(said));
