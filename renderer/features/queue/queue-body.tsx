import { CircleAlert, CloudDownload, Inbox, SearchX } from 'lucide-react';
import type { QueueItem } from '../../../shared/workbench-api/queue.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useQueue, useSync } from '../../stores/use-stores.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { QueueGrid } from './queue-grid.tsx';

type QueueBodyProps = {
  readonly rows: readonly QueueItem[];
  readonly at: number;
};

/** The list, or the face it shows instead: loading, error, empty, no match. */
export const QueueBody = ({ rows, at }: QueueBodyProps) => {
  const m = useMessages();
  const items = useQueue((slice) => slice.items);
  const problem = useQueue((slice) => slice.problem);
  const refresh = useQueue((slice) => slice.refresh);
  // Nothing was ever fetched, and nothing stands in the way: an empty queue would be said too early.
  const firstSync = useSync(({ status }) => status?.lastSyncAt === null && status.problem === null);
  if (items === null && problem !== null) {
    return (
      <EmptyState
        action={<Button onPress={() => void refresh()}>{m.common.retry}</Button>}
        icon={<CircleAlert aria-hidden />}
        text={m.common.problem(problem)}
        title={m.queue.errorTitle}
      />
    );
  }
  if (items === null) return <Skeleton lines={10} />;
  if (items.length === 0 && firstSync) return <FirstSync />;
  return rows.length === 0 ? <NoRows none={items.length === 0} /> : <QueueGrid at={at} rows={rows} />;
};

const FirstSync = () => {
  const m = useMessages();
  return (
    <EmptyState icon={<CloudDownload aria-hidden />} text={m.queue.first.text} title={m.queue.first.title} />
  );
};

const NoRows = ({ none }: { none: boolean }) => {
  const m = useMessages();
  const { filter, find } = useQueue((slice) => slice.look);
  const setLook = useQueue((slice) => slice.setLook);
  const offline = useSync(({ status }) => status?.connection === 'offline');
  if (find !== '') {
    return (
      <EmptyState
        action={<Button onPress={() => setLook({ find: '' })}>{m.queue.emptyFind.clear}</Button>}
        icon={<SearchX aria-hidden />}
        text={m.queue.emptyFind.text}
        title={m.queue.emptyFind.title}
      />
    );
  }
  const { title, text } = none ? m.queue.emptyAll : m.queue.empty[filter];
  return (
    <EmptyState
      icon={<Inbox aria-hidden />}
      text={none && offline ? m.queue.emptyAll.offline : text}
      title={title}
    />
  );
};
