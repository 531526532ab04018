import { randomBytes } from 'node:crypto';
import { relative, resolve } from 'node:path';
import { describeProblem, type Problem } from '../../shared/lib/problem.ts';
import { findBackups, type Restored, restoreProfile } from '../upkeep/restore-profile.ts';
import { type ExitCode, type Output, UsageError } from './output.ts';
import { readSecret, secretFlags } from './profile-flags.ts';
import { readFlags } from './read-flags.ts';
import { restoreHelp } from './upkeep-help.ts';

const options = {
  ...secretFlags,
  from: { type: 'string' },
  list: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** `assay restore PROFILE --from DAY|FILE`: a daily backup in the place of an account's database. */
export const restoreCommand = async (args: readonly string[], output: Output): Promise<ExitCode> => {
  const { values, positionals } = readFlags(args, options);
  if (values.help) {
    output.out(restoreHelp);
    return 0;
  }
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) throw new UsageError('Name one profile folder.');
  const profile = resolve(given);
  if (values.list) return listThem(profile, values.json, output);
  const { from } = values;
  if (from === undefined) throw new UsageError('Say which backup with --from, or see them with --list.');
  const restored = await restoreProfile({
    profile,
    from,
    secret: await readSecret(values),
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    random: (size) => new Uint8Array(randomBytes(size)),
  });
  if (!restored.ok) return refused(restored.problem, output);
  if (values.json) output.out(JSON.stringify(restored.value));
  else for (const line of linesOf(profile, restored.value)) output.out(line);
  return 0;
};

const listThem = async (profile: string, json: boolean, output: Output): Promise<ExitCode> => {
  const found = await findBackups(profile);
  if (!found.ok) return refused(found.problem, output);
  if (json) output.out(JSON.stringify({ profile, backups: found.value }));
  else if (found.value.length === 0) output.out('There is no backup in this profile yet.');
  else {
    for (const { day, file, bytes } of found.value) {
      output.out(`${day}  ${(bytes / 1e6).toFixed(1).padStart(7)} MB  ${relative(profile, file)}`);
    }
  }
  return 0;
};

const refused = (found: Problem, output: Output): ExitCode => {
  output.error(describeProblem(found));
  return 1;
};

const linesOf = (profile: string, restored: Restored): string[] => {
  const { day, unsent, dark, withdrawn, toDownload, setAside } = restored;
  const lines = [`The backup of ${day} is in place.`];
  const say = (n: number, words: string): void => {
    if (n > 0) lines.push(`${n} ${words}`);
  };
  say(unsent, 'changes in it had not reached the hub; they are sent again.');
  say(
    withdrawn,
    'changes cannot be read any more, because their submissions were removed; they are not sent.',
  );
  say(dark, 'submissions were removed since then; they stay unreadable.');
  say(toDownload, 'evidence files are no longer here; they are downloaded again.');
  if (setAside !== null)
    lines.push(`The database that stood there is kept in ${relative(profile, setAside)}.`);
  lines.push(
    'Start Assay and sign in: this workspace counts as a new device now. Everything the hub has of yours',
  );
  lines.push(
    'comes back with the next sync. What was written after the backup and never reached the hub is only in',
  );
  lines.push('the database that was set aside.');
  return lines;
};
