import type { ReviewRegister } from '../../../shared/domain/review-register.ts';
import type { Overtaken } from '../../../shared/workbench-api/other-device.ts';

/** Who wrote what stands at the hub, as this device says it; null where the hub has nothing. */
export const writtenBy = (register: ReviewRegister | undefined, deviceId: string): Overtaken['by'] | null =>
  register === undefined
    ? null
    : {
        name: register.device.name,
        here: register.device.id === deviceId,
        receivedAt: register.receivedAt,
      };
