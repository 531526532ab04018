import { BookmarkPlus, Search } from 'lucide-react';
import { type KeyboardEvent, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { CommentSnippet } from '../../../../shared/domain/comment-snippet.ts';
import { fillSnippet, type SnippetValues } from '../../../../shared/domain/fill-snippet.ts';
import { rankSnippets, type SnippetPlace } from '../../../../shared/domain/rank-snippets.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import { useCommentBank } from '../../../stores/use-stores.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { FilledText } from '../../../ui/filled-text.tsx';
import { Caps } from '../../../ui/key-caps.tsx';
import box from '../../../ui/search-box.module.css';
import styles from './snippet-search.module.css';

/** As many as anybody reads; more are found by their words. */
const mostShown = 40;

type SnippetSearchProps = {
  readonly place: SnippetPlace;
  readonly values: SnippetValues;
  readonly onInsert: (snippet: CommentSnippet) => void;
  /** Null: nothing is selected that could be saved. */
  readonly onSave: (() => void) | null;
};

/** Every snippet, own and the issuers', as one list. */
const useAllSnippets = (): readonly CommentSnippet[] => {
  const own = useCommentBank((slice) => slice.own);
  const issuers = useCommentBank((slice) => slice.issuers);
  return useMemo(() => [...(own ?? []), ...issuers.flatMap(({ snippets }) => snippets)], [own, issuers]);
};

/** Where a key leads in the list; null for a key that is the text's. */
const moveOf = (key: string, at: number, count: number): number | null => {
  if (count === 0) return null;
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return (at - 1 + count) % count;
  if (key === 'PageDown') return Math.min(count - 1, at + 5);
  if (key === 'PageUp') return Math.max(0, at - 5);
  return null;
};

export const SnippetSearch = ({ place, values, onInsert, onSave }: SnippetSearchProps) => {
  const m = useMessages();
  const listId = useId();
  const all = useAllSnippets();
  const problem = useCommentBank((slice) => slice.problem);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const ranked = useMemo(() => rankSnippets(all, place, query), [all, place, query]);
  const shown = ranked.slice(0, mostShown);
  const active = shown[at];

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = moveOf(event.key, at, shown.length);
    if (next !== null) setAt(next);
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing && active !== undefined)
      onInsert(active);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className={classNames(box.box, styles.search)}>
        <Search aria-hidden />
        <input
          aria-activedescendant={active === undefined ? undefined : `${listId}-${at}`}
          aria-autocomplete="list"
          aria-controls={listId}
          aria-expanded
          aria-label={m.commentBank.find}
          // biome-ignore lint/a11y/noAutofocus: the popover was opened to search in it
          autoFocus
          className={classNames(box.input, styles.input)}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          placeholder={m.commentBank.findPlaceholder}
          role="combobox"
          value={query}
        />
      </div>
      {problem !== null && (
        <Banner inset role="alert" tone="bad">
          {m.commentBank.failed} {m.common.problem(problem)}
        </Banner>
      )}
      <Options
        active={at}
        all={shown}
        id={listId}
        onActive={setAt}
        onInsert={onInsert}
        place={place}
        values={values}
      />
      {shown.length === 0 && (
        <p className={styles.empty}>{query === '' ? m.commentBank.nothingHere : m.commentBank.noMatch}</p>
      )}
      {active !== undefined && (
        <section aria-label={m.commentBank.preview} className={styles.preview}>
          <FilledText {...fillSnippet(active.text, values)} />
        </section>
      )}
      <Foot left={ranked.length - shown.length} onSave={onSave} />
    </>
  );
};

type OptionsProps = {
  readonly id: string;
  readonly all: readonly CommentSnippet[];
  readonly active: number;
  readonly place: SnippetPlace;
  readonly values: SnippetValues;
  readonly onActive: (at: number) => void;
  readonly onInsert: (snippet: CommentSnippet) => void;
};

const Options = ({ id, all, active, place, values, onActive, onInsert }: OptionsProps) => {
  const m = useMessages();
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div aria-label={m.commentBank.options} className={styles.list} id={id} ref={list} role="listbox">
      {all.map((snippet, at) => (
        // The field keeps the focus: options are pointed at, never entered.
        <button
          aria-selected={at === active}
          className={styles.option}
          id={`${id}-${at}`}
          key={snippet.id}
          onClick={() => onInsert(snippet)}
          onMouseDown={(event) => event.preventDefault()}
          onMouseMove={() => {
            if (at !== active) onActive(at);
          }}
          role="option"
          tabIndex={-1}
          type="button"
        >
          <span className={styles.title}>{snippet.title}</span>
          <span className={styles.marks}>
            {snippet.updatedAt === null && <Badge>{m.commentBank.fromIssuer}</Badge>}
            {snippet.kind !== place.kind && snippet.kind !== 'any' && (
              <Badge>{m.commentBank.kind[snippet.kind]}</Badge>
            )}
          </span>
          <span className={styles.words}>{fillSnippet(snippet.text, values).text}</span>
        </button>
      ))}
    </div>
  );
};

const Foot = ({ left, onSave }: { left: number; onSave: (() => void) | null }) => {
  const m = useMessages();
  return (
    <div className={styles.foot}>
      <span>
        <Caps chords={[['Enter']]} /> {m.commentBank.keyInserts}
      </span>
      <span>
        <Caps chords={[['Esc']]} /> {m.commentBank.keyReturns}
      </span>
      {left > 0 && <span>{m.commentBank.more(left)}</span>}
      {onSave !== null && (
        <span className={styles.save}>
          <Button icon={<BookmarkPlus aria-hidden />} onPress={onSave} size="small">
            {m.commentBank.saveSelection}
          </Button>
        </span>
      )}
    </div>
  );
};
