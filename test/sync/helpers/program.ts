import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixtureProgram } from '../../helpers/hub/start-test-hub.ts';

/** The fixture program with one more file in QST-1: `megabytes` of text that never repeats within a part. */
export const programWithBigFile = async (megabytes: number) => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-program-'));
  await cp(fixtureProgram, folder, { recursive: true });
  const bytes = Buffer.alloc(megabytes * 1_000_000);
  let state = 1;
  for (let at = 0; at < bytes.length; at += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes.writeUInt32LE(state, Math.min(at, bytes.length - 4));
  }
  const slot = join(folder, 'submissions', 'QST-1', 'recording');
  await mkdir(slot, { recursive: true });
  await writeFile(
    join(slot, 'lesson.mp3'),
    Buffer.concat([Buffer.from('ID3\x04\x00\x00\x00\x00\x00\x00', 'latin1'), bytes]),
  );
  const whole = Buffer.concat([Buffer.from('ID3\x04\x00\x00\x00\x00\x00\x00', 'latin1'), bytes]);
  return {
    folder,
    size: whole.length,
    sha256: createHash('sha256').update(whole).digest('hex'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};
