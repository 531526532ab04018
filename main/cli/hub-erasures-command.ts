import { erasuresPage } from '../../hub/services/results.ts';
import type { HubErasure } from '../../shared/hub-api/results.ts';
import { everyPage } from './every-page.ts';
import { erasuresHelp } from './hub-erasure-help.ts';
import { onHubData } from './open-hub-data.ts';
import { type ExitCode, type Output, UsageError } from './output.ts';
import { readFlags } from './read-flags.ts';

const options = {
  json: { type: 'boolean', default: false },
  data: { type: 'string', default: 'hub-data' },
  database: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** `assay hub erasures`: what was erased, and which devices have said that they did the same. */
export const erasuresCommand = async (args: readonly string[], output: Output): Promise<ExitCode> => {
  const { values, positionals } = readFlags(args, options);
  if (values.help) {
    output.out(erasuresHelp);
    return 0;
  }
  if (positionals.length > 0) throw new UsageError('assay hub erasures takes no names.');
  const all = await onHubData(values, output, (hub) => everyPage((query) => erasuresPage(hub, query)));
  if (all === null) return 1;
  if (values.json) output.out(JSON.stringify({ erasures: all }));
  else if (all.length === 0) output.out('Nothing was erased from this hub.');
  else for (const line of all.flatMap(linesOf)) output.out(line);
  return 0;
};

const linesOf = ({ submissionCode, erasedAt, erasedBy, undone, devices }: HubErasure): string[] => [
  undone
    ? `${submissionCode}  was erased once and is back: this hub was restored from a backup. Erase it again`
    : `${submissionCode}  erased ${erasedAt} ${erasedBy === '' ? 'at the command line' : `by ${erasedBy}`}`,
  ...devices.map((one) => `  ${one.reviewer}, ${one.device}: ${standingOf(one)}`),
];

const standingOf = ({ receivedAt, revokedAt, shreddedAt }: HubErasure['devices'][number]): string => {
  if (receivedAt !== null) return `erased, told the hub ${receivedAt}`;
  if (shreddedAt !== null) return `revoked, shredded as a whole ${shreddedAt}`;
  return revokedAt === null ? 'not heard from yet' : 'revoked, not heard from since';
};
