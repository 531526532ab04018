import { inTransaction } from '../../../main/database/open.ts';
import { countDownloads, noteHere } from '../../../main/database/tables/downloads.ts';
import { pull } from '../../../main/sync/pull/pull.ts';
import { ok } from '../../../shared/lib/result.ts';
import { type Device, must } from '../../sync/helpers/device.ts';
import { takeTurns } from '../repeat.ts';
import type { Measured } from '../section.ts';
import { aDevice } from './a-device.ts';

/** A computer that has everything its account's feed holds, evidence included. */
export const upToDate = async (hubUrl: string, account: string): Promise<Device> => {
  const device = await aDevice(hubUrl, account);
  must(await pull(device.syncDeps(), new AbortController().signal));
  const { db } = device.workspace;
  const files = db
    .prepare<{ submissionId: string; sha256: string }>(
      'SELECT submission_id AS submissionId, sha256 FROM device_downloads',
    )
    .all();
  const noted = inTransaction(db, (writable) => {
    for (const file of files) noteHere(writable, file);
    return ok(undefined);
  });
  must(noted);
  // Whatever there is to say once, about the session or the feed, is said here.
  must(await device.sync.now());
  return device;
};

/** One sync with nothing new and nothing to send: its milliseconds. It throws when it costs more than one request. */
const syncOnce = async ({ sync, net }: Device): Promise<number> => {
  const before = net.requests.length;
  const begun = performance.now();
  must(await sync.now());
  const ms = performance.now() - begun;
  await sync.settled();
  const requests = net.requests.length - before;
  if (requests !== 1) throw new Error(`a sync with nothing new made ${requests} requests`);
  return ms;
};

/** `many` against `few`: the same sync where there is more on the computer. */
export const measureNothingNew = async (many: Device, few: Device, times: number): Promise<Measured> => {
  const { ours, peer } = await takeTurns({
    warmUps: 5,
    repetitions: times,
    ours: () => syncOnce(many),
    peer: () => syncOnce(few),
  });
  const files = (device: Device) => countDownloads(device.workspace.db).files;
  return {
    unit: 'ms',
    ours,
    peer,
    note:
      `a whole sync with nothing new, exactly one request each time (a second one fails the bench): a computer with ` +
      `${files(many)} files and all that belongs to them against one with ${files(few)}`,
  };
};
