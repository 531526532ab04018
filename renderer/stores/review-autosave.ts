import type { AssignmentId } from '../../shared/domain/ids.ts';
import type { ReviewOperation } from '../../shared/domain/review-operation.ts';
import type { Problem, ProblemCode } from '../../shared/lib/problem.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { StoreDependencies } from './dependencies.ts';
import { addEdit, type PendingEdits } from './review-overlay.ts';

/** What may be said about the edits of one review. `saved` only ever follows a commit. */
export type SaveState =
  | { readonly kind: 'untouched' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly at: string }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** `now`: a decision, committed at once. `idle`: text, committed when the typing rests. */
export type EditUrgency = 'now' | 'idle';

export type AutosaveDependencies = Pick<StoreDependencies, 'now' | 'after'> & {
  /** Commits edits; answers when they are durable. */
  readonly send: (
    assignmentId: AssignmentId,
    operations: ReviewOperation[],
  ) => Promise<Result<{ savedAt: string }, Problem>>;
  /** These edits are durable now; called before the state says so. */
  readonly onCommit: (assignmentId: AssignmentId, operations: readonly ReviewOperation[]) => void;
  readonly onState: (assignmentId: AssignmentId, state: SaveState) => void;
};

/** Milliseconds. */
const idlePause = 300;
const longestWait = 2000;
const retryPauses = [2000, 5000, 15_000, 30_000];
const largestBatch = 200;

/** Problems that trying again by itself cannot cure; the edits are kept and "Try again" stays on offer. */
const lasting: ReadonlySet<ProblemCode> = new Set([
  'assignment-closed',
  'assignment-withdrawn',
  'submission-erased',
  'amend-window-closed',
  'final-on-old-rubric',
  'review-submitted',
  'score-not-allowed',
  'unknown-criterion',
  'unknown-condition',
  'foreign-artifact',
  'bad-request',
  'forbidden',
  'not-found',
  'signed-out',
  'vault-locked',
]);

type Lane = {
  waiting: PendingEdits;
  /** Sent and not answered yet. */
  sent: PendingEdits;
  firstWaitingAt: number | null;
  failures: number;
  problem: Problem | null;
  running: Promise<Result<null, Problem>> | null;
  cancelTimer: () => void;
};

const nothing: PendingEdits = new Map();

