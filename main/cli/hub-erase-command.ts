import type { HubDeps } from '../../hub/context/deps.ts';
import { findSubmissionByCode } from '../../hub/database/tables/submissions.ts';
import { eraseSubmission } from '../../hub/services/erase-submission.ts';
import type { HubErasure } from '../../shared/hub-api/results.ts';
import { describeProblem } from '../../shared/lib/problem.ts';
import { eraseHelp } from './hub-erasure-help.ts';
import { onHubData } from './open-hub-data.ts';
import { type ExitCode, type Output, UsageError } from './output.ts';
import { readFlags } from './read-flags.ts';

const options = {
  'with-disclosures': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  data: { type: 'string', default: 'hub-data' },
  database: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** `assay hub erase CODE …`: each submission by itself; one that cannot be erased does not keep the others. */
export const eraseCommand = async (args: readonly string[], output: Output): Promise<ExitCode> => {
  const { values, positionals: codes } = readFlags(args, options);
  if (values.help) {
    output.out(eraseHelp);
    return 0;
  }
  if (codes.length === 0) throw new UsageError('Name the submissions to erase by their codes.');
  const disclosures = values['with-disclosures'] ? 'erase' : 'keep';
  const done = await onHubData(values, output, async (hub) => {
    const erased: HubErasure[] = [];
    for (const code of codes) {
      const one = await eraseByCode(hub, code, disclosures);
      if (typeof one === 'string') output.error(one);
      else erased.push(one);
    }
    return erased;
  });
  if (done === null) return 1;
  if (values.json) output.out(JSON.stringify({ erasures: done }));
  else for (const one of done) output.out(sentenceOf(one));
  return done.length === codes.length ? 0 : 1;
};

/** The erasure, or why there is none. */
const eraseByCode = async (
  hub: HubDeps,
  code: string,
  disclosures: 'keep' | 'erase',
): Promise<HubErasure | string> => {
  const found = await hub.database.read((db) => findSubmissionByCode(db, code));
  if (found === null) return `The hub has no submission ${code}.`;
  const erased = await eraseSubmission(hub, { submissionId: found.state.id, by: '', disclosures });
  if (erased.ok) return erased.value;
  const hint = erased.problem.code === 'submission-has-disclosure' ? ' Name --with-disclosures then.' : '';
  return `${code} was not erased. ${describeProblem(erased.problem)}${hint}`;
};

const sentenceOf = ({ submissionCode, erasedAt, evidenceFiles, reviews, devices }: HubErasure): string =>
  `${submissionCode} erased ${erasedAt}: ${evidenceFiles} evidence files and ${reviews} final reviews are gone; ` +
  `${devices.filter(({ receivedAt }) => receivedAt !== null).length} of ${devices.length} devices have answered.`;
