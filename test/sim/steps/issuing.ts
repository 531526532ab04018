import { openRequests } from '../../../hub/services/decide-supersede.ts';
import { countUp } from '../world/counts.ts';
import {
  type AssignmentLine,
  CREDENTIALS,
  REVIEWERS,
  SUBMISSIONS,
  writeAssignments,
  writeMicroCredential,
} from '../world/program.ts';
import type { Stream } from '../world/random.ts';
import { WORLD_BEGINS } from '../world/template.ts';
import type { World } from '../world/world.ts';

/** What the issuer does at the hub: the import that a person runs. */
export type IssuerStep = (world: World, random: Stream) => Promise<void>;

const somebody = (world: World, random: Stream): string => {
  const accounts = [...new Set(world.devices.map(({ account }) => account))];
  return accounts.length === 0 ? REVIEWERS[0] : random.pick(accounts);
};

const oneLine = async (
  world: World,
  random: Stream,
  what: string,
  more: { due: string; withdrawn?: boolean },
): Promise<void> => {
  const line = { submission: random.pick(SUBMISSIONS), reviewer: somebody(world, random), ...more };
  const done = await world.hub.issue((folder) => writeAssignments(folder, [line]));
  world.trace.note(what, line.submission, line.reviewer, done);
};

/** What a world begins with: something for as many as there are computers, in one import. */
export const firstAssignments = async (world: World, random: Stream): Promise<void> => {
  const lines = new Map<string, AssignmentLine>();
  for (const _ of world.devices) {
    const line = { submission: random.pick(SUBMISSIONS), reviewer: somebody(world, random), due: '+5d' };
    lines.set(`${line.submission} ${line.reviewer}`, line);
  }
  const done = await world.hub.issue((folder) => writeAssignments(folder, [...lines.values()]));
  world.trace.note('first assignments', [...lines.keys()].join(', '), done);
};

export const issuerSteps = {
  assign: (world, random) => oneLine(world, random, 'assign', { due: `+${1 + random.below(9)}d` }),
  withdraw: (world, random) => oneLine(world, random, 'withdraw', { due: '+1d', withdrawn: true }),
  'new-deadline': (world, random) => {
    const due = new Date(WORLD_BEGINS + (random.below(20) - 5) * 86_400_000).toISOString().slice(0, 10);
    return oneLine(world, random, 'new-deadline', { due });
  },
  'new-rubric': async (world, random) => {
    const code = random.pick(CREDENTIALS);
    const revision = 2 + random.below(1000);
    const done = await world.hub.issue((folder) => writeMicroCredential(folder, code, revision));
    world.trace.note('new-rubric', code, done);
  },
  'decide-supersede': async (world, random) => {
    const [request] = await openRequests(world.hub.deps);
    if (request === undefined) return;
    const granted = random.chance(0.6);
    const done = await world.hub.decide({ requestId: request.id, granted, reason: 'Read again.' });
    world.trace.note('decide-supersede', granted, done);
  },
  'erase-submission': async (world, random) => {
    const code = random.pick(SUBMISSIONS);
    const row = await world.hub.deps.database.kysely
      .selectFrom('submissions')
      .select('id')
      .where('code', '=', code)
      .executeTakeFirst();
    if (row === undefined) return;
    countUp(world.faults, 'submission-erased');
    const disclosures = random.chance(0.7) ? 'erase' : 'keep';
    const done = await world.hub.erase({ submissionId: row.id, by: '', disclosures });
    world.trace.note('erase-submission', code, done);
  },
} as const satisfies Record<string, IssuerStep>;
