import { demoHelp, help, hubHelp, importHelp } from './help.ts';
import { type ExitCode, type Output, UsageError } from './output.ts';

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
    default:
      throw new UsageError(`There is no command ${command}.`);
  }
};

const helpOn = (words: readonly string[]): string => {
  const topic = words.join(' ');
  if (topic === 'hub') return hubHelp;
  if (topic === 'hub import') return importHelp;
  if (topic === 'demo') return demoHelp;
  if (topic === '') return help;
  throw new UsageError(`There is no help on ${topic}.`);
};
