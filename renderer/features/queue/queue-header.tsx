import { Search, X } from 'lucide-react';
import { useRef } from 'react';
import { Button, Input, SearchField } from 'react-aria-components';
import type { QueueItem } from '../../../shared/workbench-api/queue.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useShortcut, useShortcutKeys } from '../../shortcuts/shortcut-context.tsx';
import type { QueueFilter } from '../../stores/queue.ts';
import { useQueue, useSync } from '../../stores/use-stores.tsx';
import { Segments } from '../../ui/choice.tsx';
import { classNames } from '../../ui/class-names.ts';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import box from '../../ui/search-box.module.css';
import styles from './queue-header.module.css';
import { countByFilter, filterOf, isOfflineReady } from './queue-rows.ts';

const filters: readonly QueueFilter[] = ['todo', 'submitted', 'closed'];
const nothing: readonly QueueItem[] = [];

export const QueueHeader = ({ items }: { items: readonly QueueItem[] | null }) => {
  const m = useMessages();
  const look = useQueue((slice) => slice.look);
  const setLook = useQueue((slice) => slice.setLook);
  const offline = useSync(({ status }) => status?.connection === 'offline');
  const all = items ?? nothing;
  const counts = countByFilter(all);
  const todo = all.filter(({ state }) => filterOf(state) === 'todo');

  useShortcut('queue.todo', () => setLook({ filter: 'todo' }));
  useShortcut('queue.submitted', () => setLook({ filter: 'submitted' }));
  useShortcut('queue.closed', () => setLook({ filter: 'closed' }));

  return (
    <header className={styles.header}>
      <ScreenHeading>{m.queue.title}</ScreenHeading>
      <Segments
        label={m.queue.filters}
        onChange={(filter) => setLook({ filter })}
        options={filters.map((filter) => ({
          value: filter,
          title: m.queue.filter[filter],
          hint: <span className={styles.count}>{m.queue.number(counts[filter])}</span>,
        }))}
        value={look.filter}
      />
      {offline && todo.length > 0 && (
        <p className={styles.offline} role="status">
          {m.queue.offlineReady(todo.filter(isOfflineReady).length, todo.length)}
        </p>
      )}
      <FindField />
    </header>
  );
};

const FindField = () => {
  const m = useMessages();
  const find = useQueue((slice) => slice.look.find);
  const setLook = useQueue((slice) => slice.setLook);
  const input = useRef<HTMLInputElement>(null);
  const { ariaOf } = useShortcutKeys();
  useShortcut('queue.find', () => input.current?.focus());
  return (
    <SearchField
      aria-label={m.queue.find}
      className={classNames(box.box, box.framed, styles.find)}
      onChange={(words) => setLook({ find: words })}
      value={find}
    >
      <Search aria-hidden />
      <Input
        className={classNames(box.input, styles.input)}
        placeholder={m.queue.findPlaceholder}
        ref={input}
        render={(props) => <input {...props} aria-keyshortcuts={ariaOf('queue.find')} />}
      />
      {find === '' ? (
        <KeyCaps command="queue.find" />
      ) : (
        <Button className={styles.clear ?? ''}>
          <X aria-hidden />
        </Button>
      )}
    </SearchField>
  );
};