/**
 * Carries edits to the commit, one call at a time per review so that their order holds. An edit stays here until a
 * commit was answered; after a failure it waits again, unless a newer one of the same key took its place.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: small functions over one map of lanes.
export const createAutosave = ({ send, now, after, onCommit, onState }: AutosaveDependencies) => {
  const lanes = new Map<AssignmentId, Lane>();

  const laneOf = (assignmentId: AssignmentId): Lane => {
    const known = lanes.get(assignmentId);
    if (known !== undefined) return known;
    const lane: Lane = {
      waiting: nothing,
      sent: nothing,
      firstWaitingAt: null,
      failures: 0,
      problem: null,
      running: null,
      cancelTimer: () => undefined,
    };
    lanes.set(assignmentId, lane);
    return lane;
  };

  const schedule = (assignmentId: AssignmentId, lane: Lane, milliseconds: number): void => {
    lane.cancelTimer();
    lane.cancelTimer = after(milliseconds, () => void flush(assignmentId));
  };

  const failed = (assignmentId: AssignmentId, lane: Lane, problem: Problem): void => {
    const newer = lane.waiting;
    lane.waiting = [...newer.values()].reduce(addEdit, lane.sent);
    lane.sent = nothing;
    lane.problem = problem;
    onState(assignmentId, { kind: 'failed', problem });
    const pause = retryPauses[Math.min(lane.failures, retryPauses.length - 1)] ?? longestWait;
    lane.failures += 1;
    if (!lasting.has(problem.code)) schedule(assignmentId, lane, pause);
  };

  const sendWaiting = async (assignmentId: AssignmentId, lane: Lane): Promise<Result<null, Problem>> => {
    while (lane.waiting.size > 0) {
      const batch = [...lane.waiting].slice(0, largestBatch);
      lane.sent = new Map(batch);
      lane.waiting = new Map([...lane.waiting].slice(largestBatch));
      lane.firstWaitingAt = lane.waiting.size > 0 ? lane.firstWaitingAt : null;
      onState(assignmentId, { kind: 'saving' });
      const operations = batch.map(([, operation]) => operation);
      const answer = await send(assignmentId, operations);
      if (lanes.get(assignmentId) !== lane) return ok(null);
      if (!answer.ok) {
        failed(assignmentId, lane, answer.problem);
        return answer;
      }
      lane.sent = nothing;
      lane.failures = 0;
      lane.problem = null;
      onCommit(assignmentId, operations);
      if (lane.waiting.size === 0) onState(assignmentId, { kind: 'saved', at: answer.value.savedAt });
    }
    return ok(null);
  };

  const run = async (assignmentId: AssignmentId, lane: Lane): Promise<Result<null, Problem>> => {
    try {
      return await sendWaiting(assignmentId, lane);
    } finally {
      lane.running = null;
      // An edit that came between the last look and here must not wait for the next one.
      if (lane.waiting.size > 0 && lane.problem === null) void flush(assignmentId);
    }
  };

  /** Commits what waits, at once. Answers when nothing waits any more, or with what prevented it. */
  const flush = async (assignmentId: AssignmentId): Promise<Result<null, Problem>> => {
    const lane = lanes.get(assignmentId);
    if (lane === undefined) return ok(null);
    lane.cancelTimer();
    if (lane.running === null && lane.waiting.size === 0) return ok(null);
    lane.running ??= run(assignmentId, lane);
    return lane.running;
  };

  /**
   * The page goes away. Behind a call under way nothing could be waited for, so what waits is sent beside it; should the
   * page stay after all, it is sent once more in its turn.
   */
  const flushLast = (assignmentId: AssignmentId): void => {
    const lane = lanes.get(assignmentId);
    if (lane === undefined || lane.waiting.size === 0) return;
    if (lane.running === null) void flush(assignmentId);
    else void send(assignmentId, [...lane.waiting.values()].slice(0, largestBatch));
  };

  const edit = (assignmentId: AssignmentId, operation: ReviewOperation, urgency: EditUrgency): void => {
    const lane = laneOf(assignmentId);
    lane.waiting = addEdit(lane.waiting, operation);
    lane.firstWaitingAt ??= now();
    if (lane.problem === null) onState(assignmentId, { kind: 'saving' });
    if (urgency === 'now') {
      void flush(assignmentId);
      return;
    }
    const longest = Math.max(0, lane.firstWaitingAt + longestWait - now());
    schedule(assignmentId, lane, Math.min(idlePause, longest));
  };

  return {
    edit,
    flush,
    flushLast,
    /** With the first problem of a review whose edits cannot be committed. */
    flushAll: async (): Promise<Result<null, Problem>> => {
      const flushed = await Promise.all([...lanes.keys()].map(flush));
      return flushed.find(({ ok: done }) => !done) ?? ok(null);
    },
    /** Edits that no commit has answered yet, oldest first. */
    unsaved: (assignmentId: AssignmentId): ReviewOperation[] => {
      const lane = lanes.get(assignmentId);
      if (lane === undefined) return [];
      return [...[...lane.waiting.values()].reduce(addEdit, lane.sent).values()];
    },
    /** Forgets a review whose work is gone on purpose (recused, erased). */
    drop: (assignmentId: AssignmentId): void => {
      lanes.get(assignmentId)?.cancelTimer();
      lanes.delete(assignmentId);
    },
    dropAll: (): void => {
      for (const lane of lanes.values()) lane.cancelTimer();
      lanes.clear();
    },
  };
};

export type Autosave = ReturnType<typeof createAutosave>;
