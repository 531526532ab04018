import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CommentSnippet, SnippetDraft, SnippetId } from '../../shared/domain/comment-snippet.ts';
import type { Problem } from '../../shared/lib/problem.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { IssuerBank } from '../../shared/workbench-api/comment-bank.ts';
import type { StoreDependencies } from './dependencies.ts';
import { createRefresher } from './refresher.ts';

type Done = Promise<Result<null, Problem>>;

export type CommentBankSlice = {
  /** Null until the first answer. */
  readonly own: readonly CommentSnippet[] | null;
  readonly issuers: readonly IssuerBank[];
  readonly problem: Problem | null;
  /** The text field that the bank's commands act on: the one entered last that is still there. Any object of its own. */
  readonly field: object | null;
  readonly refresh: () => Promise<void>;
  /** Makes a snippet of one's own, or a copy of an issuer's. */
  readonly add: (draft: Omit<SnippetDraft, 'id'>) => Done;
  /** Changes a snippet, or puts one back that was removed. */
  readonly put: (draft: SnippetDraft) => Done;
  readonly remove: (id: SnippetId) => Done;
  /** Counts a use; the order of what is offered follows. */
  readonly used: (id: SnippetId) => Done;
  readonly enterField: (field: object) => void;
  readonly leaveField: (field: object) => void;
};

export type CommentBankStore = StoreApi<CommentBankSlice>;

export type CommentBankDependencies = StoreDependencies & {
  /** A new, unguessable id. */
  readonly newId: () => string;
};

/** A snippet without what the workbench counts for it. */
const draftOf = ({ id, title, text, kind, scope }: SnippetDraft): SnippetDraft => ({
  id,
  title: title.trim(),
  text: text.trim(),
  kind,
  scope,
});

export const createCommentBankStore = ({ bridge, after, newId }: CommentBankDependencies): CommentBankStore =>
  createStore((set, get) => {
    const refresh = createRefresher(async () => {
      const answer = await bridge.call('commentBank.list', {});
      if (answer.ok) set({ own: answer.value.own, issuers: answer.value.issuers, problem: null });
      else set({ problem: answer.problem });
    }, after);

    /** What was changed is shown as soon as it is kept; the notice that follows brings nothing new. */
    const done = async (sent: Promise<Result<unknown, Problem>>): Done => {
      const answer = await sent;
      if (!answer.ok) return answer;
      await refresh();
      return ok(null);
    };

    const put = (draft: SnippetDraft): Done => done(bridge.call('commentBank.put', draftOf(draft)));

    return {
      own: null,
      issuers: [],
      problem: null,
      field: null,
      refresh,
      add: (draft) => put({ ...draft, id: newId() as SnippetId }),
      put,
      remove: (id) => done(bridge.call('commentBank.remove', { id })),
      used: (id) => done(bridge.call('commentBank.used', { id })),
      enterField: (field) => set({ field }),
      leaveField: (field) => {
        if (get().field === field) set({ field: null });
      },
    };
  });
