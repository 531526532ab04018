import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AssignmentId } from '../../shared/domain/ids.ts';
import type { RecusalReason } from '../../shared/hub-api/events.ts';
import type { Problem } from '../../shared/lib/problem.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { AssayBridge } from '../../shared/workbench-api/bridge.ts';
import type { ReviewDocument } from '../../shared/workbench-api/review-document.ts';
import type { ReviewHistory } from '../../shared/workbench-api/review-history.ts';
import { type AnnotationFiles, createAnnotationFiles } from './annotation-files.ts';
import type { StoreDependencies } from './dependencies.ts';
import type { PendingWork } from './pending-work.ts';
import { createEditing, type Editing } from './review-editing.ts';
import { createSessions, type ReviewSession, type ReviewSessions, type Sessions } from './review-sessions.ts';

type Done = Promise<Result<null, Problem>>;

export type ReviewSlice = Editing &
  AnnotationFiles & {
    readonly sessions: Sessions;
    /** Shows a review and keeps it fresh until `close`. Recorded as opening the evidence the first time. */
    readonly open: (assignmentId: AssignmentId) => Promise<void>;
    /** Leaves the screen; unsaved edits go on to their commit. */
    readonly close: (assignmentId: AssignmentId) => void;
    readonly look: (
      assignmentId: AssignmentId,
      at: Partial<Pick<ReviewSession, 'criterionId' | 'artifactId' | 'beside'>>,
    ) => void;
    /** A sign of work, for the active time. */
    readonly working: (assignmentId: AssignmentId) => void;
    readonly resting: (assignmentId: AssignmentId) => void;
    readonly downloadNow: (assignmentId: AssignmentId) => Done;
    /** `seen`: the `arrivals` of the document that the reviewer looked at. */
    readonly submit: (assignmentId: AssignmentId, seen: number) => Done;
    /** Where two computers wrote different words under one key: this one's again, or what stands. */
    readonly chooseWords: (assignmentId: AssignmentId, key: string, words: 'mine' | 'theirs') => Done;
    /** What the review said before on this computer: of one place, or of all; what is typed is committed before. */
    readonly history: (
      assignmentId: AssignmentId,
      key: string | null,
      upTo?: number,
    ) => Promise<Result<ReviewHistory, Problem>>;
    /** Says again what it said: one place, or the whole draft as it was then. */
    readonly restore: (assignmentId: AssignmentId, seq: number, what: 'place' | 'draft') => Done;
    readonly amend: (assignmentId: AssignmentId) => Done;
    readonly setAside: (assignmentId: AssignmentId, codes: string[], note: string) => Done;
    readonly recuse: (assignmentId: AssignmentId, reason: RecusalReason, note: string) => Done;
    readonly raiseChildSafety: (assignmentId: AssignmentId, note: string, procedureReadAt: string) => Done;
    /** The workspace was left. What could not be committed is kept for the same account's return. */
    readonly leave: () => void;
    /** Another account is at work: nothing of the one before is kept. */
    readonly forget: () => void;
  };

export type ReviewStore = StoreApi<ReviewSlice>;

export type ReviewStoreDependencies = StoreDependencies & {
  /** A new, unguessable id. */
  readonly newId: () => string;
  readonly pendingWork: PendingWork;
};

export const createReviewStore = (dependencies: ReviewStoreDependencies): ReviewStore => {
  const { bridge, pendingWork } = dependencies;
  let shown: AssignmentId | null = null;

  const store: ReviewStore = createStore((set, get) => {
    const sessions = createSessions(dependencies, {
      get: () => get().sessions,
      set: (next) => set({ sessions: next }),
    });
    const { autosave } = sessions;
    pendingWork.register(() => autosave.flushAll());

    return {
      sessions: {},
      open: async (id) => {
        shown = id;
        await sessions.refresh(id);
      },
      close: (id) => {
        if (shown === id) shown = null;
        sessions.timeOf(id).rest();
        void autosave.flush(id);
      },
      look: sessions.change,
      ...createEditing(sessions, dependencies),
      working: (id) => sessions.timeOf(id).sign(),
      resting: (id) => sessions.timeOf(id).rest(),
      ...decisions(bridge, sessions),
      ...createAnnotationFiles(bridge, sessions),
      leave: sessions.clear,
      forget: () => {
        autosave.dropAll();
        sessions.clear();
      },
    };
  });

  bridge.onNotice(({ topic, ids }) => {
    if (shown === null || (topic !== 'review' && topic !== 'downloads' && topic !== 'queue')) return;
    const session = store.getState().sessions[shown];
    if (session === undefined || (ids.length > 0 && !ids.includes(shown))) return;
    // Every commit of an edit tells the queue: a review at work shows it already, and would read itself while typing.
    if (topic === 'queue' && ids.length > 0 && session.document?.editable === true) return;
    void store.getState().open(shown);
  });

  return store;
};

type Decisions = Pick<
  ReviewSlice,
  | 'downloadNow'
  | 'submit'
  | 'amend'
  | 'chooseWords'
  | 'history'
  | 'restore'
  | 'setAside'
  | 'recuse'
  | 'raiseChildSafety'
>;

/** What is decided about a review as a whole. Everything typed is committed before it. */
const decisions = (bridge: AssayBridge, sessions: ReviewSessions): Decisions => {
  const decide = async (id: AssignmentId, send: () => Promise<Result<ReviewDocument, Problem>>): Done => {
    const flushed = await sessions.autosave.flush(id);
    if (!flushed.ok) return flushed;
    const answer = await send();
    if (!answer.ok) return answer;
    sessions.replace(id, answer.value);
    return ok(null);
  };
  return {
    downloadNow: (id) => withoutValue(bridge.call('queue.downloadNow', { assignmentId: id })),
    submit: (id, seen) => decide(id, () => bridge.call('review.submit', { assignmentId: id, seen })),
    chooseWords: (id, key, words) =>
      decide(id, () => bridge.call('review.chooseWords', { assignmentId: id, key, words })),
    history: async (id, key, upTo) => {
      const flushed = await sessions.autosave.flush(id);
      if (!flushed.ok) return flushed;
      const more = upTo === undefined ? {} : { upTo };
      return bridge.call('review.history', { assignmentId: id, key, ...more });
    },
    restore: (id, seq, what) =>
      decide(id, () => bridge.call('review.restore', { assignmentId: id, seq, what })),
    amend: (id) => decide(id, () => bridge.call('review.amend', { assignmentId: id })),
    setAside: (id, codes, note) =>
      decide(id, () => bridge.call('review.setAside', { assignmentId: id, codes, note })),
    recuse: async (id, reason, note) => {
      // What is typed is not sent first: recusing erases it.
      const answer = await bridge.call('review.recuse', { assignmentId: id, reason, note });
      if (!answer.ok) return answer;
      sessions.drop(id);
      return ok(null);
    },
    raiseChildSafety: (id, note, procedureReadAt) =>
      withoutValue(bridge.call('review.raiseChildSafety', { assignmentId: id, note, procedureReadAt })),
  };
};

const withoutValue = async (answer: Promise<Result<unknown, Problem>>): Done => {
  const result = await answer;
  return result.ok ? ok(null) : result;
};
