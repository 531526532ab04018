import { revokeDevice } from '../../hub/services/revoke-device.ts';
import type { HubDevice } from '../../shared/hub-api/results.ts';
import { describeProblem } from '../../shared/lib/problem.ts';
import { deviceLine } from './hub-devices-command.ts';
import { revokeDeviceHelp } from './hub-devices-help.ts';
import { onHubData } from './open-hub-data.ts';
import { type ExitCode, type Output, UsageError } from './output.ts';
import { readFlags } from './read-flags.ts';

const options = {
  json: { type: 'boolean', default: false },
  data: { type: 'string', default: 'hub-data' },
  database: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** `assay hub revoke-device CODE …`: each by itself; one that is not known does not keep the others. */
export const revokeDeviceCommand = async (args: readonly string[], output: Output): Promise<ExitCode> => {
  const { values, positionals: codes } = readFlags(args, options);
  if (values.help) {
    output.out(revokeDeviceHelp);
    return 0;
  }
  if (codes.length === 0)
    throw new UsageError('Name the devices by their codes; assay hub devices shows them.');
  const done = await onHubData(values, output, async (hub) => {
    const revoked: HubDevice[] = [];
    for (const code of codes) {
      const one = await revokeDevice(hub, { code, by: '' });
      if (one.ok) revoked.push(one.value);
      else if (one.problem.code === 'not-found') output.error(`The hub has no device ${code}.`);
      else output.error(describeProblem(one.problem));
    }
    return revoked;
  });
  if (done === null) return 1;
  if (values.json) output.out(JSON.stringify({ devices: done }));
  else for (const device of done) output.out(deviceLine(device));
  return done.length === codes.length ? 0 : 1;
};
