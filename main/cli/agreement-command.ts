import type { Readable } from 'node:stream';
import type { AnalysisJob, CriterionAnalysis } from '../../shared/agreement/analysis.ts';
import { analyseAll } from '../workers/agreement-pool.ts';
import { agreementCsv } from './agreement/agreement-csv.ts';
import { type AgreementRequest, readAgreementFlags } from './agreement/agreement-flags.ts';
import { agreementJobs } from './agreement/agreement-jobs.ts';
import { agreementJson } from './agreement/agreement-json.ts';
import { type AgreementResult, allWarnings, countsOf } from './agreement/agreement-result.ts';
import { agreementTable } from './agreement/agreement-table.ts';
import { type ProgressTerminal, showProgress } from './agreement/show-progress.ts';
import { agreementHelp } from './agreement-help.ts';
import type { ExitCode, Output } from './output.ts';
import { readRatings } from './ratings/read-ratings.ts';

/** What the command needs of the process it runs in. */
export type AgreementTerminal = {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stderr: ProgressTerminal;
  /** Calls back on Ctrl+C, instead of ending the process, until what it answers is called. */
  readonly onInterrupt: (stop: () => void) => () => void;
};

const ownTerminal = (): AgreementTerminal => ({
  stdin: process.stdin,
  stderr: process.stderr,
  onInterrupt: (stop) => {
    process.on('SIGINT', stop);
    return () => void process.off('SIGINT', stop);
  },
});

/** `assay agreement`: every coefficient of a file of ratings. */
export const agreementCommand = async (
  args: readonly string[],
  output: Output,
  terminal: AgreementTerminal = ownTerminal(),
): Promise<ExitCode> => {
  const request = readAgreementFlags(args, terminal.stdin);
  if (request === null) {
    output.out(agreementHelp);
    return 0;
  }
  const interrupted = new AbortController();
  const release = terminal.onInterrupt(() => interrupted.abort());
  try {
    const result = await computed(request, terminal, interrupted.signal);
    if (result.ok) output.out(linesOf(result.result, request).join('\n'));
    else for (const issue of [...result.issues, 'Nothing was computed.']) output.error(issue);
    return result.ok ? 0 : 1;
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    output.error('Stopped before it was done; nothing was printed.');
    return 130;
  } finally {
    release();
  }
};

type Computed =
  | { readonly ok: true; readonly result: AgreementResult }
  | { readonly ok: false; readonly issues: readonly string[] };

const computed = async (
  request: AgreementRequest,
  terminal: AgreementTerminal,
  signal: AbortSignal,
): Promise<Computed> => {
  const read = await readRatings(request.source, { ...request.options, signal });
  if (!read.ok) return read;
  const asked = await agreementJobs(read, request);
  if (!asked.ok) return asked;
  const n = countsOf(asked.jobs);
  const criteria = await inOrder(asked.jobs, request.threads, terminal, signal);
  const warnings = allWarnings(read.warnings, criteria);
  const source = request.source.file ?? 'standard input';
  const { options } = asked;
  return { ok: true, result: { source, n, options, truth: request.truth, criteria, warnings } };
};

/** The analyses in the order of their jobs. */
const inOrder = async (
  jobs: readonly AnalysisJob[],
  threads: number | null,
  { stderr }: AgreementTerminal,
  signal: AbortSignal,
): Promise<readonly CriterionAnalysis[]> => {
  const progress = showProgress(stderr, jobs.length);
  const found = new Array<CriterionAnalysis>(jobs.length);
  const options = { signal, onProgress: progress.tell, ...(threads === null ? {} : { threads }) };
  try {
    for await (const { index, analysis } of analyseAll(jobs, options)) found[index] = analysis;
  } finally {
    progress.end();
  }
  return found;
};

const linesOf = (result: AgreementResult, { form, allSentences }: AgreementRequest): readonly string[] => {
  switch (form) {
    case 'json':
      return [agreementJson(result)];
    case 'csv':
      return agreementCsv(result);
    case 'table':
      return agreementTable(result, allSentences);
  }
};
