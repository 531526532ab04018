import type { OpenRequest } from '../../hub/database/tables/alerts.ts';
import { type DecisionOutcome, decideSupersede, openRequests } from '../../hub/services/decide-supersede.ts';
import { supersedeHelp } from './hub-supersede-help.ts';
import { onHubData } from './open-hub-data.ts';
import { type ExitCode, type Output, UsageError } from './output.ts';
import { readFlags } from './read-flags.ts';

const options = {
  grant: { type: 'boolean', default: false },
  refuse: { type: 'boolean', default: false },
  reason: { type: 'string' },
  json: { type: 'boolean', default: false },
  data: { type: 'string', default: 'hub-data' },
  database: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Place = { readonly data: string; readonly database?: string | undefined; readonly json: boolean };

/** `assay hub supersede [ID]`: which refused finals were asked to count, and the lead's answer to one of them. */
export const supersedeCommand = async (args: readonly string[], output: Output): Promise<ExitCode> => {
  const { values, positionals } = readFlags(args, options);
  if (values.help) {
    output.out(supersedeHelp);
    return 0;
  }
  const { grant, refuse } = values;
  const [requestId, ...more] = positionals;
  if (more.length > 0) throw new UsageError('Decide one request at a time: name one ID.');
  if (requestId === undefined) {
    if (grant || refuse || values.reason !== undefined)
      throw new UsageError('Name the request to decide by its ID.');
    return list(values, output);
  }
  if (grant === refuse) throw new UsageError('Say --grant or --refuse, one of them.');
  const reason = (values.reason ?? '').trim();
  if (reason === '' || reason.length > 4000)
    throw new UsageError('Say why with --reason, in 4,000 characters at most: the reviewer reads it.');
  return decide(values, output, { requestId, granted: grant, reason });
};

const list = async (place: Place, output: Output): Promise<ExitCode> => {
  const requests = await onHubData(place, output, openRequests);
  if (requests === null) return 1;
  if (place.json) output.out(JSON.stringify({ requests }));
  else if (requests.length === 0) output.out('No request is open.');
  else for (const line of requests.flatMap(linesOf)) output.out(line);
  return 0;
};

const linesOf = ({ id, submissionCode, reviewer, receivedAt, note, supersede }: OpenRequest): string[] => [
  `${id}  ${submissionCode}, ${reviewer}, asked ${receivedAt}`,
  `  Reason: ${note.replace(/\s+/g, ' ')}`,
  `  Counts now:   received ${supersede.counted.receivedAt}  ${supersede.counted.contentHash}`,
  `  Was refused:  received ${supersede.refused.receivedAt}  ${supersede.refused.contentHash}`,
];

const decide = async (
  place: Place,
  output: Output,
  decision: Parameters<typeof decideSupersede>[1],
): Promise<ExitCode> => {
  const done = await onHubData(place, output, (hub) => decideSupersede(hub, decision));
  if (done === null) return 1;
  if (done.outcome !== 'decided') {
    output.error(whyNot(done, decision.requestId));
    return 1;
  }
  const { submissionCode } = done.request;
  if (place.json) output.out(JSON.stringify({ request: done.request }));
  else if (decision.granted)
    output.out(
      `Granted: the final of ${submissionCode} that was refused counts now. The earlier one is kept.`,
    );
  else output.out(`Refused: the final of ${submissionCode} that counted goes on counting.`);
  return 0;
};

const whyNot = (
  outcome: Exclude<DecisionOutcome, { readonly outcome: 'decided' }>,
  requestId: string,
): string => {
  if (outcome.outcome === 'unknown')
    return `The hub has no request ${requestId}. Its submission may have been erased. assay hub supersede lists those that are open.`;
  const { submissionCode } = outcome.request;
  return outcome.outcome === 'answered'
    ? `The request on ${submissionCode} was ${outcome.granted ? 'granted' : 'refused'} ${outcome.at}. Nothing was changed.`
    : `The assignment of ${submissionCode} is ${outcome.state}: no review of it counts. Nothing was changed.`;
};
