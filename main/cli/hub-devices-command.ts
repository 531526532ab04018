import { findAccountByName } from '../../hub/database/tables/accounts.ts';
import { devicesPage } from '../../hub/services/devices.ts';
import type { HubDevice } from '../../shared/hub-api/results.ts';
import { everyPage } from './every-page.ts';
import { devicesHelp } from './hub-devices-help.ts';
import { onHubData } from './open-hub-data.ts';
import { type ExitCode, type Output, UsageError } from './output.ts';
import { readFlags } from './read-flags.ts';

const options = {
  account: { type: 'string' },
  json: { type: 'boolean', default: false },
  data: { type: 'string', default: 'hub-data' },
  database: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** `assay hub devices`: the computers that people have signed in on. */
export const devicesCommand = async (args: readonly string[], output: Output): Promise<ExitCode> => {
  const { values, positionals } = readFlags(args, options);
  if (values.help) {
    output.out(devicesHelp);
    return 0;
  }
  if (positionals.length > 0) throw new UsageError('assay hub devices takes no names but --account.');
  const { account } = values;
  const all = await onHubData(values, output, async (hub) => {
    const owner =
      account === undefined ? null : await hub.database.read((db) => findAccountByName(db, account));
    if (account !== undefined && owner === null) return `The hub has no account ${account}.`;
    return everyPage((query) => devicesPage(hub, query, owner?.id ?? null));
  });
  if (all === null) return 1;
  if (typeof all === 'string') {
    output.error(all);
    return 1;
  }
  if (values.json) output.out(JSON.stringify({ devices: all }));
  else if (all.length === 0) output.out('Nobody has signed in on a computer yet.');
  else for (const device of all) output.out(deviceLine(device));
  return 0;
};

/** One device in a line: whose, what, since when, and how it stands. */
export const deviceLine = (device: HubDevice): string => {
  const { code, reviewer, account, name, platform, registeredAt, lastContactAt } = device;
  const what = platform === '' ? name : `${name} (${platform})`;
  const heard = lastContactAt === null ? 'not heard from since' : `last heard from ${lastContactAt}`;
  return `${code}  ${reviewer} (${account}), ${what}: registered ${registeredAt}, ${heard}${standingOf(device)}`;
};

const standingOf = ({ revokedAt, shreddedAt, stopped }: HubDevice): string => {
  if (shreddedAt !== null) return `; revoked ${revokedAt}, shredded ${shreddedAt}`;
  if (revokedAt !== null) return `; revoked ${revokedAt}, has not said yet that it is shredded`;
  return stopped ? '; stopped, it sends nothing more' : '';
};
