import type { ExitCode } from '../../../main/cli/output.ts';
import { runAssay } from '../../../main/cli/run-assay.ts';

export type CliRun = {
  /** Null: it goes on serving. */
  readonly code: ExitCode | null;
  readonly out: readonly string[];
  readonly errors: readonly string[];
};

/** Runs the `assay` command in this process: its exit code, and what it printed. */
export const runCli = async (...args: readonly string[]): Promise<CliRun> => {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await runAssay([...args], {
    version: () => '0.0.0',
    entry: 'assay',
    output: { out: (line) => out.push(line), error: (line) => errors.push(line) },
  });
  return { code, out, errors };
};
