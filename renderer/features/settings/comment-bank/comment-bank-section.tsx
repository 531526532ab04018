import { Plus, Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CommentSnippet, SnippetDraft } from '../../../../shared/domain/comment-snippet.ts';
import { findSnippets } from '../../../../shared/domain/rank-snippets.ts';
import type { Problem } from '../../../../shared/lib/problem.ts';
import type { Result } from '../../../../shared/lib/result.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import { useCommentBank } from '../../../stores/use-stores.tsx';
import { useAnnounce } from '../../../ui/announcer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Segments } from '../../../ui/choice.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { KeyCaps } from '../../../ui/key-caps.tsx';
import box from '../../../ui/search-box.module.css';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Part } from '../part.tsx';
import styles from './comment-bank-section.module.css';
import { SnippetDialog } from './snippet-dialog.tsx';
import { SnippetList } from './snippet-list.tsx';

type Bank = 'own' | 'issuer';

/** A snippet being written: a new one has no id yet. */
type Editing = { readonly snippet: SnippetDraft | null };

/** What can be done to snippets here, each told when it is done, or why it could not be. */
const useBankActions = () => {
  const m = useMessages();
  const announce = useAnnounce();
  const add = useCommentBank((slice) => slice.add);
  const put = useCommentBank((slice) => slice.put);
  const remove = useCommentBank((slice) => slice.remove);
  const [problem, setProblem] = useState<Problem | null>(null);
  /** The one deleted last, while it can be put back. */
  const [removed, setRemoved] = useState<CommentSnippet | null>(null);

  const tell = async (done: Promise<Result<null, Problem>>, sentence: string): Promise<boolean> => {
    const answer = await done;
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) announce(sentence);
    return answer.ok;
  };
  return {
    problem,
    removed,
    copy: (snippet: CommentSnippet) => tell(add(snippet), m.commentBank.copied(snippet.title)),
    remove: async (snippet: CommentSnippet): Promise<void> => {
      if (await tell(remove(snippet.id), m.commentBank.removed(snippet.title))) setRemoved(snippet);
    },
    undo: async (snippet: CommentSnippet): Promise<void> => {
      if (await tell(put(snippet), m.commentBank.undone(snippet.title))) setRemoved(null);
    },
  };
};

/** The reviewer's own comments, and those the issuers bring: found, written, copied, deleted. */
export const CommentBankSection = () => {
  const m = useMessages();
  const own = useCommentBank((slice) => slice.own);
  const issuers = useCommentBank((slice) => slice.issuers);
  const failed = useCommentBank((slice) => slice.problem);
  const refresh = useCommentBank((slice) => slice.refresh);
  const [bank, setBank] = useState<Bank>('own');
  const [query, setQuery] = useState('');
  const [editing, setEditing] = useState<Editing | null>(null);
  const actions = useBankActions();
  const theirs = issuers.flatMap(({ snippets }) => snippets);
  const problem = actions.problem ?? failed;
  const found =
    bank === 'own'
      ? findSnippets(own ?? [], query)
      : issuers.flatMap(({ snippets }) => findSnippets(snippets, query));
  // A sync may have brought other comments of an issuer since they were read.
  useEffect(() => void refresh(), [refresh]);

  return (
    <Part
      actions={
        <Button icon={<Plus aria-hidden />} onPress={() => setEditing({ snippet: null })} variant="primary">
          {m.commentBank.create}
        </Button>
      }
      lead={[
        <>
          {m.commentBank.lead} <KeyCaps command="review.commentBank" />
        </>,
      ]}
      title={m.commentBank.title}
    >
      <div className={styles.tools}>
        <Segments
          label={m.commentBank.banks}
          onChange={setBank}
          options={[
            { value: 'own', title: m.commentBank.own(own?.length ?? 0) },
            { value: 'issuer', title: m.commentBank.issuer(theirs.length) },
          ]}
          value={bank}
        />
        <Find onFind={setQuery} query={query} />
      </div>
      {problem !== null && (
        <Banner
          action={<Button onPress={() => void refresh()}>{m.common.retry}</Button>}
          inset
          role="alert"
          tone="bad"
        >
          {m.commentBank.failed} {m.common.problem(problem)}
        </Banner>
      )}
      {actions.removed !== null && <Removed onUndo={actions.undo} snippet={actions.removed} />}
      {own === null ? (
        <Skeleton />
      ) : (
        <SnippetList
          bank={bank}
          isEmpty={(bank === 'own' ? own : theirs).length === 0}
          onCopy={(snippet) => void actions.copy(snippet)}
          onEdit={(snippet) => setEditing({ snippet })}
          onRemove={(snippet) => void actions.remove(snippet)}
          snippets={found}
        />
      )}
      {editing !== null && (
        <SnippetDialog
          onClose={() => setEditing(null)}
          onSaved={() => setBank('own')}
          snippet={editing.snippet}
        />
      )}
    </Part>
  );
};

type FindProps = { readonly query: string; readonly onFind: (query: string) => void };

const Find = ({ query, onFind }: FindProps) => {
  const m = useMessages();
  return (
    <search className={classNames(box.box, box.framed, styles.find)}>
      <Search aria-hidden />
      <input
        aria-label={m.commentBank.findInBank}
        className={box.input}
        onChange={(event) => onFind(event.currentTarget.value)}
        placeholder={m.commentBank.findInBank}
        type="search"
        value={query}
      />
    </search>
  );
};

type RemovedProps = {
  readonly snippet: CommentSnippet;
  readonly onUndo: (snippet: CommentSnippet) => Promise<void>;
};

const Removed = ({ snippet, onUndo }: RemovedProps) => {
  const m = useMessages();
  return (
    <Banner
      action={
        <Button onPress={() => void onUndo(snippet)} size="small">
          {m.commentBank.undo}
        </Button>
      }
      inset
      tone="neutral"
    >
      {m.commentBank.removed(snippet.title)}
    </Banner>
  );
};
