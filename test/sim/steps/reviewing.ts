import { previousSubmissionId } from '../../../main/database/tables/hub-submissions.ts';
import { listBlocked } from '../../../main/database/tables/outbox.ts';
import { listSettled } from '../../../main/database/tables/settled-changes.ts';
import { dismissChanges } from '../../../main/services/blocked-changes.ts';
import { amendReview } from '../../../main/services/review/amend-review.ts';
import { applyEdits } from '../../../main/services/review/apply-edits.ts';
import { openReview } from '../../../main/services/review/open-review.ts';
import { raiseChildSafety } from '../../../main/services/review/raise-child-safety.ts';
import { recuse } from '../../../main/services/review/recuse.ts';
import { resolveRefused } from '../../../main/services/review/refused-final.ts';
import { requestSupersede } from '../../../main/services/review/request-supersede.ts';
import { setAsideReview } from '../../../main/services/review/set-aside-review.ts';
import { submitReview } from '../../../main/services/review/submit-review.ts';
import { supersedeStateOf } from '../../../main/services/review/supersede-state.ts';
import { readWork } from '../../../main/services/review/work.ts';
import { keepEvidenceOffline } from '../../../main/services/storage.ts';
import type { AssignmentId, EventId } from '../../../shared/domain/ids.ts';
import type { ReviewOperation } from '../../../shared/domain/review-operation.ts';
import type { Problem } from '../../../shared/lib/problem.ts';
import type { Result } from '../../../shared/lib/result.ts';
import { reviewDepsOf, type SimDevice } from '../world/device.ts';
import type { Stream } from '../world/random.ts';
import { absorb, saidSaved, shadowOf } from '../world/saved.ts';
import type { World } from '../world/world.ts';
import { fillingEdits, pickTarget, someEdits, type Target, wordsFrom } from './edits.ts';

/** What a reviewer does at one computer. */
export type ReviewStep = (world: World, device: SimDevice, random: Stream) => Promise<void>;

/** Does something to an assignment there is; `expect`: the edits that "Saved" then stands for, null for none of its own. */
const onTarget =
  (
    work: (target: Target, device: SimDevice, random: Stream, world: World) => Promise<Result<unknown>>,
  ): ReviewStep =>
  async (world, device, random) => {
    const target = pickTarget(device, random);
    if (target === undefined) return;
    const done = await work(target, device, random, world);
    world.trace.note('did', device.name, target.assignment.id, done.ok ? 'ok' : done.problem.code);
  };

const write = async (
  world: World,
  device: SimDevice,
  { assignment }: Target,
  operations: readonly ReviewOperation[],
): Promise<Result<unknown>> => {
  const { run } = device;
  absorb(world, device);
  const saved = await applyEdits(reviewDepsOf(device), {
    assignmentId: assignment.id,
    operations,
    activeSeconds: 3,
  });
  if (saved.ok) saidSaved(world, device, run, operations);
  return saved;
};

/** Says nothing of edits: only that something was recorded. */
const recorded = async (
  world: World,
  device: SimDevice,
  work: () => Promise<Result<unknown>>,
): Promise<Result<unknown>> => {
  const { run } = device;
  absorb(world, device);
  const done = await work();
  if (done.ok) saidSaved(world, device, run, []);
  return done;
};

