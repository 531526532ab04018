import type { HubDevice } from '../../shared/hub-api/results.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { HubDeps } from '../context/deps.ts';
import { typedDeviceCode } from '../core/device-code.ts';
import { instant } from '../core/ports.ts';
import { hasNul } from '../core/storable-text.ts';
import { findDeviceByCode, lockDevice, noteRevoked } from '../database/tables/devices.ts';

export type RevocationOrder = {
  /** As a person typed it. */
  readonly code: string;
  /** The account that orders it; empty: at the command line. */
  readonly by: string;
};

/**
 * Takes a device out of use for good. From the commit on the hub takes nothing from it and gives nothing to it but the
 * order to shred; other devices of the account go on. Asked again, it answers the same revocation.
 */
export const revokeDevice = (deps: HubDeps, { code, by }: RevocationOrder): Promise<Result<HubDevice>> =>
  deps.database.write(async (db) => {
    const named = hasNul(code) ? null : await findDeviceByCode(db, typedDeviceCode(code));
    if (named === null) return fail(problem('not-found'));
    const { device, deviceId } = named;
    // Events that are being judged are judged before this, or see it.
    const held = await lockDevice(db, device.accountId, deviceId);
    if (held?.revokedAt === null) await noteRevoked(db, held, by, instant(deps.clock.now()));
    return ok((await findDeviceByCode(db, device.code))?.device ?? device);
  });
