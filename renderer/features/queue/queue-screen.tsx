import { useMemo, useState } from 'react';
import type { QueueItem } from '../../../shared/workbench-api/queue.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useShortcut } from '../../shortcuts/shortcut-context.tsx';
import { useGo, useQueue, useStores } from '../../stores/use-stores.tsx';
import { useAnnounce } from '../../ui/announcer.tsx';
import { AssignmentDetail } from './assignment-detail.tsx';
import { QueueBody } from './queue-body.tsx';
import { QueueHeader } from './queue-header.tsx';
import { canKeep, canOpen, neighbourOf, queueRows, selectedIndex } from './queue-rows.ts';
import styles from './queue-screen.module.css';
import { RecuseDialog } from './recuse-dialog.tsx';
import type { RowActions } from './row-actions.ts';

const noRows: readonly QueueItem[] = [];

/** What is there to review, when it is due, and whether it can be done without the hub. */
export const QueueScreen = () => {
  const items = useQueue((slice) => slice.items);
  const look = useQueue((slice) => slice.look);
  const rows = useMemo(() => (items === null ? noRows : queueRows(items, look)), [items, look]);
  const at = selectedIndex(rows, look.selectedId);
  const selected = rows[at] ?? null;
  const setLook = useQueue((slice) => slice.setLook);
  // Where the selection goes when the selected row leaves the list. Kept from the render in which the dialog opened.
  const [neighbour, setNeighbour] = useState<QueueItem['assignmentId'] | null>(null);
  const [recusing, setRecusing] = useState<QueueItem | null>(null);
  const actions = useRowActions(selected, (item) => {
    setNeighbour(neighbourOf(rows, at));
    setRecusing(item);
  });

  return (
    <div className={styles.screen}>
      <QueueHeader items={items} />
      <div className={styles.content}>
        <QueueBody at={at} rows={rows} />
        {selected !== null && <AssignmentDetail actions={actions} item={selected} />}
      </div>
      {recusing !== null && (
        <RecuseDialog
          item={recusing}
          onClose={() => setRecusing(null)}
          onRecused={() => setLook({ selectedId: neighbour })}
        />
      )}
    </div>
  );
};

/** What can be done with the selected row, by key and by button. */
const useRowActions = (selected: QueueItem | null, setRecusing: (item: QueueItem) => void): RowActions => {
  const m = useMessages();
  const go = useGo();
  const announce = useAnnounce();
  const { queue, storage } = useStores();

  const open = (): void => {
    if (selected !== null && canOpen(selected)) go({ name: 'review', assignmentId: selected.assignmentId });
  };
  const download = async (): Promise<void> => {
    if (selected === null) return;
    const answer = await queue.getState().downloadNow(selected.assignmentId);
    announce(answer.ok ? m.queue.downloadQueued(selected.submissionCode) : m.common.problem(answer.problem));
  };
  const keepOffline = async (): Promise<void> => {
    if (selected === null) return;
    const { assignmentId, submissionCode, keptOffline } = selected;
    const answer = await storage.getState().keepOffline([assignmentId], !keptOffline);
    const done = keptOffline ? m.storage.stoppedOne : m.storage.keptOne;
    announce(answer.ok ? done(submissionCode) : m.common.problem(answer.problem));
  };
  const recuse = (): void => {
    if (selected === null) return;
    if (selected.state === 'new') setRecusing(selected);
    else announce(m.queue.onlyBeforeOpening);
  };

  useShortcut('queue.open', open, selected !== null && canOpen(selected));
  useShortcut('queue.download', () => void download(), selected !== null);
  useShortcut('queue.keepOffline', () => void keepOffline(), selected !== null && canKeep(selected));
  useShortcut('queue.recuse', recuse, selected !== null);
  return { open, download: () => void download(), keepOffline: () => void keepOffline(), recuse };
};
