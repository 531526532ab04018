import { ok, type Result } from '../../shared/lib/result.ts';
import type { Settings } from '../../shared/workbench-api/app-state.ts';
import type { CommandInput } from '../../shared/workbench-api/commands.ts';
import type { ChangeBus } from '../core/change-bus.ts';
import { inTransaction } from '../database/open.ts';
import { readSettings, writeSettings } from '../database/tables/settings.ts';
import type { Workspace } from './workspace.ts';

/** All preferences, with the defaults where nothing was chosen. */
export const currentSettings = ({ db }: Pick<Workspace, 'db'>): Result<Settings> => ok(readSettings(db));

/** Sets some preferences and keeps the others. Value: all of them. */
export const changeSettings = (
  { db }: Pick<Workspace, 'db'>,
  bus: ChangeBus,
  changes: CommandInput<'settings.set'>,
): Result<Settings> => {
  const changed = inTransaction(db, (writable) => {
    writeSettings(writable, changes);
    return ok(readSettings(writable));
  });
  if (changed.ok) bus.publish({ topic: 'settings', ids: [] });
  return changed;
};
