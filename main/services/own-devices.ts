import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { CommandOutput } from '../../shared/workbench-api/commands.ts';
import { readAccount } from '../database/tables/device-account.ts';
import type { ActiveWorkspace } from './desk.ts';

/** The computers of the account that works here, asked of the hub: only it knows when the others were heard from. */
export const listOwnDevices = async ({
  db,
  hub,
}: Pick<ActiveWorkspace, 'db' | 'hub'>): Promise<Result<CommandOutput<'device.listOwn'>>> => {
  if (readAccount(db)?.token == null) return fail(problem('signed-out'));
  const page = await hub.call('listOwnDevices', { query: { limit: 200 } });
  return page.ok ? ok({ devices: page.value.items }) : page;
};