export const reviewSteps = {
  edit: onTarget((target, device, random, world) => write(world, device, target, someEdits(target, random))),
  open: onTarget((target, device) =>
    openReview(reviewDepsOf(device), { assignmentId: target.assignment.id }),
  ),
  finish: onTarget(async (target, device, random, world) => {
    const { id: assignmentId } = target.assignment;
    if (random.chance(0.8)) {
      const filled = await write(world, device, target, fillingEdits(target, random));
      if (!filled.ok) return filled;
    }
    return recorded(world, device, () => submitReview(reviewDepsOf(device), { assignmentId }));
  }),
  amend: onTarget((target, device, _random, world) =>
    recorded(world, device, () => amendReview(reviewDepsOf(device), { assignmentId: target.assignment.id })),
  ),
  recuse: onTarget((target, device, random, world) => {
    const { id: assignmentId, submissionId } = target.assignment;
    const { db, keyring } = device.run.workspace;
    const shadow = shadowOf(world, device);
    const previous = previousSubmissionId(db, keyring, submissionId);
    const may = [submissionId, ...(previous === null ? [] : [previous])];
    const before = may.map((id) => shadow.mayErase.get(id));
    for (const id of may) shadow.mayErase.set(id, 0);
    const note = wordsFrom(random);
    const { run } = device;
    return recorded(world, device, () =>
      recuse(reviewDepsOf(device), { assignmentId, reason: 'other', note }),
    ).then((done) => {
      // Refused: then nothing may go. A program that was killed may have done it all the same.
      if (!done.ok && run.image === null) {
        for (const [at, id] of may.entries()) restore(shadow.mayErase, id, before[at]);
      }
      return done;
    });
  }),
  'set-aside': onTarget((target, device, random, world) => {
    const code = target.microCredential.policies.conditionCodes.find(
      ({ scope }) => scope === 'submission',
    )?.code;
    const note = wordsFrom(random);
    return recorded(world, device, () =>
      setAsideReview(reviewDepsOf(device), {
        assignmentId: target.assignment.id,
        codes: [code ?? 'none'],
        note,
      }),
    );
  }),
  'child-safety': onTarget((target, device, random, world) =>
    recorded(world, device, () =>
      raiseChildSafety(reviewDepsOf(device), {
        assignmentId: target.assignment.id,
        note: wordsFrom(random),
        procedureReadAt: '2026-03-02T08:00:00.000Z',
      }),
    ),
  ),
  resolve: async (world, device, random) => {
    const blocked = listBlocked(device.run.workspace.db).find(
      ({ problem }) => (JSON.parse(problem) as Problem).code === 'conflict-content-mismatch',
    );
    if (blocked === undefined) return;
    const { assignmentId } = blocked;
    const work = readWork(device.run.workspace.db, assignmentId, device.clock.now());
    if (!work.ok) return;
    const done = await resolveRefused(reviewDepsOf(device), {
      assignmentId,
      seen: work.value.merge.arrivals,
      next: random.chance(0.5) ? 'submit' : 'edit',
    });
    world.trace.note('resolved', device.name, assignmentId, done.ok ? 'ok' : done.problem.code);
  },
  'keep-offline': onTarget((target, device, random) => {
    const { workspace, bus } = device.run;
    const wanted = { assignments: [target.assignment.id], keep: random.chance(0.6) };
    return Promise.resolve(keepEvidenceOffline({ workspace, bus, clock: device.clock }, wanted));
  }),
  'ask-supersede': async (world, device, random) => {
    const { workspace } = device.run;
    const mayAsk = (final: { readonly eventId: EventId; readonly assignmentId: AssignmentId }): boolean => {
      const asked = supersedeStateOf(workspace, final);
      return asked.ok && asked.value.state === 'may-ask';
    };
    const late = listBlocked(workspace.db).filter(
      (one) =>
        one.type === 'review.submitted' &&
        (JSON.parse(one.problem) as Problem).code === 'already-finalised' &&
        mayAsk(one),
    );
    if (late.length === 0) return;
    const request = { eventId: random.pick(late).eventId, reason: wordsFrom(random) };
    const done = await recorded(world, device, () => requestSupersede(reviewDepsOf(device), request));
    world.trace.note('asked to supersede', device.name, done.ok ? 'ok' : done.problem.code);
  },
  dismiss: async (world, device, random) => {
    const settled = listSettled(device.run.workspace.db);
    if (settled.length === 0) return;
    const { eventId } = random.pick(settled);
    const { run } = device;
    const done = dismissChanges(reviewDepsOf(device), [eventId]);
    if (done.ok || run.image !== null) shadowOf(world, device).dismissed.add(eventId);
  },
} as const satisfies Record<string, ReviewStep>;

const restore = (into: Map<string, number>, id: string, before: number | undefined): void => {
  if (before === undefined) into.delete(id);
  else into.set(id, before);
};
