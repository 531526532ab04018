import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withdrawAssignment } from '../../../hub/services/withdraw-assignment.ts';
import { programCopy } from './program-copy.ts';
import { reviewDesk } from './review-work.ts';
import { startTestHub, type TestHub } from './start-test-hub.ts';
import type { AssignedWork, TestDevice } from './test-device.ts';

/** `former`: had the assignment until it was withdrawn. `stranger`: a reviewer who never had anything to do with it. */
export const everyone = ['nobody', 'owner', 'stranger', 'former', 'calibration-lead', 'issuer'] as const;
export type Who = (typeof everyone)[number];
export type SignedIn = Exclude<Who, 'nobody'>;

/** Rosa owns QST-2 and has submitted it; Ida had it too, until it was withdrawn; Ben never had it. */
export type Stage = {
  readonly hub: TestHub;
  readonly url: string;
  readonly devices: Record<SignedIn, TestDevice>;
  readonly work: AssignedWork;
  readonly formerWork: AssignedWork;
  readonly sha256: string;
  readonly artifactId: string;
};

export const accounts: Record<SignedIn, string> = {
  owner: 'rosa.lind',
  stranger: 'ben.achebe',
  former: 'ida.moreau',
  'calibration-lead': 'lea.stone',
  issuer: 'ivo.marsh',
};

/** Call `removeScratchFolders` in the test file. */
export const setStage = async (): Promise<Stage> => {
  const program = await programCopy();
  await appendFile(join(program, 'assignments.csv'), 'QST-2,ida.moreau,live,+6d\n');
  const hub = await startTestHub({ program });
  const writer = await hub.signIn('rosa.lind');
  const work = await writer.assignment('QST-2');
  await writer.push(reviewDesk(writer, work).whole());
  const former = await hub.signIn('ida.moreau');
  const formerWork = await former.assignment('QST-2');
  await former.push(reviewDesk(former, formerWork).whole());
  await hub.deps.database.write((db) => withdrawAssignment(db, formerWork.assignment.id));
  const artifact = [...(await writer.pull()).live.values()].find(
    (one) => one.kind === 'artifact' && one.state.submissionId === work.submission.id,
  );
  if (artifact?.kind !== 'artifact') throw new Error('the fixture has no artifact');
  const devices = Object.fromEntries(
    await Promise.all(
      Object.entries(accounts).map(async ([who, account]) => [who, await hub.signIn(account)] as const),
    ),
  ) as Stage['devices'];
  const { sha256, id: artifactId } = artifact.state;
  return { hub, url: hub.url, devices, work, formerWork, sha256, artifactId };
};
