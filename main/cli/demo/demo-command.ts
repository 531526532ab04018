import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { findProgramFolder } from '../../host/program-folder.ts';
import { demoHelp } from '../help.ts';
import { type ExitCode, UsageError } from '../output.ts';
import { readFlags } from '../read-flags.ts';
import type { AssayContext } from '../run-assay.ts';
import { type DemoReport, runDemo } from './run-demo.ts';

const options = {
  headless: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  reviews: { type: 'string', default: '3' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** `assay demo`: the workbench in a window, whose first page offers the sample program, or the main job by itself. */
export const demoCommand = async (
  args: readonly string[],
  { entry, output }: AssayContext,
): Promise<ExitCode> => {
  const { values, positionals } = readFlags(args, options);
  if (values.help) {
    output.out(demoHelp);
    return 0;
  }
  const reviews = Number(values.reviews);
  if (positionals.length > 0) throw new UsageError(`${positionals[0]} is not understood.`);
  if (!Number.isInteger(reviews) || reviews < 1 || reviews > 20) {
    throw new UsageError('--reviews is a number from 1 to 20.');
  }
  if (!values.headless) return openWindow();
  const report = await runDemo({ entry, reviews, say: values.json ? () => {} : output.out });
  for (const difference of report.differences) output.error(difference);
  if (values.json) output.out(JSON.stringify(withoutDifferences(report)));
  else for (const line of table(report)) output.out(line);
  return report.ok ? 0 : 1;
};

const openWindow = async (): Promise<ExitCode> => {
  const start = join(findProgramFolder(import.meta.dirname), 'scripts', 'start.ts');
  const child = spawn(process.execPath, [start], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  return code === 0 ? 0 : 1;
};

const withoutDifferences = ({ differences: _, ...report }: DemoReport) => report;

const table = (report: DemoReport): string[] => {
  const { pulled, pushed, seconds } = report;
  const rows: readonly (readonly [string, string])[] = [
    ['pulled', `${pulled.assignments} assignments, ${pulled.artifacts} files, ${megabytes(pulled.bytes)}`],
    ['evidence verified', `${report.verifiedArtifacts} of ${pulled.artifacts} files`],
    ['reviewed offline', `${report.reviewedOffline} submissions`],
    ['pushed', `${pushed.events} events, ${pushed.accepted} accepted`],
    ['pushed once more', `${pushed.duplicates} known already, nothing added`],
    ['reviews at the hub', `${report.hubReviews}, ${report.mismatches} differences`],
    [
      'time',
      `${seconds.total} s: pull ${seconds.pull}, review ${seconds.review}, push ${seconds.push}, verify ${seconds.verify}`,
    ],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    '',
    ...rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    '',
    report.ok ? 'Everything arrived, and nothing differs.' : 'Something differs; see above.',
  ];
};

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;
