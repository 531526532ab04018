import { BookmarkPlus, MessageSquareQuote, Pencil, Trash2 } from 'lucide-react';
import { GridList, GridListItem } from 'react-aria-components';
import type { CommentSnippet, SnippetScope } from '../../../../shared/domain/comment-snippet.ts';
import type { IssuerBank } from '../../../../shared/workbench-api/comment-bank.ts';
import type { Messages } from '../../../messages/en.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import { useCommentBank } from '../../../stores/use-stores.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import rows from '../rows.module.css';
import styles from './snippet-list.module.css';

/** Where a snippet is offered, in words: the micro-credential's code and the criterion. */
const scopeWords = (scope: SnippetScope, issuers: readonly IssuerBank[], m: Messages): string => {
  if (scope.microCredentialId === null) return m.commentBank.everywhere;
  const issuer = issuers.find(({ microCredentialId }) => microCredentialId === scope.microCredentialId);
  if (issuer === undefined) return m.commentBank.gone;
  const criterion = issuer.criteria.find(({ id }) => id === scope.criterionId)?.title;
  return scope.criterionId === null
    ? issuer.code
    : m.commentBank.scopeOf(issuer.code, criterion ?? m.commentBank.gone);
};

type Actions = {
  readonly onEdit: (snippet: CommentSnippet) => void;
  readonly onCopy: (snippet: CommentSnippet) => void;
  readonly onRemove: (snippet: CommentSnippet) => void;
};

type SnippetListProps = Actions & {
  readonly bank: 'own' | 'issuer';
  /** Those found. */
  readonly snippets: readonly CommentSnippet[];
  /** The bank itself holds nothing, whatever is looked for. */
  readonly isEmpty: boolean;
};

/** The snippets of one bank. Arrows move between rows and into a row's buttons. */
export const SnippetList = ({ bank, snippets, isEmpty, ...actions }: SnippetListProps) => {
  const m = useMessages();
  const issuers = useCommentBank((slice) => slice.issuers);
  if (isEmpty) {
    const own = bank === 'own';
    return (
      <EmptyState
        icon={<MessageSquareQuote aria-hidden />}
        text={own ? m.commentBank.emptyText : m.commentBank.issuerEmptyText}
        title={own ? m.commentBank.emptyTitle : m.commentBank.issuerEmptyTitle}
      />
    );
  }
  if (snippets.length === 0) return <p className={rows.none}>{m.commentBank.noneFound}</p>;
  const act = (id: string): void => {
    const snippet = snippets.find((one) => one.id === id);
    if (snippet !== undefined) (bank === 'own' ? actions.onEdit : actions.onCopy)(snippet);
  };
  return (
    <GridList
      aria-label={m.commentBank.list}
      className={rows.list ?? ''}
      // The rows show what is outside the collection too.
      dependencies={[issuers, bank, m]}
      onAction={(id) => act(String(id))}
      selectionMode="none"
    >
      {snippets.map((snippet) => (
        <GridListItem
          className={classNames(rows.row, styles.row)}
          id={snippet.id}
          key={snippet.id}
          textValue={snippet.title}
        >
          <span className={styles.words}>
            <span className={styles.head}>
              <span className={styles.title}>{snippet.title}</span>
              <Badge tone="accent">{m.commentBank.kind[snippet.kind]}</Badge>
              <span className={styles.muted}>{scopeWords(snippet.scope, issuers, m)}</span>
              <span className={styles.used}>{m.commentBank.used(snippet.usedCount)}</span>
            </span>
            <span className={styles.text}>{snippet.text}</span>
          </span>
          <RowButtons {...actions} bank={bank} snippet={snippet} />
        </GridListItem>
      ))}
    </GridList>
  );
};

type RowButtonsProps = Actions & Pick<SnippetListProps, 'bank'> & { readonly snippet: CommentSnippet };

const RowButtons = ({ bank, snippet, onEdit, onCopy, onRemove }: RowButtonsProps) => {
  const m = useMessages();
  if (bank === 'issuer') {
    return (
      <span className={rows.actions}>
        <IconButton
          icon={<BookmarkPlus />}
          label={m.commentBank.copyOne(snippet.title)}
          onPress={() => onCopy(snippet)}
          placement="left"
          size="small"
        />
      </span>
    );
  }
  return (
    <span className={rows.actions}>
      <IconButton
        icon={<Pencil />}
        label={m.commentBank.editOne(snippet.title)}
        onPress={() => onEdit(snippet)}
        placement="left"
        size="small"
      />
      <IconButton
        icon={<Trash2 />}
        label={m.commentBank.removeOne(snippet.title)}
        onPress={() => onRemove(snippet)}
        placement="left"
        size="small"
      />
    </span>
  );
};
