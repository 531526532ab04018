import { MapPinOff, Search, X } from 'lucide-react';
import { useMessages } from '../../../messages/use-messages.ts';
import { IconButton } from '../../../ui/button.tsx';
import { useDesk } from '../desk-context.tsx';
import { citedFor, citedIn } from './annotation-index.ts';
import type { CitationFilter } from './citation-rows.ts';
import styles from './citation-tools.module.css';
import type { CitationList } from './use-citation-list.ts';

/** Citations from which a search field is worth its room. */
const searchFrom = 20;

/** How many there are, which of them the list shows, and a search once there are many. */
export const CitationTools = ({ list }: { list: CitationList }) => {
  const m = useMessages();
  const { citations, artifactId, criterionId } = useDesk();
  const all = citations.inOrder.length;
  const options: readonly (readonly [CitationFilter, string])[] = [
    ['all', m.citations.showAll(all)],
    ['file', m.citations.showFile(artifactId === null ? 0 : citedIn(citations, artifactId).length)],
    ['criterion', m.citations.showCriterion(list.criterionName, citedFor(citations, criterionId).length)],
    ['lost', m.citations.showLost(list.lost)],
  ];
  return (
    <span className={styles.tools}>
      <select
        aria-label={m.citations.show}
        className={styles.filter}
        onChange={(event) => list.setFilter(event.currentTarget.value as CitationFilter)}
        value={list.look.filter}
      >
        {options.map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
      {list.lost > 0 && (
        <button
          aria-pressed={list.look.filter === 'lost'}
          className={styles.lost}
          onClick={() => list.setFilter(list.look.filter === 'lost' ? 'all' : 'lost')}
          title={m.citations.lostTitle}
          type="button"
        >
          <MapPinOff aria-hidden />
          {m.citations.lostCount(list.lost)}
        </button>
      )}
      {(all > searchFrom || list.look.words !== '') && <SearchField list={list} />}
    </span>
  );
};

const SearchField = ({ list }: { list: CitationList }) => {
  const m = useMessages();
  const { words } = list.look;
  return (
    <span className={styles.search}>
      <Search aria-hidden />
      <input
        aria-label={m.citations.search}
        onChange={(event) => list.setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || words === '') return;
          event.preventDefault();
          list.setWords('');
        }}
        placeholder={m.citations.searchHint}
        type="text"
        value={words}
      />
      {words !== '' && (
        <IconButton
          icon={<X />}
          label={m.citations.clearSearch}
          onPress={() => list.setWords('')}
          placement="top"
          size="small"
        />
      )}
    </span>
  );
};
