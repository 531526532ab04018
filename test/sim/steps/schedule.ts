import { type Stream, streamOf } from '../world/random.ts';

/**
 * One step of a schedule. Everything it chooses follows from `salt` alone, so that a schedule with steps left out still
 * means the same by the others. `who`: the computer it concerns, counted around.
 */
export type Step = { readonly kind: StepKind; readonly who: number; readonly salt: number };

export type StepKind = keyof typeof WEIGHTS;

/** How often each kind of step comes, against the others. */
const WEIGHTS = {
  edit: 34,
  open: 4,
  finish: 8,
  amend: 5,
  recuse: 1,
  'set-aside': 1,
  'child-safety': 1,
  resolve: 3,
  dismiss: 2,
  'keep-offline': 2,
  'ask-supersede': 2,
  read: 6,
  sync: 9,
  moment: 14,
  while: 6,
  minutes: 1,
  sleep: 1,
  'sign-in': 6,
  'net-fault': 16,
  'disk-fault': 2,
  'database-fault': 3,
  'tight-disk': 2,
  kill: 3,
  'power-cut': 1,
  doom: 5,
  close: 1,
  'clock-jump': 2,
  'session-ends': 2,
  'hub-restart': 1,
  'hub-doom': 2,
  'hub-snapshot': 1.5,
  'hub-backup': 1,
  'begin-backup': 1,
  'finish-backup': 1,
  'hub-rollback': 1,
  'erase-submission': 0.8,
  assign: 6,
  withdraw: 1,
  'decide-supersede': 1,
  'new-deadline': 1,
  'new-rubric': 1,
  'keep-copy': 1,
  'restore-copy': 0.5,
  'second-computer': 0.3,
} as const;

/** These come from the stream of faults, all others from that of text. */
const FAULTS: readonly StepKind[] = [
  'net-fault',
  'disk-fault',
  'database-fault',
  'tight-disk',
  'doom',
  'hub-doom',
  'power-cut',
];

export type Plan = {
  /** Computers of each reviewer. */
  readonly reviewers: readonly number[];
  readonly steps: readonly Step[];
};

/** What a seed does: who there is, and every step in order. */
export const planOf = (seed: number): Plan => {
  const schedule = streamOf(seed, 'schedule');
  const faults = streamOf(seed, 'faults');
  const text = streamOf(seed, 'text');
  const reviewers = Array.from({ length: schedule.pick([1, 1, 1, 1, 2, 2, 2, 3, 4]) }, () =>
    devicesOfOne(schedule),
  );
  const kinds = Object.keys(WEIGHTS) as StepKind[];
  const total = kinds.reduce((sum, kind) => sum + WEIGHTS[kind], 0);
  const steps = Array.from({ length: stepCount(schedule) }, (): Step => {
    let at = (schedule.u32() / 2 ** 32) * total;
    const kind =
      kinds.find((one) => {
        at -= WEIGHTS[one];
        return at < 0;
      }) ?? 'edit';
    const salt = (FAULTS.includes(kind) ? faults : text).u32();
    return { kind, who: schedule.u32(), salt };
  });
  return { reviewers, steps: [...steps, ...scene(schedule, text)] };
};

/** At the same computer, or at the next one beside it. */
type Beat = StepKind | { readonly other: StepKind };

const other = (kind: StepKind): Beat => ({ other: kind });

/**
 * What chance alone seldom puts in this order, as the last thing before all is calm: work that the hub acknowledged and a
 * backup does not hold; a final that another one follows; two finals, of which the second comes too late and is asked for;
 * finished evidence that makes room.
 */
const SCENES: readonly (readonly Beat[])[] = [
  [
    ...(['sign-in', 'minutes', 'sync', 'while', 'sync', 'while', 'hub-snapshot'] as const),
    ...(['edit', 'edit', 'sync', 'moment', 'moment', 'moment', 'hub-rollback'] as const),
  ],
  ['sign-in', 'while', 'finish', 'sync', 'while', 'amend', 'finish', 'finish', 'sync', 'while'],
  [
    ...(['sign-in', other('sign-in'), 'while', 'sync', other('sync'), 'while', 'session-ends'] as const),
    ...(['finish', other('finish'), 'while', 'sign-in', 'sync', 'while', 'sleep'] as const),
    ...(['sync', other('sign-in'), other('sync'), 'while', other('sync'), 'while'] as const),
    ...([other('ask-supersede'), other('sync'), 'while', 'decide-supersede', 'while'] as const),
  ],
  [
    ...(['sign-in', 'while', 'finish', 'sync', 'while', 'sleep', 'sync', 'while'] as const),
    ...(['tight-disk', 'assign', 'assign', 'sync', 'while', 'while'] as const),
  ],
];

const scene = (schedule: Stream, text: Stream): Step[] => {
  if (schedule.chance(0.6)) return [];
  const who = schedule.u32();
  return schedule.pick(SCENES).map((beat): Step => {
    const salt = text.u32();
    return typeof beat === 'string'
      ? { kind: beat, who, salt }
      : { kind: beat.other, who: (who + 1) % 2 ** 32, salt };
  });
};

const devicesOfOne = (schedule: Stream): number => {
  const draw = schedule.below(10);
  return draw < 6 ? 1 : draw < 9 ? 2 : 3;
};

/** 200 to 2,000: most seeds are short, for many short ones find more than few long ones. */
const stepCount = (schedule: Stream): number => {
  const draw = schedule.below(200);
  if (draw === 0) return 1000 + schedule.below(1001);
  return draw < 8 ? 300 + schedule.below(400) : 200 + schedule.below(20);
};
