import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lockProfile } from '../../../main/database/profile-lock.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail } from '../../../shared/lib/result.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const module = join(import.meta.dirname, '..', '..', '..', 'main', 'database', 'profile-lock.ts');

/** Another Assay: it takes the lock, says so, and stays. */
const lockInAnotherProcess = async (profile: string): Promise<ChildProcess> => {
  const script = `const { lockProfile } = await import(${JSON.stringify(module)});
    const lock = lockProfile(${JSON.stringify(profile)});
    console.log(lock.ok ? 'locked' : 'refused');
    setInterval(() => lock.value, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(child.stdout ?? child, 'data');
  expect(String(line).trim()).toBe('locked');
  return child;
};

test('a profile another process has open is refused, and free again once that process is killed', async () => {
  const profile = tempFolder();
  const other = await lockInAnotherProcess(profile);
  expect(lockProfile(profile)).toEqual(fail(problem('workspace-in-use')));
  other.kill('SIGKILL');
  await once(other, 'exit');
  const lock = lockProfile(profile);
  expect(lock.ok).toBe(true);
  if (lock.ok) lock.value.release();
});

test('one process does not open a profile twice either', () => {
  const profile = tempFolder();
  const lock = lockProfile(profile);
  expect(lockProfile(profile)).toEqual(fail(problem('workspace-in-use')));
  if (lock.ok) lock.value.release();
  const again = lockProfile(profile);
  expect(again.ok).toBe(true);
  if (again.ok) again.value.release();
});
