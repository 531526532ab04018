import type { HubDevice } from '../../shared/hub-api/results.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { HubDeps } from '../context/deps.ts';
import type { Actor } from '../core/actor.ts';
import { deviceCode } from '../core/device-code.ts';
import { listDevices } from '../database/tables/devices.ts';
import { sealPageKey } from './page-key.ts';
import { type Page, type PageQuery, pageOf } from './results.ts';

/** Everybody's devices, or one account's. */
export const devicesPage = (
  deps: HubDeps,
  query: PageQuery,
  accountId: string | null = null,
): Promise<Result<Page<HubDevice>>> =>
  pageOf(deps, query, {
    list: (db, key, limit) =>
      listDevices(db, accountId, key === null ? null : { registeredAt: key[0], code: key[1] }, limit),
    keyOf: ({ registeredAt, code }) => sealPageKey(registeredAt, code),
  });

type OwnDevice = HubDevice & { readonly current: boolean };

/** A person's own devices, with a mark on the one that asks. */
export const ownDevicesPage = async (
  deps: HubDeps,
  { account, deviceId }: Actor,
  query: PageQuery,
): Promise<Result<Page<OwnDevice>>> => {
  const page = await devicesPage(deps, query, account.id);
  if (!page.ok) return page;
  const current = deviceCode(account.id, deviceId);
  const items = page.value.items.map((device) => ({ ...device, current: device.code === current }));
  return ok({ items, next: page.value.next });
};
