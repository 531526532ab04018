import { agreementHelp } from './agreement-help.ts';
import { generalizabilityHelp } from './generalizability-help.ts';
import { demoHelp, help, hubHelp, importHelp, ratingsHelp } from './help.ts';
import { backupHelp } from './hub-backup-help.ts';
import { devicesHelp, revokeDeviceHelp } from './hub-devices-help.ts';
import { eraseHelp, erasuresHelp } from './hub-erasure-help.ts';
import { supersedeHelp } from './hub-supersede-help.ts';
import { type ExitCode, type Output, UsageError } from './output.ts';
import { severityHelp } from './severity-help.ts';
import { exportUnsentHelp, restoreHelp, verifyHelp } from './upkeep-help.ts';

export type AssayContext = {
  readonly version: () => string;
  /** This program's own entry, to start itself again as another process. */
  readonly entry: string;
  readonly output: Output;
};

/** Runs one command line of `assay`. Null: the command goes on until it is stopped. */
export const runAssay = async (args: readonly string[], context: AssayContext): Promise<ExitCode | null> => {
  const { output } = context;
  try {
    return await dispatch(args, context);
  } catch (error) {
    output.error(error instanceof Error ? error.message : String(error));
    if (!(error instanceof UsageError)) return 1;
    output.error('See assay help.');
    return 2;
  }
};

/** Commands are loaded when they are asked for: help needs neither a database nor a hub. */
const dispatch = async (
  [command, ...rest]: readonly string[],
  context: AssayContext,
): Promise<ExitCode | null> => {
  const { output } = context;
  switch (command) {
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      output.out(helpOn(rest));
      return 0;
    case '--version':
    case '-v':
    case 'version':
      output.out(context.version());
      return 0;
    case 'hub':
      return (await import('./hub-command.ts')).hubCommand(rest, output);
    case 'demo':
      return (await import('./demo/demo-command.ts')).demoCommand(rest, context);
    case 'agreement':
      return (await import('./agreement-command.ts')).agreementCommand(rest, output);
    case 'severity':
      return (await import('./severity-command.ts')).severityCommand(rest, output);
    case 'generalizability':
      return (await import('./generalizability-command.ts')).generalizabilityCommand(rest, output);
    case 'verify':
      return (await import('./verify-command.ts')).verifyCommand(rest, output);
    case 'restore':
      return (await import('./restore-command.ts')).restoreCommand(rest, output);
    case 'export-unsent':
      return (await import('./export-unsent-command.ts')).exportUnsentCommand(rest, output);
    default:
      throw new UsageError(`There is no command ${command}.`);
  }
};

const helpOn = (words: readonly string[]): string => {
  const topic = words.join(' ');
  if (topic === 'hub') return hubHelp;
  if (topic === 'hub import') return importHelp;
  if (topic === 'hub ratings') return ratingsHelp;
  if (topic === 'hub backup') return backupHelp;
  if (topic === 'hub erase') return eraseHelp;
  if (topic === 'hub erasures') return erasuresHelp;
  if (topic === 'hub devices') return devicesHelp;
  if (topic === 'hub revoke-device') return revokeDeviceHelp;
  if (topic === 'hub supersede') return supersedeHelp;
  if (topic === 'demo') return demoHelp;
  if (topic === 'agreement') return agreementHelp;
  if (topic === 'severity') return severityHelp;
  if (topic === 'generalizability') return generalizabilityHelp;
  if (topic === 'verify') return verifyHelp;
  if (topic === 'restore') return restoreHelp;
  if (topic === 'export-unsent') return exportUnsentHelp;
  if (topic === '') return help;
  throw new UsageError(`There is no help on ${topic}.`);
};
