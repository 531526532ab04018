import type { NewId } from '../core/ports.ts';
import type { HubDatabase } from '../database/open.ts';
import { ensureSetting, findSetting } from '../database/tables/settings.ts';
import type { HubIdentity, SampleSignIns } from './deps.ts';

/** Reads who this hub is; on the first start the hub gets its id. */
export const loadIdentity = (database: HubDatabase, newId: NewId): Promise<HubIdentity> =>
  database.write(async (db) => {
    const hubId = await ensureSetting(db, 'hub-id', newId());
    const feedEpoch = await ensureSetting(db, 'feed-epoch', newId());
    const name = await ensureSetting(db, 'hub-name', 'Assay hub');
    const sample = await findSetting(db, 'sample');
    return {
      hubId,
      name,
      feedEpoch,
      sample: sample === null ? null : (JSON.parse(sample) as SampleSignIns),
    };
  });
