import type { DeviceId } from '../../shared/domain/ids.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { inTransaction } from '../database/open.ts';
import { becomeDevice, hasForked, sendForkedAgain, sendLogAgain } from '../database/tables/restored.ts';
import type { Workspace } from './workspace.ts';

type Copied = Pick<Workspace, 'db' | 'keyring'>;

/** The profile was copied and both copies work: the hub takes each number of a device once, and has refused this one's. */
export const isCopy = ({ db }: Pick<Copied, 'db'>): boolean => hasForked(db);

/**
 * Makes a copy go on under a device id of its own, as a restored workspace does (decision 8): its whole log goes out
 * again, and the hub knows by their ids the changes it has. Open the workspace anew afterwards.
 */
export const goOnAsNewDevice = ({ db, keyring }: Copied, deviceId: DeviceId): Result<void> =>
  inTransaction(db, (writable) => {
    becomeDevice(writable, deviceId);
    sendLogAgain(writable, new Set(keyring.submissionIds()));
    return ok(sendForkedAgain(writable));
  });
