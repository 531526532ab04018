import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { describeProblem, type Problem } from '../../shared/lib/problem.ts';
import { describeFinding, type Finding, levelOf } from '../upkeep/findings.ts';
import { type Verification, verifyProfile } from '../upkeep/verify-profile.ts';
import { type ExitCode, type Output, UsageError } from './output.ts';
import { readSecret, secretFlags } from './profile-flags.ts';
import { readFlags } from './read-flags.ts';
import { verifyHelp } from './upkeep-help.ts';

const options = {
  ...secretFlags,
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** `assay verify PROFILE`: whether everything in a profile is as it was written. 0: it is. 1: not. 2: could not look. */
export const verifyCommand = async (args: readonly string[], output: Output): Promise<ExitCode> => {
  const { values, positionals } = readFlags(args, options);
  if (values.help) {
    output.out(verifyHelp);
    return 0;
  }
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) throw new UsageError('Name one profile folder to check.');
  const profile = resolve(given);
  const secret = await readSecret(values);
  const random = (size: number) => new Uint8Array(randomBytes(size));
  const verified = await verifyProfile({ profile, secret, random });
  if (!verified.ok) return couldNot(verified.problem, profile, values.json, output);
  const { faults, unopened } = verified.value;
  if (values.json) output.out(JSON.stringify(asJson(profile, verified.value)));
  else for (const line of asLines(verified.value)) output.out(line);
  if (faults.length > 0) return 1;
  if (unopened === null) return 0;
  if (!values.json) output.error(describeProblem(unopened));
  return 2;
};

const couldNot = (found: Problem, profile: string, json: boolean, output: Output): ExitCode => {
  const sentence = describeProblem(found);
  if (json) output.out(JSON.stringify({ profile, sound: null, problem: { code: found.code, sentence } }));
  else output.error(sentence);
  return 2;
};

const asJson = (profile: string, { faults, notes, checked, unopened }: Verification) => ({
  profile,
  /** Null: not known, because the workspaces could not be opened. */
  sound: faults.length > 0 ? false : unopened === null ? true : null,
  ...(unopened === null ? {} : { problem: { code: unopened.code, sentence: describeProblem(unopened) } }),
  checked,
  findings: [...faults, ...notes].map((finding) => ({
    level: levelOf(finding),
    code: finding.code,
    place: finding.place,
    ...(finding.params === undefined ? {} : { params: finding.params }),
    sentence: describeFinding(finding),
  })),
});

const asLines = ({ faults, notes, checked, unopened }: Verification): string[] => {
  const lines = [...section('Found', faults), ...section('Good to know', notes)];
  if (unopened !== null) return lines;
  const { workspaces, events, registers, keys, files, bytes, backups } = checked;
  lines.push(
    `Checked: ${count(workspaces, 'workspace')}, ${count(events, 'change')} in the log, ${count(registers, 'field')} of reviews, ` +
      `${count(keys, 'key')}, ${count(files, 'evidence file')} (${megabytes(bytes)} MB), ${count(backups, 'backup')}.`,
  );
  lines.push(
    faults.length === 0 ? 'Everything is as it was written.' : `${count(faults.length, 'fault')} found.`,
  );
  return lines;
};

const section = (title: string, findings: readonly Finding[]): string[] =>
  findings.length === 0
    ? []
    : [`${title}:`, ...findings.map((finding) => `  ${finding.place}\n    ${describeFinding(finding)}`), ''];

const count = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
