import type { HubDeps } from '../context/deps.ts';
import { instant } from '../core/ports.ts';
import { findBackup, finishBackup, insertBackup } from '../database/tables/backups.ts';
import { putSetting } from '../database/tables/settings.ts';

/**
 * Notes how far every device has come before a backup begins. What the backup holds is at least that. Value: its id, to
 * say with `finishRecordedBackup` that it is safe.
 */
export const beginBackup = ({ database, newId, clock }: HubDeps): Promise<string> =>
  database.write(async (db) => {
    const id = newId();
    await insertBackup(db, id, instant(clock.now()));
    return id;
  });

/**
 * The backup is on the disk, whole and synced: from now on devices may forget what it holds. Null: no backup of this id
 * was begun here. Said twice, it changes nothing.
 */
export const finishRecordedBackup = ({ database, clock }: HubDeps, id: string): Promise<string | null> =>
  database.write(async (db) => {
    const backup = await findBackup(db, id);
    if (backup === null) return null;
    if (backup.finishedAt !== null) return backup.finishedAt;
    const finishedAt = instant(clock.now());
    await finishBackup(db, id, finishedAt);
    return finishedAt;
  });

/**
 * This data was put back from a backup by other means than a backup folder: its history is another one from here on, and
 * workbenches pull everything and send again what they keep. The hub must not be serving: it read the epoch at its start.
 */
export const startNewEpoch = ({ database, newId }: HubDeps): Promise<void> =>
  database.write((db) => putSetting(db, 'feed-epoch', newId()));
