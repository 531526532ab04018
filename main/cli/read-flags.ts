import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './output.ts';

/** node:util's parseArgs, strict, with a wrong flag as a UsageError. */
export const readFlags = <Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};
