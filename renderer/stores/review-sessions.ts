import type { ArtifactId, AssignmentId, CriterionId } from '../../shared/domain/ids.ts';
import type { ReviewContent } from '../../shared/domain/review.ts';
import type { Problem, ProblemCode } from '../../shared/lib/problem.ts';
import type { ReviewDocument } from '../../shared/workbench-api/review-document.ts';
import type { StoreDependencies } from './dependencies.ts';
import { createRefresher } from './refresher.ts';
import { type ActiveTime, createActiveTime } from './review-active-time.ts';
import { type Autosave, createAutosave, type SaveState } from './review-autosave.ts';
import { type CitationHistory, emptyHistory } from './review-history.ts';
import { applyOperations } from './review-overlay.ts';

/** One review in this window. `content` is the committed review with everything typed since laid over it. */
export type ReviewSession = {
  readonly document: ReviewDocument | null;
  readonly content: ReviewContent | null;
  /** Why it could not be opened. A review that is shown stays shown when a later read fails. */
  readonly problem: Problem | null;
  readonly save: SaveState;
  /** The criterion in focus; null: the submission as a whole. */
  readonly criterionId: CriterionId | null;
  /** What the first stage shows. */
  readonly artifactId: ArtifactId | null;
  readonly beside: BesideStage;
};

/** The second stage. It keeps what it showed while it is closed. */
export type BesideStage = {
  readonly open: boolean;
  /** A file of this submission or of the attempt before; `changes`: what changed in the texts since then. */
  readonly shows: ArtifactId | 'changes' | null;
  /** Keys and commands act on it, not on the first stage. */
  readonly active: boolean;
};

const emptySession: ReviewSession = {
  document: null,
  content: null,
  problem: null,
  save: { kind: 'untouched' },
  criterionId: null,
  artifactId: null,
  beside: { open: false, shows: null, active: false },
};

/** Problems that mean there is nothing to show any more, whatever was shown before. */
const gone: ReadonlySet<ProblemCode> = new Set([
  'assignment-closed',
  'submission-erased',
  'not-found',
  'vault-locked',
  'signed-out',
]);

/** What the window keeps of a review beside what it shows. */
type Background = {
  readonly refresh: () => Promise<void>;
  readonly time: ActiveTime;
  /** The edits of citations that can be undone. */
  history: CitationHistory;
  /** Rises with every commit and every answer that replaces the document: a read that began before is out of date. */
  version: number;
};

export type Sessions = Readonly<Record<AssignmentId, ReviewSession>>;

/** Where the sessions are kept. */
export type SessionsPort = { readonly get: () => Sessions; readonly set: (sessions: Sessions) => void };

/** Lays what is not committed yet over a document that was read. */
const shownWith = (known: ReviewSession, document: ReviewDocument, autosave: Autosave): ReviewSession => {
  const untouched = known.save.kind === 'untouched' && document.savedAt !== null;
  const first = known.document === null;
  return {
    document,
    content: applyOperations(document.content, autosave.unsaved(document.assignment.id)),
    problem: null,
    save: untouched ? { kind: 'saved', at: document.savedAt ?? '' } : known.save,
    criterionId: first ? (document.microCredential.rubric.criteria[0]?.id ?? null) : known.criterionId,
    artifactId: first ? firstArtifact(document) : known.artifactId,
    beside: known.beside,
  };
};

/** The sessions of this window: reads them from main, keeps unsaved edits over them, and carries edits to the commit. */
export const createSessions = ({ bridge, now, after }: StoreDependencies, port: SessionsPort) => {
  const backgrounds = new Map<AssignmentId, Background>();

  const sessionOf = (id: AssignmentId): ReviewSession => port.get()[id] ?? emptySession;

  const change = (id: AssignmentId, part: Partial<ReviewSession>): void =>
    port.set({ ...port.get(), [id]: { ...sessionOf(id), ...part } });

  const backgroundOf = (id: AssignmentId): Background => {
    const known = backgrounds.get(id);
    if (known !== undefined) return known;
    const read = async (): Promise<void> => {
      const before = background.version;
      const answer = await bridge.call('review.open', { assignmentId: id });
      if (backgrounds.get(id) !== background) return;
      if (background.version !== before) void background.refresh();
      else if (answer.ok) change(id, shownWith(sessionOf(id), answer.value, autosave));
      else if (gone.has(answer.problem.code)) change(id, { ...emptySession, problem: answer.problem });
      else change(id, { problem: answer.problem });
    };
    const background: Background = {
      refresh: createRefresher(read, after),
      time: createActiveTime(now),
      history: emptyHistory,
      version: 0,
    };
    backgrounds.set(id, background);
    return background;
  };

  const autosave: Autosave = createAutosave({
    now,
    after,
    send: async (assignmentId, operations) => {
      const { time } = backgroundOf(assignmentId);
      const activeSeconds = time.take();
      const answer = await bridge.call('review.applyEdits', { assignmentId, operations, activeSeconds });
      if (!answer.ok) time.giveBack(activeSeconds);
      return answer;
    },
    onCommit: (id, operations) => {
      const { document } = sessionOf(id);
      backgroundOf(id).version += 1;
      if (document === null) return;
      change(id, { document: { ...document, content: applyOperations(document.content, operations) } });
    },
    onState: (id, save) => change(id, { save }),
  });

  return {
    autosave,
    sessionOf,
    change,
    refresh: (id: AssignmentId): Promise<void> => backgroundOf(id).refresh(),
    timeOf: (id: AssignmentId): ActiveTime => backgroundOf(id).time,
    historyOf: (id: AssignmentId): CitationHistory => backgroundOf(id).history,
    keepHistory: (id: AssignmentId, history: CitationHistory): void => {
      backgroundOf(id).history = history;
    },
    /** The review as a command answered it: newer than any read under way. */
    replace: (id: AssignmentId, document: ReviewDocument): void => {
      backgroundOf(id).version += 1;
      change(id, shownWith(sessionOf(id), document, autosave));
    },
    /** Drops a review and every edit of it. */
    drop: (id: AssignmentId): void => {
      autosave.drop(id);
      backgrounds.delete(id);
      const { [id]: _, ...others } = port.get();
      port.set(others);
    },
    /** Drops what is shown; edits that are not committed stay. */
    clear: (): void => {
      backgrounds.clear();
      port.set({});
    },
  };
};

export type ReviewSessions = ReturnType<typeof createSessions>;

/** The first thing to look at: evidence in the order of the slots, captions aside. */
const firstArtifact = ({ evidence, microCredential }: ReviewDocument): ArtifactId | null => {
  const slots = microCredential.evidenceSlots.map(({ id }) => id);
  const place = (slotId: string): number => (slots.indexOf(slotId) + slots.length + 1) % (slots.length + 1);
  const shownFirst = evidence
    .filter(({ kind }) => kind !== 'captions')
    .sort((a, b) => place(a.slotId) - place(b.slotId) || a.position - b.position);
  return shownFirst[0]?.id ?? null;
};
