import { join } from 'node:path';
import { findProgramFolder } from '../host/program-folder.ts';
import { hubHelp } from './help.ts';
import { backupCommand } from './hub-backup-command.ts';
import { devicesCommand } from './hub-devices-command.ts';
import { eraseCommand } from './hub-erase-command.ts';
import { erasuresCommand } from './hub-erasures-command.ts';
import { ratingsCommand } from './hub-ratings-command.ts';
import { revokeDeviceCommand } from './hub-revoke-device-command.ts';
import { supersedeCommand } from './hub-supersede-command.ts';
import { importCommand } from './import-command.ts';
import type { ExitCode, Output } from './output.ts';

/**
 * `assay hub …`. The hub's own entry reads its flags from the process's arguments and runs until it is stopped, so this
 * answers null: the process ends when the hub does.
 */
export const hubCommand = async (args: readonly string[], output: Output): Promise<ExitCode | null> => {
  if (args[0] === 'import') return importCommand(args.slice(1), output);
  if (args[0] === 'ratings') return ratingsCommand(args.slice(1), output);
  if (args[0] === 'backup') return backupCommand(args.slice(1), output);
  if (args[0] === 'erase') return eraseCommand(args.slice(1), output);
  if (args[0] === 'erasures') return erasuresCommand(args.slice(1), output);
  if (args[0] === 'devices') return devicesCommand(args.slice(1), output);
  if (args[0] === 'revoke-device') return revokeDeviceCommand(args.slice(1), output);
  if (args[0] === 'supersede') return supersedeCommand(args.slice(1), output);
  if (args.includes('--help') || args.includes('-h')) {
    output.out(hubHelp);
    return 0;
  }
  const program =
    args.includes('--sample') && !args.includes('--program') ? ['--program', sampleProgram()] : [];
  process.argv.splice(2, process.argv.length, ...args, ...program);
  await import('../../hub/server.ts');
  return null;
};

const sampleProgram = (): string =>
  join(findProgramFolder(import.meta.dirname), 'resources', 'sample', 'program');
