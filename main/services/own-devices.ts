import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { CommandOutput } from '../../shared/workbench-api/commands.ts';
import { readAccount } from '../database/tables/device-account.ts';
import type { Desk } from './desk.ts';
import type { Workspace } from './workspace.ts';

/** The computers of the account that works here, asked of the hub: only it knows when the others were heard from. */
export const listOwnDevices = async (
  { connection, deps }: Desk,
  { db }: Pick<Workspace, 'db'>,
): Promise<Result<CommandOutput<'device.listOwn'>>> => {
  const token = readAccount(db)?.token ?? null;
  if (connection === null || token === null) return fail(problem('signed-out'));
  const page = await deps.hub.listOwnDevices(connection.url, token);
  return page.ok ? ok({ devices: page.value.items }) : page;
};
